import { parentPort } from 'node:worker_threads';
import { BATCH, BATCH_CHARACTERS, COLUMNS, ON_THE_WAY, ROWS } from '../limits';
import { convert } from '../meaning/convert';
import type { Plan } from '../meaning/plan';
import type { Batch } from '../stage';
import { commonOf, copyLine, stagedRow, type StagedRow } from '../staged-row';
import { openFile } from './open';
import { type Asked, type RawRow, type Source, Unreadable } from './source';

const port = parentPort as NonNullable<typeof parentPort>;

/** Rows by which the meaning of a file is guessed. */
const SAMPLE = 200;

/** Read here: a name of another module is looked up anew at each mention. */
const [mostRows, batchRows, batchCharacters] = [ROWS, BATCH, BATCH_CHARACTERS];

type Told = { type: 'read'; file: string; asked: Asked } | { type: 'plan'; plan: Plan; job: number; copies: boolean } | { type: 'taken' };

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
    if (told.type === 'read') await read(told.file, told.asked).catch(inWords).then((error) => error && port.postMessage({ type: 'failed', unreadable: error instanceof Unreadable, reason: error.message, value: error.value ?? null, again: error instanceof Unreadable && error.again, stack: error.stack }));
  }
}

/** Arrays in arrays without end, which no walk through them stands. */
const inWords = (error: Error & { value?: unknown }): Error & { value?: unknown } => (error instanceof RangeError && /call stack/.test(error.message) ? new Unreadable('嵌套层次过深 (nested too deeply)') : error);

/** Opens a file, tells what it is with its first rows, waits for the plan, and sends its rows as features, a few batches ahead. */
async function read(file: string, asked: Asked) {
  const source = await openFile(file, asked);
  if (source.columns.length > COLUMNS) throw new Unreadable(`有 ${source.columns.length} 列，上限 ${COLUMNS} (too many columns)`, source.columns.length);
  const iterator = iteratorOf(source);
  const first: RawRow[] = [];
  while (first.length < SAMPLE) {
    const { done, value } = await iterator.next();
    if (done) break;
    if (Array.isArray(value)) first.push(...value);
    else first.push(value);
  }
  const { rows: _rows, close: _close, ...about } = source;
  port.postMessage({ type: 'opened', about, sample: first.slice(0, SAMPLE) });
  const told = await next();
  if (told.type !== 'plan') return;
  await send(asked.name, told, first, iterator);
  await source.close?.();
  port.postMessage({ type: 'done', notes: source.notes });
}

type Rows = AsyncIterator<RawRow | RawRow[]> | Iterator<RawRow>;

const iteratorOf = ({ rows }: Source): Rows =>
  (Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]());

async function send(file: string, { plan, job, copies }: Told & { type: 'plan' }, first: RawRow[], iterator: Rows) {
  const common = commonOf(plan, job, file);
  let lines = '';
  let rows: StagedRow[] = [];
  let count = 0;
  let n = 0;
  let away = 0;
  const flush = async () => {
    const bytes = copies ? bytesOf(lines) : undefined;
    const batch: Batch = bytes ? { count, lines: bytes } : { count, rows };
    port.postMessage({ type: 'rows', batch }, bytes ? [bytes.buffer as ArrayBuffer] : []);
    lines = '';
    rows = [];
    count = 0;
    if (++away >= ON_THE_WAY) { await next(); away--; }
  };
  const take = (row: RawRow) => {
    if (++n > mostRows) throw new Unreadable(`超过 ${mostRows} 行 (too many rows)`, n);
    const staged = stagedRow(n, row, convert(plan, n, row), common);
    if (copies) lines += copyLine(job, staged);
    else rows.push(staged);
    count++;
  };
  const full = () => count >= batchRows || lines.length > batchCharacters;
  for (const row of first) { take(row); if (full()) await flush(); }
  for (;;) {
    const step = iterator.next();
    const { done, value } = step instanceof Promise ? await step : step;
    if (done) break;
    for (const row of Array.isArray(value) ? value : [value]) { take(row); if (full()) await flush(); }
  }
  if (count) await flush();
  while (away-- > 0) await next();
}

/** A text in UTF-8 with a buffer of its own, which can be given away: no character of 16 bits takes more than three bytes. */
function bytesOf(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(text.length * 3);
  return bytes.subarray(0, bytes.write(text));
}

answer();
