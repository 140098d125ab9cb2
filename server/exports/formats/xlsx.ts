import { join } from 'node:path';
import { cellOf, placeColumns, placeOf } from '../cells';
import type { Content, Format } from '../formats';
import { Tally } from '../tally';
import { CELL_LENGTH, listValues, newWorkbook, plainSheet, SHEET_ROWS, tableSheet } from '../workbook';

/** The ledger: its table, of outfalls a summary by river, department and verdict, the values that cells may have, and what it is. */
export const format: Format = {
  extension: 'xlsx', title: 'Excel', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', table: true, crs: false, write,
};

async function write({ columns, layer: { header }, rows, about, folder, signal }: Content): Promise<string> {
  const file = join(folder, 'export.xlsx');
  const place = placeColumns(columns, header.geometry === 'point');
  const all = [...columns, ...place];
  const book = newWorkbook(file);
  const { ranges, write: writeValues } = listValues(all);
  const title = header.title.zh.replace(/[（(].*?[）)]/g, '');
  const tally = columns.some(({ name }) => name === 'departments') ? new Tally() : undefined;
  const sheetNamed = (n: number) => tableSheet(book, n === 1 ? title : `${title}（${n}）`, all, ranges, 2);
  let [sheets, count, long] = [1, 0, 0];
  let sheet = sheetNamed(sheets);
  for await (const row of rows()) {
    if (count > 0 && count % SHEET_ROWS === 0) { sheet.commit(); sheet = sheetNamed(++sheets); }
    count++;
    if (count % 1000 === 0) signal.throwIfAborted();
    const at = placeOf(place, row);
    const cells = [...columns.map((column) => cellOf(column, row.properties[column.name])), ...place.map(({ name }) => at[name] ?? null)];
    const tooLong = cells.findIndex((cell) => typeof cell === 'string' && cell.length > CELL_LENGTH);
    if (tooLong >= 0) { cells[tooLong] = null; long++; }
    await sheet.add(cells);
    tally?.add(row.properties);
  }
  sheet.commit();
  if (tally) plainSheet(book, '汇总', tally.lines(), { bold: 2, frozen: 2, widths: [24, 40, 14, 14, 14, 14, 10, 10] });
  writeValues(book);
  const warnings = [...(long ? [`有 ${long} 行的几何超过单元格上限 ${CELL_LENGTH} 字，该格留空；完整几何见 GeoPackage 或 CSV (geometries longer than a cell can hold are left out)`] : []), ...(sheets > 1 ? [`数据分为 ${sheets} 个工作表，每表至多 ${SHEET_ROWS} 行 (split into sheets)`] : [])];
  plainSheet(book, '说明', [...about, ...warnings].map((line) => [line]), { widths: [110] });
  await book.commit();
  return file;
}
