import { AppError } from '../errors';

/** Exports made at once in this process, and how many may wait for their turn. */
const AT_ONCE = 2;
const WAITING = 20;

let running = 0;
const queue: (() => void)[] = [];

/** Runs `work` when it is its turn. @throws AppError 503 where too many wait already. */
export async function taken<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING) throw new AppError('unavailable', `已有 ${WAITING} 个导出在排队，请稍后再试 (too many exports are waiting)`);
    await new Promise<void>((turn) => { queue.push(turn); });
  } else running++;
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    const next = queue.shift();
    if (next) next();
    else running--;
  }
}
