import { join } from 'node:path';
import { cellOf, placeColumns, placeOf } from '../cells';
import type { Content, Format } from '../formats';
import { writeText } from '../writing';

/** UTF-8 with a byte-order mark, by which Excel knows it. */
export const format: Format = {
  extension: 'csv', title: 'CSV', type: 'text/csv; charset=utf-8', table: true, crs: false,
  write: (content) => writeText(join(content.folder, 'export.csv'), lines(content), content.signal),
};

async function* lines({ columns, layer, rows }: Content): AsyncGenerator<string> {
  const place = placeColumns(columns, layer.header.geometry === 'point');
  yield `\uFEFF${[...columns, ...place].map(({ heading }) => quoted(heading)).join(',')}\r\n`;
  for await (const row of rows()) {
    const own = columns.map((column) => cellOf(column, row.properties[column.name]));
    const at = placeOf(place, row);
    yield `${[...own, ...place.map(({ name }) => at[name] ?? null)].map(csvField).join(',')}\r\n`;
  }
}

/** A cell as it stands in a line of CSV; harmless to spreadsheets. */
export const csvField = (cell: ReturnType<typeof cellOf>) => (cell === null ? '' : typeof cell === 'string' ? quoted(harmless(cell)) : String(cell));

const quoted = (text: string) => (/[",\r\n;\t，|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A text that a spreadsheet would take for a formula stands behind an apostrophe, which an import takes off again (imports/reading/csv.ts). */
const harmless = (text: string) => (/^'*[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text);
