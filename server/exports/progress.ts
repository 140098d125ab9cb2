import type { ExportProgress } from '../api-types';
import { AppError } from '../errors';

/** Says how far an export is. */
export type Tell = (step: ExportProgress['step'], done: number, of: number | null) => void;

/** Exports followed at once in this process. */
const MOST = 1_000;
/** Whoever asks before the export begins waits so long for it, ms. */
const WAIT_MS = 10_000;

class Followed {
  last: ExportProgress = { step: 'waiting', done: 0, of: null };
  begun = false;
  readonly ears = new Set<(progress: ExportProgress) => void>();
  end: () => void = () => {};
  readonly over = new Promise<void>((done) => { this.end = done; });
}

const followed = new Map<string, Followed>();

function named(name: string): Followed {
  const found = followed.get(name) ?? new Followed();
  if (!followed.has(name) && followed.size >= MOST) throw new AppError('unavailable', '跟踪的导出太多，请稍后再试 (too many exports are followed)');
  followed.set(name, found);
  return found;
}

/** The export that the client calls `name`: how to tell of it, and that it is over. Without a name nobody hears. */
export function tellingOf(name: string | undefined): { tell: Tell; end: () => void } {
  if (name === undefined) return { tell: () => {}, end: () => {} };
  const one = named(name);
  one.begun = true;
  return {
    tell: (step, done, of) => {
      one.last = { step, done, of };
      for (const ear of one.ears) ear(one.last);
    },
    end: () => { followed.delete(name); one.end(); },
  };
}

/** How to hear of an export until it is over, the listener has left, or none of this name begins. @throws AppError 503 where too many are followed. */
export function hearingOf(name: string): (ear: (progress: ExportProgress) => void, left: AbortSignal) => Promise<void> {
  const one = named(name);
  return async (ear, left) => {
    one.ears.add(ear);
    ear(one.last);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((done) => { timer = setTimeout(() => { if (!one.begun) done(); }, WAIT_MS); });
    const gone = new Promise<void>((done) => { left.addEventListener('abort', () => done(), { once: true }); });
    await Promise.race([one.over, gone, late]);
    clearTimeout(timer);
    one.ears.delete(ear);
    if (!one.begun && one.ears.size === 0) followed.delete(name);
  };
}
