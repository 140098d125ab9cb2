import ExcelJS from 'exceljs';
import { WHOLE_BYTES } from '../limits';
import { headingOf } from './heading';
import { type Asked, type Cell, type Fault, type Note, type Mark, type RawRow, type Source, Unreadable } from './source';
import { numberShown } from './number-format';
import { type SheetRecord, tableFrom } from './table';
import { entriesOf } from './zip';

/** A workbook: the sheet whose heading means most, and every other sheet with the same heading. */
export async function openXlsx(file: string, asked: Asked): Promise<Source> {
  await checkPackage(file);
  const book = new ExcelJS.Workbook();
  try {
    await book.xlsx.readFile(file, { ignoreNodes: ['dataValidations', 'conditionalFormatting', 'hyperlinks', 'drawing', 'picture', 'extLst'] });
  } catch (error) {
    throw new Unreadable(`工作簿损坏或不完整 (the workbook is broken): ${(error as Error).message}`, asked.name);
  }
  const known = new Set(asked.known);
  const sheets = book.worksheets.map((sheet) => ({ sheet, heading: headingOf(sampleOf(sheet), known) }));
  if (asked.sheet !== undefined && !sheets.some(({ sheet }) => sheet.name === asked.sheet)) {
    throw new Unreadable(`没有这个工作表；有 (no such sheet; there are): ${sheets.map(({ sheet }) => sheet.name).join(', ')}`, asked.sheet, true);
  }
  const shown = sheets.some(({ sheet }) => isShown(sheet)) ? sheets.filter(({ sheet }) => isShown(sheet)) : sheets;
  const main = (asked.sheet === undefined ? shown : sheets.filter(({ sheet }) => sheet.name === asked.sheet))
    .reduce<(typeof sheets)[number] | undefined>((most, each) => (!most || each.heading.known > most.heading.known ? each : most), undefined);
  if (!main || main.sheet.actualRowCount === 0) throw new Unreadable(asked.sheet === undefined ? '工作簿没有数据 (the workbook has no data)' : `工作表“${asked.sheet}”没有数据 (the sheet has no data)`, asked.name, asked.sheet !== undefined);
  const taken = sheets.filter((one) => one === main || (asked.sheet === undefined && shown.includes(one) && one.heading.columns.join('\0') === main.heading.columns.join('\0')));
  const notes: Note[] = sheets.filter((one) => !taken.includes(one) && one.sheet.actualRowCount > 0)
    .map((one) => (asked.sheet === undefined && !shown.includes(one) ? { zh: `工作表“${one.sheet.name}”是隐藏的，未读取；要读取请指定此表`, en: `sheet "${one.sheet.name}" is hidden and not read: name it to read it` }
      : { zh: `工作表“${one.sheet.name}”未读取（表头不同）`, en: `sheet "${one.sheet.name}" is not read: its heading is another` }));
  for (const { sheet, heading } of taken) notes.push(...hiddenIn(sheet, heading.columns));
  const tables = await Promise.all(taken.map(({ sheet }) => tableFrom(recordsOf(sheet), sheet.name, asked, notes)));
  async function* rows(): AsyncGenerator<RawRow[]> { for (const table of tables) yield* table.rows(); }
  return {
    format: 'XLSX', encoding: { guess: 'UTF-8', evidence: 'XLSX 规定 (as XLSX lays down)' }, crs: null, shapes: false, notes, total: null, rows: rows(),
    columns: (tables[0] as (typeof tables)[number]).columns,
    tables: sheets.map((one) => ({ name: one.sheet.name, rows: Math.max(0, one.sheet.actualRowCount - one.heading.rows), columns: one.heading.columns.length, taken: taken.includes(one) })),
  };
}

const isShown = ({ state }: ExcelJS.Worksheet) => state === 'visible' || state === undefined;

/** Rows that are filtered out or folded away are data all the same: they are read, and told. */
function hiddenIn(sheet: ExcelJS.Worksheet, columns: string[]): Note[] {
  const rows: number[] = [];
  for (let line = 1; line <= (sheet.lastRow?.number ?? 0); line++) {
    const row = sheet.findRow(line);
    if (row?.hidden && row.hasValues) rows.push(line);
  }
  const hidden = columns.filter((_, n) => sheet.getColumn(n + 1).hidden);
  return [
    ...(rows.length ? [{ zh: `${sheet.name} 有 ${rows.length} 行隐藏或被筛掉，照样读取：第 ${rows.slice(0, 20).join('、')}${rows.length > 20 ? ' …' : ''} 行`, en: `${rows.length} hidden rows of sheet "${sheet.name}" are read all the same` }] : []),
    ...(hidden.length ? [{ zh: `${sheet.name} 有隐藏列，照样读取：${hidden.map((one) => `“${one}”`).join('、')}`, en: `hidden columns of sheet "${sheet.name}" are read all the same` }] : []),
  ];
}

