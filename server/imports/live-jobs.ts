import type { ImportProgress, ImportState } from '../api-types';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import { dropFiles } from './kept-files';

/** An import under way in this process: its progress is told from here, for the embedded engine's only connection may be busy. */
export class LiveJob {
  private readonly started = Date.now();
  private step: string | null = null;
  private done = 0;
  private of: number | null = null;
  private readonly listeners = new Set<(progress: ImportProgress) => void>();
  private readonly ender = new AbortController();
  private settle: (work: Promise<void>) => void = () => {};
  /** Settles when the row says how it ended, and not before there is any work: who waits for it must not go round and round. */
  readonly ended = new Promise<void>((settle) => { this.settle = settle; });

  constructor(readonly id: number, private readonly state: ImportState) {}

  /** Says which work this is; the row tells its failure. */
  is(work: Promise<void>) {
    this.settle(work);
    this.ended.catch(() => {});
  }

  get signal() { return this.ender.signal; }

  tell = (step: string, done: number, of: number | null) => {
    Object.assign(this, { step, done, of });
    for (const listener of this.listeners) listener(this.progress());
  };

  /** @throws the reason of the cancellation once there is one. */
  check = () => this.ender.signal.throwIfAborted();

  cancel(reason: Error) { this.ender.abort(reason); }

  progress(): ImportProgress {
    const { step, done, of } = this;
    const elapsed = Date.now() - this.started;
    const left = of && done > 0 && done <= of ? Math.round((elapsed / done) * (of - done)) : null;
    return { id: this.id, state: this.state, step, done, of, elapsed_ms: elapsed, left_ms: left, cancelling: this.ender.signal.aborted };
  }

  /** @returns how to hear no more. */
  listen(listener: (progress: ImportProgress) => void): () => void {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  }
}

/** The reason of an import that ends with its process. */
export class Stopped extends AppError {
  constructor(state: ImportState) {
    super('unavailable', state === 'committing'
      ? '服务停止，入库中止，没有写入任何数据；可再次确认入库 (the server was stopped: nothing was written; the import can be committed again)'
      : '服务停止，没有写入任何数据，请重新上传 (the server was stopped: nothing was written; upload the file again)');
  }
}

const opened = new WeakMap<Db['knex'], Map<number, LiveJob>>();

export function liveJobs({ knex }: Pick<Db, 'knex'>): Map<number, LiveJob> {
  const jobs = opened.get(knex) ?? new Map<number, LiveJob>();
  opened.set(knex, jobs);
  return jobs;
}

/** Ends every import of this process: it is about to end. */
export async function endLiveJobs(db: Db): Promise<void> {
  const jobs = [...liveJobs(db).values()];
  for (const job of jobs) job.cancel(new Stopped(job.progress().state));
  await Promise.allSettled(jobs.map(({ ended }) => ended));
  dropFiles(db);
}
