import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Table, tableOf, WIDEST } from '../dbf';
import type { Content, Format } from '../formats';
import { prjOf } from '../prj';
import { type Kind, kindOf, recordOf, ShapefileWriter } from '../shapefile';
import { writeZip } from '../zip-writer';

/** A .shp or .dbf of more than 2 GB is not read by every program. */
const LARGEST = 2 * 1024 ** 3 - 1;

/** Shapefiles of one kind of shape each, GBK with .cpg, names of ten letters with a table of what they stand for. */
export const format: Format = {
  extension: 'shp.zip', title: 'Shapefile (ZIP)', type: 'application/zip', table: false, crs: true,
  write: (content) => writeShapefiles(content),
};

/** @param largest bytes after which another file is begun */
export async function writeShapefiles(content: Content, largest = LARGEST): Promise<string> {
  const { layer: { header }, columns, rows, folder, crs, signal } = content;
  const table = await tableOf(columns, rows());
  mkdirSync(join(folder, 'shp'));
  const open = new Map<Kind, ShapefileWriter>();
  const counts = new Map<Kind, number>();
  const written: { base: string; rows: number }[] = [];
  const entries: { name: string; content: { file: string } | string }[] = [];
  const begin = (kind: Kind) => {
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const writer = new ShapefileWriter(join(folder, 'shp', `${header.id}${kind === header.geometry ? '' : `_${kind}`}${number > 1 ? `_${number}` : ''}`), kind, table.fields, table.encoding === 'GBK' ? 0x4d : 0);
    open.set(kind, writer);
    return writer;
  };
  const end = async (kind: Kind) => {
    const writer = open.get(kind) as ShapefileWriter;
    const files = await writer.close();
    const base = basename(files[0] as string, '.shp');
    written.push({ base, rows: writer.rows });
    entries.push(...files.map((file) => ({ name: basename(file), content: { file } })), { name: `${base}.cpg`, content: table.encoding }, { name: `${base}.prj`, content: prjOf(crs) });
  };
  if (content.returned === 0) begin(header.geometry);
  for await (const row of rows()) {
    const kind = row.geometry ? kindOf(row.geometry) : header.geometry;
    const record = recordOf(row.geometry);
    let writer = open.get(kind) ?? begin(kind);
    if (writer.rows > 0 && writer.bytes + record.bytes.length + 8 > largest) { await end(kind); writer = begin(kind); }
    await writer.add(record, table.values(row));
    if (writer.rows % 1000 === 0) signal.throwIfAborted();
  }
  for (const kind of open.keys()) await end(kind);
  return writeZip(join(folder, 'export.shp.zip'), [...entries, { name: '说明.txt', content: `\uFEFF${readme(content, table, written)}` }], signal);
}

function readme({ about, columns }: Content, { fields, encoding, beyond, cut }: Table, written: { base: string; rows: number }[]): string {
  const lines = [
    ...about, '',
    ...(written.length > 1 ? [`分为 ${written.length} 个 Shapefile（几何种类不同，或单个文件将超过 2 GB）(split by kind of geometry or size):`] : ['Shapefile:']),
    ...written.map(({ base, rows }) => `${base}.shp ${rows} 条`), '',
    `属性编码 (encoding): ${encoding}${beyond === null ? '' : `；有 GBK 没有的字，改用 UTF-8，例如 (characters beyond GBK, such as in): ${beyond.slice(0, 60)}`}`,
    ...[...cut].map(([name, { count, first }]) => `${name}: ${count} 个值超过 ${WIDEST} 字节，已截断，首条 ${String(first)}；完整值见 GeoPackage 或 CSV (values cut at ${WIDEST} bytes)`), '',
    '字段名 (names of fields): Shapefile 字段 = 属性，含义',
    ...columns.map(({ name, heading, en, words }, n) => `${fields[n]?.name} = ${name}，${heading} ${en}${words ? `：${Object.entries(words).map(([value, { zh }]) => `${value} ${zh}`).join('；')}` : ''}`),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
