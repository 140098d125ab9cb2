import { extname } from 'node:path';
import type { ZipFile } from 'yauzl';
import { openShapefileParts } from './shapefile';
import { type Asked, type Source, Unreadable } from './source';
import { entriesOf, type Packed, partOf, unpackAs } from './zip';

/** Files that a ZIP may hold one of. Texts count where there is nothing else: many a ZIP comes with a text that explains it. */
const SINGLE = ['.xlsx', '.csv', '.tsv', '.gpkg', '.geojson', '.json', '.gml', '.dxf', '.fgb'];
const MAY_HOLD = 'ZIP 内可为：一个或几个 Shapefile 的各部分，KML，或单独一个 XLSX、CSV、GeoJSON、GeoPackage、GML、DXF、FlatGeobuf 或界址点 TXT (a ZIP may hold the parts of one or more shapefiles, KML, or a single one of these)';

/** What a ZIP holds: it is a workbook or a KMZ itself, or has the parts of one shapefile or more, or a single file of another format. */
export async function openZip(file: string, asked: Asked): Promise<Source> {
  const { zip, entries } = await entriesOf(file);
  try {
    if (entries.some(({ name }) => name === '[Content_Types].xml')) return await (require('./xlsx') as typeof import('./xlsx')).openXlsx(file, asked);
    if (entries.some((entry) => partOf(entry) === '.kml')) return await (require('./kml') as typeof import('./kml')).openKmz(file, asked);
    if (entries.some((entry) => partOf(entry) === '.shp')) return await openShapefileParts(zip, entries, asked);
    return await openSingle(zip, entries, asked);
  } finally {
    zip.close();
  }
}

async function openSingle(zip: ZipFile, entries: Packed[], asked: Asked): Promise<Source> {
  const listed = entries.slice(0, 20).map(({ name }) => name).join(', ');
  if (asked.unpacked) throw new Unreadable('ZIP 内的文件又是 ZIP，请解压后上传 (a ZIP within a ZIP: unpack it)', listed);
  const tables = entries.filter((entry) => SINGLE.includes(partOf(entry)));
  const found = tables.length ? tables : entries.filter((entry) => partOf(entry) === '.txt');
  const [only] = found;
  if (!only) throw new Unreadable(`ZIP 内没有 .shp、工作簿或 KML 等可导入的文件；${MAY_HOLD}`, listed);
  if (found.length > 1) throw new Unreadable(`ZIP 内有 ${found.length} 个可导入的文件，请分别上传；${MAY_HOLD}`, listed);
  const { openFile } = require('./open') as typeof import('./open');
  const source = await openFile(await unpackAs(zip, only, asked.folder, `unpacked${extname(only.name).toLowerCase()}`), { ...asked, name: only.name.replace(/^.*\//, ''), unpacked: true });
  const rest = entries.filter((entry) => entry !== only && partOf(entry) !== '').map(({ name }) => name);
  source.notes.push({ zh: `读取 ZIP 内的“${only.name}”`, en: `"${only.name}" in the ZIP is read` });
  if (rest.length) source.notes.push({ zh: `ZIP 内另有 ${rest.length} 个文件未读取：${rest.slice(0, 10).join('、')}${rest.length > 10 ? '…' : ''}`, en: `${rest.length} other files in the ZIP are not read` });
  return source;
}
