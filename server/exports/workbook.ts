import { setImmediate as pause } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import type { Cell } from './cells';
import type { Column } from './columns';

/** Longest text of a cell, and rows of a sheet used here (Excel has 1 048 576). */
export const CELL_LENGTH = 32_767;
export const SHEET_ROWS = 1_000_000;

const HEAD = { bold: true, name: '宋体', size: 11 };
const FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDCE6F1' } } as const;

export const newWorkbook = (file: string) => {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true, useSharedStrings: false, zip: { zlib: { level: 4 } } });
  book.creator = 'Paikou 排口';
  return book;
};

type Book = ReturnType<typeof newWorkbook>;

/** Sheet of the values that cells may have, one column a list. @returns per column name the range that its drop-down reads. */
export function listValues(columns: Column[]): { ranges: Map<string, string>; write(book: Book): void } {
  const lists = new Map<string, string[]>();
  const ranges = new Map<string, string>();
  for (const { name, type, words } of columns) {
    const values = type === 'boolean' ? ['是', '否'] : words && Object.values(words).map(({ zh }) => zh);
    if (!values) continue;
    const key = values.join('\0');
    lists.set(key, values);
    const letter = letterOf([...lists.keys()].indexOf(key) + 1);
    ranges.set(name, `取值!$${letter}$1:$${letter}$${values.length}`);
  }
  const write = (book: Book) => {
    const sheet = book.addWorksheet('取值', { properties: { defaultColWidth: 24 } });
    const all = [...lists.values()];
    for (let n = 0; n < Math.max(0, ...all.map(({ length }) => length)); n++) sheet.addRow(all.map((values) => values[n] ?? null)).commit();
    sheet.commit();
  };
  return { ranges, write };
}

const letterOf = (n: number): string => (n > 26 ? letterOf(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26));

export interface Sheet { add(cells: Cell[]): Promise<void>; commit(): void }

/** A table: frozen heading, drop-downs of what has a list, filter buttons. Texts are texts: a formula among them is never run. */
export function tableSheet(book: Book, name: string, columns: Column[], ranges: Map<string, string>, frozen: number): Sheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', xSplit: frozen, ySplit: 1 }] });
  sheet.columns = columns.map(({ heading, type, name: each }) => ({ width: Math.min(40, Math.max(10, heading.length * 2 + 4, each === 'name' ? 36 : 0)), ...(type === 'string' ? { style: { numFmt: '@' } } : {}) }));
  const head = sheet.addRow(columns.map(({ heading }) => heading));
  head.font = HEAD;
  head.eachCell((cell) => { cell.fill = FILL; cell.alignment = { wrapText: true, vertical: 'middle' }; cell.numFmt = '@'; });
  head.commit();
  let rows = 0;
  return {
    add: async (cells) => {
      const row = sheet.addRow(cells.map((cell, n) => asTyped(cell, columns[n] as Column)));
      for (const [n, { type }] of columns.entries()) if (type === 'date' && row.getCell(n + 1).value instanceof Date) row.getCell(n + 1).numFmt = 'yyyy-mm-dd';
      row.commit();
      if (++rows % 500 === 0) await pause();
    },
    commit: () => {
      sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows + 1, column: columns.length } };
      const last = rows + 1001; // rows that are added below have drop-downs too
      for (const [n, { name: each }] of columns.entries()) {
        const range = ranges.get(each);
        if (range) (sheet as unknown as { dataValidations: { add(range: string, rule: object): void } }).dataValidations.add(`${letterOf(n + 1)}2:${letterOf(n + 1)}${last}`, { type: 'list', allowBlank: true, formulae: [range], showErrorMessage: true, errorStyle: 'warning', errorTitle: '不在取值表内', error: '请从下拉列表选择' });
      }
      sheet.commit();
    },
  };
}

/** Days before March 1900 are no dates to Excel and stay texts. A text that looks like an entity of XML is one that readers may decode twice, but for rich text. */
function asTyped(cell: Cell, { type }: Column): ExcelJS.CellValue {
  if (typeof cell !== 'string') return cell;
  if (type === 'date' && cell >= '1900-03-01' && /^\d{4}-/.test(cell)) return new Date(`${cell}T00:00:00Z`);
  return /&\w+;/.test(cell) ? { richText: [{ text: cell }] } : cell;
}

/** Plain lines of cells, the first bold where asked. */
export function plainSheet(book: Book, name: string, lines: Cell[][], { bold = 0, widths = [] as number[], frozen = 0 } = {}) {
  const sheet = book.addWorksheet(name, frozen ? { views: [{ state: 'frozen', ySplit: frozen }] } : {});
  if (widths.length) sheet.columns = widths.map((width) => ({ width }));
  for (const [n, line] of lines.entries()) {
    const row = sheet.addRow(line);
    if (n < bold) row.font = HEAD;
    row.commit();
  }
  sheet.commit();
}
