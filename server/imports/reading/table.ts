import { CELL, COLUMNS } from '../limits';
import { headingOf, isBlank, LOOKED_AT, type Record_ } from './heading';
import { Strays } from './strays';
import { type Asked, type Cell, type Fault, type Note, type RawRow, Unreadable } from './source';

export interface SheetRecord extends Record_ { faults?: Fault[] }

/** Columns of a table and its rows, read on from its first records, as many at once as come. Blank rows are nothing; rows that are no objects (totals, headings repeated, sections, remarks) are told and left out. */
export async function tableFrom(records: AsyncIterable<SheetRecord[]>, sheet: string | null, { known, totals }: Asked, notes: Note[]) {
  const iterator = records[Symbol.asyncIterator]();
  const first: SheetRecord[] = [];
  while (first.length <= LOOKED_AT) {
    const { done, value } = await iterator.next();
    if (done) break;
    value.forEach(checkWidth);
    first.push(...value);
  }
  const given = first.filter(({ cells }) => !isBlank(cells));
  const { columns, rows: headed } = headingOf(given.slice(0, LOOKED_AT), new Set(known));
  const strays = new Strays(given.slice(0, headed), columns, totals, sheet, notes);
  async function* rows(): AsyncGenerator<RawRow[]> {
    yield rowsOf(given.slice(headed));
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      value.forEach(checkWidth);
      yield rowsOf(value);
    }
  }
  function rowsOf(some: SheetRecord[]): RawRow[] {
    const all: RawRow[] = [];
    for (const { line, cells, faults } of some) {
      if (isBlank(cells)) continue;
      if (!strays.take(line, cells)) all.push(row(line, cells, faults));
    }
    return all;
  }
  function row(line: number, cells: Cell[], faults: Fault[] | undefined): RawRow {
    const found = [...(faults ?? []), ...beyond(cells, columns.length)];
    const own = cells.length === columns.length ? cells : columns.map((_, n) => cells[n] ?? null);
    return found.length ? { sheet, line, cells: own, shape: null, faults: found } : { sheet, line, cells: own, shape: null };
  }
  return { columns, headed, rows };
}

const beyond = (cells: Cell[], width: number): Fault[] => (cells.length > width && cells.slice(width).some((cell) => cell !== null && cell !== '')
  ? [{ column: null, value: cells.length, reason: `该行有 ${cells.length} 格，表头只有 ${width} 列 (more cells than headings)`, suggestion: '检查分隔符与引号 (check separators and quotes)', level: 'error' }] : []);

function checkWidth({ cells, line }: SheetRecord) {
  if (cells.length > COLUMNS) throw new Unreadable(`第 ${line} 行有 ${cells.length} 列，上限 ${COLUMNS} 列 (too many columns)`, cells.length);
  for (const cell of cells) if (typeof cell === 'string' && cell.length > CELL) throw new Unreadable(`第 ${line} 行有一格长达 ${cell.length} 字，上限 ${CELL} (a cell is too long)`, line);
}