/** What is packed: not more than can be read, nothing that leads elsewhere, no document types. */
async function checkPackage(file: string) {
  const { zip, entries } = await entriesOf(file);
  zip.close();
  if (!entries.some(({ name }) => name === 'xl/workbook.xml')) throw new Unreadable('ZIP 内没有工作簿 (no workbook in the ZIP)', null);
  const link = entries.find(({ name }) => /^xl\/(externalLinks|connections|queryTables|vbaProject|embeddings)/.test(name));
  if (link) throw new Unreadable('工作簿含外部链接、数据连接或宏，请另存为只含数值的副本 (the workbook has external links, connections or macros: save a copy with values only)', link.name);
  const bytes = entries.filter(({ name }) => name.endsWith('.xml')).reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
  if (bytes > WHOLE_BYTES) throw new Unreadable(`工作簿解压后 ${Math.round(bytes / 1e6)} MB，上限 ${Math.round(WHOLE_BYTES / 1e6)} MB；请存为 CSV (too large unpacked: save it as CSV)`, bytes);
}

function sampleOf(sheet: ExcelJS.Worksheet): SheetRecord[] {
  const found: SheetRecord[] = [];
  for (const record of recordsIn(sheet)) {
    if (record.cells.some((cell) => cell !== null)) found.push(record);
    if (found.length > 20) break;
  }
  return found;
}

async function* recordsOf(sheet: ExcelJS.Worksheet): AsyncGenerator<SheetRecord[]> { for (const record of recordsIn(sheet)) yield [record]; }

function* recordsIn(sheet: ExcelJS.Worksheet): Generator<SheetRecord> {
  const width = sheet.columnCount;
  const last = sheet.lastRow?.number ?? 0;
  const merged = mergedDown(sheet, last);
  for (let line = 1; line <= last; line++) {
    const row = sheet.findRow(line);
    if (!row?.hasValues) continue;
    if (row.cellCount > 16_384 || width > 16_384) throw new Unreadable('列数过多 (too many columns)', width);
    const faults: Fault[] = [];
    const cells: Cell[] = [];
    for (let n = 1; n <= row.cellCount; n++) {
      const cell = row.findCell(n);
      const value = cell ? shownBy(cell, faults) : null;
      const shown = typeof value === 'number' && cell?.numFmt ? numberShown(value, cell.numFmt) : undefined;
      const rows = merged && cell?.isMerged ? merged.get(cell.master.address) : undefined;
      if (shown?.beside || rows) faults.push(mark(n - 1, { ...(shown?.beside ? { shown: shown.text } : {}), ...(rows ? { merged: rows } : {}) }));
      cells.push(shown && !shown.beside ? shown.text : value);
    }
    yield { line, cells, ...(faults.length ? { faults } : {}) };
  }
}

const mark = (at: number, rest: Pick<Mark, 'shown' | 'merged'>): Mark => ({ column: null, value: null, reason: '', suggestion: null, level: 'note', at, ...rest });

/** Address of the first cell of each that is merged downwards → its first and last row. */
function mergedDown(sheet: ExcelJS.Worksheet, last: number): Map<string, [number, number]> | undefined {
  if (!sheet.hasMerges) return undefined;
  const rows = new Map<string, [number, number]>();
  for (let line = 1; line <= last; line++) {
    sheet.findRow(line)?.eachCell({ includeEmpty: true }, (cell) => {
      if (cell.isMerged && cell.master.fullAddress.row < line) rows.set(cell.master.address, [cell.master.fullAddress.row, line]);
    });
  }
  return rows;
}

/** What a cell shows. A formula's result was worked out elsewhere and may be stale: it is told. */
function shownBy(cell: ExcelJS.Cell, faults: Fault[]): Cell {
  const { value } = cell;
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return value;
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('hyperlink' in value) return String((value as { text: unknown }).text ?? '');
  if ('error' in value) {
    faults.push({ column: cell.address, value: value.error, reason: '单元格是错误值 (the cell holds an error)', suggestion: null, level: 'error' });
    return null;
  }
  if ('formula' in value || 'sharedFormula' in value) {
    const { result } = value as { result?: unknown };
    faults.push({ column: cell.address, value: `=${(value as { formula?: string }).formula ?? ''}`, reason: '单元格是公式，其值不可核实 (a formula: its value cannot be verified)', suggestion: '选择性粘贴为数值后重传 (paste as values and upload again)', level: 'error' });
    return typeof result === 'number' || typeof result === 'string' || typeof result === 'boolean' ? result : null;
  }
  return null;
}
