import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { READ_MS, SILENCE_MS, THREAD_HEAP_MB } from '../limits';
import type { Plan } from '../meaning/plan';
import type { Batch } from '../stage';
import { type Asked, type RawRow, type Source, Unreadable } from './source';

export type About = Omit<Source, 'rows' | 'close'>;

type Told = { type: 'opened'; about: About; sample: RawRow[] } | { type: 'rows'; batch: Batch } | { type: 'done'; notes: About['notes'] }
  | { type: 'failed'; unreadable: boolean; reason: string; value: unknown; again: boolean; stack: string };

/** What the reader asks of whoever reads. */
export interface Reading {
  plan(about: About, sample: RawRow[]): Promise<{ plan: Plan; job: number; copies: boolean }>;
  rows(batch: Batch): Promise<void>;
  /** Aborted: the thread ends at once. */
  signal: AbortSignal;
}

/** One thread is kept for the next file: loading the readers takes longer than most files. */
let idle: Worker | undefined;

function takeThread(): Worker {
  const kept = idle;
  idle = undefined;
  if (kept) deafen(kept);
  return kept ?? newThread();
}

const newThread = () => new Worker(join(__dirname, 'reader-thread.cjs'), { resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB }, stdout: true, stderr: true });

/** A file is coming: the thread loads while it does. */
export function wakeReader() {
  if (!idle) giveBack(newThread());
}

/** Not all listeners: a Worker has some of its own. */
const deafen = (worker: Worker) => { for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event); };

function giveBack(worker: Worker) {
  deafen(worker);
  if (idle) { worker.terminate(); return; }
  idle = worker;
  worker.unref();
  worker.once('error', () => { if (idle === worker) idle = undefined; });
  worker.once('exit', () => { if (idle === worker) idle = undefined; });
}

/**
 * Reads a file in a thread of its own, with bounded memory and time.
 * @returns what was told at the end. @throws Unreadable in words for whoever sent the file.
 */
export async function readInThread(file: string, asked: Asked, reading: Reading): Promise<About['notes']> {
  const worker = takeThread();
  worker.ref();
  let timer: NodeJS.Timeout | undefined;
  const total = setTimeout(() => fail(new Unreadable(`读取超过 ${READ_MS / 60_000} 分钟，已中止 (reading took too long)`)), READ_MS);
  let fail: (error: Error) => void = () => {};
  let over = false;
  const abort = () => fail(new Unreadable('已取消 (cancelled)'));
  try {
    const notes = await new Promise<About['notes']>((resolve, reject) => {
      fail = reject;
      const listen = () => { clearTimeout(timer); if (over) return; timer = setTimeout(() => reject(new Unreadable(`读取无进展，已中止 (reading made no progress for ${SILENCE_MS / 1000} s)`)), SILENCE_MS); };
      reading.signal.addEventListener('abort', abort, { once: true });
      if (reading.signal.aborted) abort();
      worker.once('error', (error) => reject((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? new Unreadable(`读取需要的内存超过 ${THREAD_HEAP_MB} MB，已中止 (reading it takes more memory than is allowed)`) : error));
      worker.once('exit', () => reject(new Unreadable('读取线程中止 (the reading thread ended)')));
      worker.on('message', (told: Told) => { clearTimeout(timer); heed(worker, told, reading, resolve).then(listen, reject); });
      listen();
      worker.postMessage({ type: 'read', file, asked });
    });
    giveBack(worker);
    return notes;
  } catch (error) {
    deafen(worker);
    worker.on('error', () => {});
    if (error instanceof Unreadable && (error as { whole?: boolean }).whole) giveBack(worker);
    else await worker.terminate();
    throw error;
  } finally {
    over = true;
    clearTimeout(timer);
    clearTimeout(total);
    reading.signal.removeEventListener('abort', abort);
  }
}

async function heed(worker: Worker, told: Told, reading: Reading, done: (notes: About['notes']) => void) {
  if (told.type === 'opened') worker.postMessage({ type: 'plan', ...await reading.plan(told.about, told.sample) });
  else if (told.type === 'rows') {
    await reading.rows(told.batch);
    worker.postMessage({ type: 'taken' });
  } else if (told.type === 'done') done(told.notes);
  else if (told.unreadable) throw Object.assign(new Unreadable(told.reason, told.value, told.again), { whole: true });
  else throw Object.assign(new Error(told.reason), { stack: told.stack });
}

/** Ends the kept thread: the process, or a test, is about to end. */
export async function endReader(): Promise<void> {
  const worker = idle;
  idle = undefined;
  await worker?.terminate();
}
