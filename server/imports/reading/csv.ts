import { COLUMNS } from '../limits';
import { type CsvRecord, CsvRecords } from './csv-records';
import { type Asked, type Note, type Source, Unreadable } from './source';
import { type SheetRecord, tableFrom } from './table';
import { encodingOf, textOf } from './text';

const SEPARATORS = [',', '\t', ';', '|', '，'];

/** A table as text, in whatever of the usual encodings and separators. */
export async function openCsv(file: string, asked: Asked): Promise<Source> {
  const encoding = await encodingOf(file, asked.encoding);
  const notes: Note[] = [];
  const start = await beginning(file, encoding);
  const separator = separatorOf(start);
  const wide = start.split(/\r?\n/).find((line) => line.split(separator).length > 2 * COLUMNS); // before a parser sees it; commas in quotes count too
  if (wide !== undefined) throw new Unreadable(`一行有上千列，上限 ${COLUMNS} 列 (too many columns in a line)`, wide.slice(0, 100));
  if (separator !== ',') notes.push({ zh: `分隔符为 ${separator === '\t' ? '制表符' : separator}`, en: `separated by ${JSON.stringify(separator)}` });
  const table = await tableFrom(recordsOf(file, encoding, separator), null, asked, notes);
  if (table.columns.length < 2 && table.headed === 0) throw new Unreadable('不是表格：没有分列 (not a table: it has no columns)', asked.name);
  return {
    format: 'CSV', encoding, crs: null, shapes: false, notes, total: null, columns: table.columns, rows: table.rows(),
    tables: [{ name: asked.name, rows: null, columns: table.columns.length, taken: true }],
  };
}

async function beginning(file: string, encoding: { guess: string; evidence: string }): Promise<string> {
  let text = '';
  for await (const piece of textOf(file, encoding)) {
    text += piece;
    if (text.length > 20_000) break;
  }
  return text;
}

/** What separates the first lines into most columns, evenly. */
function separatorOf(text: string): string {
  const lines = text.split(/\r?\n/).slice(0, 10).filter(Boolean);
  const counts = SEPARATORS.map((separator) => ({ separator, count: lines.reduce((sum, line) => sum + line.split(separator).length - 1, 0) }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).separator;
}

/** An apostrophe before what a spreadsheet would take for a formula is no part of the text: exports put it there. */
const cellOf = (cell: string) => (cell === '' ? null : cell.startsWith("'") && /^'+[=+\-@＝＋－＠\t\r\n]/.test(cell) ? cell.slice(1) : cell);

const recordOf = ({ line, cells }: CsvRecord): SheetRecord => ({ line, cells: cells.map(cellOf) });

async function* recordsOf(file: string, encoding: { guess: string; evidence: string }, delimiter: string): AsyncGenerator<SheetRecord[]> {
  const records = new CsvRecords(delimiter);
  try {
    for await (const piece of textOf(file, encoding)) yield records.push(piece).map(recordOf);
    yield records.push('', true).map(recordOf);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`第 ${records.line + 1} 行附近 CSV 写法有误 (malformed CSV near this line): ${(error as Error).message}`, records.line + 1);
  }
}
