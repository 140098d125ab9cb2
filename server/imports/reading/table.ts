import { CELL, COLUMNS } from '../limits';
import { headingOf, isBlank, isTotal, LOOKED_AT, type Record_ } from './heading';
import { type Asked, type Fault, type Note, type RawRow, Unreadable } from './source';

export interface SheetRecord extends Record_ { faults?: Fault[] }

/** Columns of a table and its rows, read on from its first records. Blank rows are nothing, total rows are told and left out. */
export async function tableFrom(records: AsyncIterable<SheetRecord>, sheet: string | null, { known, totals }: Asked, notes: Note[]) {
  const iterator = records[Symbol.asyncIterator]();
  const first: SheetRecord[] = [];
  while (first.length <= LOOKED_AT) {
    const { done, value } = await iterator.next();
    if (done) break;
    checkWidth(value);
    first.push(value);
  }
  const { columns, rows: headed } = headingOf(first.filter(({ cells }) => !isBlank(cells)), new Set(known));
  const body = first.filter(({ cells }) => !isBlank(cells)).slice(headed);
  const sums = new Set(totals.map((one) => one.replace(/\s/g, '').toLowerCase()));
  async function* rows(): AsyncGenerator<RawRow> {
    for (const record of body) yield* row(record);
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      checkWidth(value);
      yield* row(value);
    }
  }
  function* row({ line, cells, faults }: SheetRecord): Generator<RawRow> {
    if (isBlank(cells)) return;
    if (isTotal(cells, sums)) {
      notes.push({ zh: `${sheet ? `${sheet} ` : ''}第 ${line} 行是合计行，未计入`, en: `row ${line} adds up others and is left out` });
      return;
    }
    const extra = cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== null && cell !== '')
      ? [{ column: null, value: cells.length, reason: `该行有 ${cells.length} 格，表头只有 ${columns.length} 列 (more cells than headings)`, suggestion: '检查分隔符与引号 (check separators and quotes)', level: 'error' as const }] : [];
    const all = [...(faults ?? []), ...extra];
    yield { sheet, line, cells: columns.map((_, n) => cells[n] ?? null), shape: null, ...(all.length ? { faults: all } : {}) };
  }
  return { columns, headed, rows };
}

function checkWidth({ cells, line }: SheetRecord) {
  if (cells.length > COLUMNS) throw new Unreadable(`第 ${line} 行有 ${cells.length} 列，上限 ${COLUMNS} 列 (too many columns)`, cells.length);
  const long = cells.find((cell) => typeof cell === 'string' && cell.length > CELL);
  if (long) throw new Unreadable(`第 ${line} 行有一格长达 ${(long as string).length} 字，上限 ${CELL} (a cell is too long)`, line);
}
