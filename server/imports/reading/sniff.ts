import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { Unreadable } from './source';

export const FORMATS = ['xlsx', 'csv', 'geojson', 'shapefile', 'geopackage', 'kml', 'kmz', 'gml', 'dxf', 'flatgeobuf', 'boundary_txt'] as const;
export type Format = (typeof FORMATS)[number];

/** Beginning of a file, bytes. */
const HEAD = 64 * 1024;

export function headOf(file: string, bytes = HEAD): Buffer {
  const buffer = Buffer.alloc(Math.min(bytes, statSync(file).size));
  const handle = openSync(file, 'r');
  readSync(handle, buffer, 0, buffer.length, 0);
  closeSync(handle);
  return buffer;
}

/** End of a file, bytes. */
export function tailOf(file: string, bytes: number): Buffer {
  const { size } = statSync(file);
  const buffer = Buffer.alloc(Math.min(bytes, size));
  const handle = openSync(file, 'r');
  readSync(handle, buffer, 0, buffer.length, size - buffer.length);
  closeSync(handle);
  return buffer;
}

const ALLOWED = 'XLSX, CSV, GeoJSON, Shapefile (ZIP), GeoPackage, KML, KMZ, GML, DXF, FlatGeobuf, 界址点 TXT (boundary points)';

const refuse = (what: string, value: unknown): never => { throw new Unreadable(`${what}；可导入 (can be imported): ${ALLOWED}`, value); };

/**
 * What a file is by its content; the name only decides between texts. `zip` is looked into by the caller.
 * @throws Unreadable naming what it is instead.
 */
export function sniff(file: string, name: string): Format | 'zip' {
  const head = headOf(file);
  const extension = extname(name).toLowerCase();
  if (head.length === 0) refuse('空文件 (the file is empty)', name);
  const magic = head.subarray(0, 32).toString('latin1');
  if (magic.startsWith('PK\x03\x04') || magic.startsWith('PK\x05\x06')) return 'zip';
  if (magic.startsWith('SQLite format 3\0')) return 'geopackage';
  if (magic.startsWith('fgb\x03')) return 'flatgeobuf';
  if (magic.startsWith('AutoCAD Binary DXF')) return 'dxf';
  if (magic.startsWith('\xd0\xcf\x11\xe0')) refuse('旧版 Excel（.xls）请另存为 .xlsx (old Excel: save it as .xlsx)', name);
  if (head.length >= 4 && head.readUInt32BE(0) === 9994) refuse('Shapefile 须将 .shp、.shx、.dbf（及 .prj、.cpg）打成 ZIP 上传 (zip a shapefile with its parts)', name);
  if (magic.startsWith('%PDF') || magic.startsWith('\x89PNG') || magic.startsWith('\xff\xd8\xff') || magic.startsWith('\x1f\x8b') || magic.startsWith('Rar!') || magic.startsWith('7z\xbc\xaf')) {
    refuse('不是可导入的格式 (not a format that can be imported)', name);
  }
  return textFormat(head, extension, name);
}

function textFormat(head: Buffer, extension: string, name: string): Format {
  const utf16 = head[0] === 0xff && head[1] === 0xfe || head[0] === 0xfe && head[1] === 0xff;
  if (!utf16 && head.includes(0)) refuse('二进制内容，无法识别 (binary content, not recognised)', name);
  const text = (utf16 ? new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head) : head.toString('latin1')).replace(/^(\uFEFF|ï»¿)/, '').trimStart();
  if (text.startsWith('<')) return xmlFormat(text, name);
  if (text.startsWith('{') || (text.startsWith('[') && ['.geojson', '.json'].includes(extension))) return 'geojson';
  if ([text, new TextDecoder('gb18030').decode(head), head.toString('utf8')].some((one) => /[[［](属性描述|地块坐标)[\]］]/.test(one))) return 'boundary_txt';
  if (/^\s*0\s*\r?\n\s*SECTION\s*\r?\n/.test(text) || extension === '.dxf' && /^(999\r?\n.*\r?\n)*\s*0\s*\r?\n/.test(text)) return 'dxf';
  if (['.csv', '.tsv', '.txt', ''].includes(extension)) return 'csv';
  if (['.geojson', '.json'].includes(extension)) return 'geojson';
  return refuse('扩展名与内容不符或不是可导入的格式 (the extension does not fit the content, or it is no format that can be imported)', name);
}

function xmlFormat(text: string, name: string): Format {
  if (/<!(DOCTYPE\s+(?!html)|ENTITY)/i.test(text)) refuse('XML 含 DOCTYPE 或实体声明，不予读取 (XML with a document type or entities is not read)', name);
  const root = /<([\w.-]+:)?([\w.-]+)[\s>/]/.exec(text.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<![^>]*>/g, ''))?.[2]?.toLowerCase() ?? '';
  if (root === 'kml') return 'kml';
  if (['featurecollection', 'feature'].includes(root) || /opengis\.net\/gml/.test(text)) return 'gml';
  if (root === 'gpx') refuse('GPX 是航迹，不能导入 (GPX tracks are not imported)', name);
  if (root === 'trainingcenterdatabase') refuse('TCX 是运动记录，不能导入 (TCX training records are not imported)', name);
  if (root === 'html') refuse('这是网页 (this is a web page)', name);
  return refuse(`不认识的 XML，根元素为 (unknown XML, its root is) ${root || '—'}`, name);
}
