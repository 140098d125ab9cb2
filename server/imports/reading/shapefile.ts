import { existsSync, openSync, readSync, closeSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ZipFile } from 'yauzl';
import { openByGdal } from './gdal';
import { type Asked, type Guess, type Source, Unreadable } from './source';
import { type Packed, partOf, unpackAs } from './zip';

const PARTS = ['.shp', '.shx', '.dbf', '.prj', '.cpg', '.qpj'];

/** The largest shapefile of a ZIP, or the one that is named as sheet; the others are told. */
export async function openShapefileParts(zip: ZipFile, entries: Packed[], asked: Asked): Promise<Source> {
  const shapes = entries.filter((entry) => partOf(entry) === '.shp');
  const main = asked.sheet === undefined
    ? shapes.reduce((most, each) => (each.entry.uncompressedSize > most.entry.uncompressedSize ? each : most))
    : shapes.find(({ name }) => stem(name) === asked.sheet || name === asked.sheet);
  if (!main) throw new Unreadable(`ZIP 内没有该图层；有 (no such layer; there are): ${shapes.map(({ name }) => stem(name)).join(', ')}`, asked.sheet);
  for (const part of partsOf(main, entries)) await unpackAs(zip, part, asked.folder, `layer${partOf(part)}`);
  const source = await openShapefile(asked, stem(main.name));
  const others = shapes.filter((one) => one !== main).map(({ name }) => ({ zh: `图层“${stem(name)}”未读取，可在上传时以 sheet 指定`, en: `layer "${stem(name)}" is not read; name it as sheet` }));
  return { ...source, notes: [...source.notes, ...others] };
}

const stem = (name: string) => name.replace(/^.*\//, '').replace(/\.\w+$/, '');

/** Files beside the .shp with its name, whatever the case. */
const partsOf = (main: Packed, entries: Packed[]) => {
  const base = main.name.slice(0, -4).toLowerCase();
  return entries.filter((entry) => PARTS.includes(partOf(entry)) && entry.name.slice(0, entry.name.lastIndexOf('.')).toLowerCase() === base);
};

async function openShapefile(asked: Asked, name: string): Promise<Source> {
  const at = (part: string) => join(asked.folder, `layer${part}`);
  if (!existsSync(at('.dbf'))) throw new Unreadable(`缺少 ${name}.dbf：没有属性 (the .dbf is missing: no attributes)`, name);
  checkHeader(at('.shp'), name);
  const notes = [];
  for (const part of ['.prj', '.cpg'] as const) {
    if (existsSync(at(part)) && /^\s*</.test(readFileSync(at(part), 'latin1').slice(0, 200))) {
      rmSync(at(part));
      notes.push({ zh: `${part} 是网页而非坐标系或编码说明，已忽略`, en: `the ${part} is a web page and is ignored` });
    }
  }
  if (!existsSync(at('.shx'))) notes.push({ zh: '缺少 .shx，索引由读取程序重建', en: 'the .shx is missing; the index is rebuilt' });
  const encoding = dbfEncoding(at('.dbf'), existsSync(at('.cpg')) ? readFileSync(at('.cpg'), 'latin1').trim() : undefined, asked.encoding);
  if (existsSync(at('.cpg'))) rmSync(at('.cpg'));
  const beside = ['.shx', '.dbf', '.prj'].map(at).filter(existsSync);
  const source = await openByGdal(at('.shp'), asked, { format: 'Shapefile', beside, encoding, options: ['-oo', `ENCODING=${encoding.guess === 'GBK' ? 'CP936' : encoding.guess}`] });
  return { ...source, notes: [...notes, ...source.notes], tables: source.tables.map((table) => ({ ...table, name })) };
}

/** The header of a .shp says how long the file is. */
function checkHeader(file: string, name: string) {
  const head = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  const read = readSync(handle, head, 0, 100, 0);
  closeSync(handle);
  if (read < 100 || head.readUInt32BE(0) !== 9994) throw new Unreadable(`${name}.shp 不是 Shapefile (not a shapefile)`, name);
  const stated = head.readUInt32BE(24) * 2;
  if (stated > statSync(file).size) throw new Unreadable(`${name}.shp 不完整：文件头称 ${stated} 字节，实有 ${statSync(file).size} 字节 (truncated: its header states more bytes than there are)`, stated);
}

const NAMES: Record<string, string> = { 'utf-8': 'UTF-8', utf8: 'UTF-8', 65001: 'UTF-8', gbk: 'GBK', gb2312: 'GBK', gb18030: 'GBK', 936: 'GBK', cp936: 'GBK' };

/** Encoding of the attributes: by the .cpg where the bytes do not belie it, else by the bytes. */
function dbfEncoding(file: string, cpg: string | undefined, stated: string | undefined): Guess {
  if (stated) return { guess: NAMES[stated.toLowerCase()] ?? stated, evidence: '上传时指定 (stated with the upload)' };
  const bytes = sampleOf(file);
  const [utf8, gbk] = ['utf-8', 'gb18030'].map((encoding) => broken(bytes, encoding));
  const ascii = !bytes.some((byte) => byte > 0x7f);
  const said = cpg ? NAMES[cpg.toLowerCase().replace(/^(ansi|windows)[ -_]?/, '')] ?? cpg : undefined;
  if (said && (ascii || !(said === 'UTF-8' && (utf8 as number) > 0.02) && !(said === 'GBK' && (utf8 as number) === 0 && !ascii))) return { guess: said, evidence: `.cpg: ${cpg}` };
  const guess = ascii || (utf8 as number) <= 0.02 ? 'UTF-8' : (gbk as number) <= 0.02 ? 'GBK' : 'ISO-8859-1';
  const why = ascii ? '全部为 ASCII (all is ASCII)' : `按字节判断 (by the bytes): UTF-8 ${((utf8 as number) * 100).toFixed(0)} %，GBK ${((gbk as number) * 100).toFixed(0)} % 不合法 (not valid)`;
  return { guess, evidence: said && said !== guess ? `${why}；.cpg 称 ${cpg}，与字节不符 (the .cpg says otherwise)` : cpg ? why : `${why}；无 .cpg (no .cpg)` };
}

function sampleOf(file: string): Buffer {
  const { size } = statSync(file);
  const bytes = Buffer.alloc(Math.min(size, 4 * 1024 * 1024));
  const handle = openSync(file, 'r');
  readSync(handle, bytes, 0, bytes.length, 0);
  closeSync(handle);
  return bytes.length > 34 ? bytes.subarray(32) : bytes;
}

/** Share of characters beyond ASCII that are not valid. Values cut off at a field's width are few. */
function broken(bytes: Buffer, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes);
  const beyond = text.match(/\P{ASCII}/gu)?.length ?? 0;
  return beyond === 0 ? 0 : (text.match(/\uFFFD/g)?.length ?? 0) / beyond;
}
