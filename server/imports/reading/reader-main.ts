import { parentPort } from 'node:worker_threads';
import { BATCH, COLUMNS, ON_THE_WAY, ROWS } from '../limits';
import { convert } from '../meaning/convert';
import type { Plan } from '../meaning/plan';
import { openFile } from './open';
import { type Asked, type RawRow, type Source, Unreadable } from './source';

const port = parentPort as NonNullable<typeof parentPort>;

/** Rows by which the meaning of a file is guessed. */
const SAMPLE = 200;

type Told = { type: 'read'; file: string; asked: Asked } | { type: 'plan'; plan: Plan } | { type: 'taken' };

let heard: ((told: Told) => void) | undefined;
const waiting: Told[] = [];
port.on('message', (told: Told) => {
  if (heard) { heard(told); heard = undefined; } else waiting.push(told);
});

const next = () => new Promise<Told>((resolve) => {
  const first = waiting.shift();
  if (first) resolve(first);
  else heard = resolve;
});

async function answer() {
  for (;;) {
    const told = await next();
    if (told.type === 'read') await read(told.file, told.asked).catch((error) => port.postMessage({ type: 'failed', unreadable: error instanceof Unreadable, reason: error.message, value: error.value ?? null, stack: error.stack }));
  }
}

/** Opens a file, tells what it is with its first rows, waits for the plan, and sends its rows as features, a few batches ahead. */
async function read(file: string, asked: Asked) {
  const source = await openFile(file, asked);
  if (source.columns.length > COLUMNS) throw new Unreadable(`有 ${source.columns.length} 列，上限 ${COLUMNS} (too many columns)`, source.columns.length);
  const iterator = iteratorOf(source);
  const first: RawRow[] = [];
  while (first.length < SAMPLE) {
    const { done, value } = await iterator.next();
    if (done) break;
    first.push(value);
  }
  const { rows: _rows, close: _close, ...about } = source;
  port.postMessage({ type: 'opened', about, sample: first });
  const told = await next();
  if (told.type !== 'plan') return;
  await send(told.plan, first, iterator);
  await source.close?.();
  port.postMessage({ type: 'done', notes: source.notes });
}

const iteratorOf = ({ rows }: Source): AsyncIterator<RawRow> | Iterator<RawRow> =>
  (Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]());

async function send(plan: Plan, first: RawRow[], iterator: AsyncIterator<RawRow> | Iterator<RawRow>) {
  let batch: unknown[] = [];
  let n = 0;
  let away = 0;
  const flush = async () => {
    port.postMessage({ type: 'rows', rows: batch });
    batch = [];
    if (++away >= ON_THE_WAY) { await next(); away--; }
  };
  const take = (row: RawRow) => {
    if (++n > ROWS) throw new Unreadable(`超过 ${ROWS} 行 (too many rows)`, n);
    batch.push({ n, sheet: row.sheet, line: row.line, cells: row.cells, shape: row.shape, given: row.faults, ...convert(plan, n, row) });
  };
  for (const row of first) { take(row); if (batch.length >= BATCH) await flush(); }
  for (;;) {
    const { done, value } = await iterator.next();
    if (done) break;
    take(value);
    if (batch.length >= BATCH) await flush();
  }
  if (batch.length) await flush();
  while (away-- > 0) await next();
}

answer();
