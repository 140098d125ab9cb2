import { existsSync, openSync, readSync, closeSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ZipFile } from 'yauzl';
import { dbfEncoding, fieldDecoder } from './dbf-encoding';
import { tellApart } from './dbf-names';
import { openByGdal } from './gdal';
import { rebuildIndex, recordsOf } from './shapefile-records';
import { type Asked, type Note, type Source, Unreadable } from './source';
import { type Packed, partOf, unpackAs } from './zip';

const PARTS = ['.shp', '.shx', '.dbf', '.prj', '.cpg', '.qpj'];

/** The largest shapefile of a ZIP, or the one that is named as sheet, with its folder or without; the others are told. */
export async function openShapefileParts(zip: ZipFile, entries: Packed[], asked: Asked): Promise<Source> {
  const shapes = entries.filter((entry) => partOf(entry) === '.shp');
  const label = ({ name }: Packed) => (shapes.filter((one) => stem(one.name) === stem(name)).length > 1 ? name.slice(0, -4) : stem(name));
  const main = asked.sheet === undefined
    ? shapes.reduce((most, each) => (each.entry.uncompressedSize > most.entry.uncompressedSize ? each : most))
    : shapes.find((one) => label(one) === asked.sheet || [one.name, one.name.slice(0, -4), one.name.replace(/^.*\//, '')].includes(asked.sheet as string));
  if (!main) throw new Unreadable(`ZIP 内没有该图层；有 (no such layer; there are): ${shapes.map(label).join(', ')}`, asked.sheet, true);
  for (const part of partsOf(main, entries)) await unpackAs(zip, part, asked.folder, `layer${partOf(part)}`);
  const source = await openShapefile({ ...asked, sheet: undefined }, label(main));
  const others = shapes.filter((one) => one !== main);
  source.notes.push(...others.map((one) => ({ zh: `图层“${label(one)}”未读取，可改选（sheet）`, en: `layer "${label(one)}" is not read; name it as sheet` })));
  return { ...source, tables: [...source.tables, ...others.map((one) => ({ name: label(one), rows: null, columns: null, taken: false }))] };
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
  const notes: Note[] = [];
  for (const part of ['.prj', '.cpg'] as const) {
    if (existsSync(at(part)) && /^\s*</.test(readFileSync(at(part), 'latin1').slice(0, 200))) {
      rmSync(at(part));
      notes.push({ zh: `${part} 是网页而非坐标系或编码说明，已忽略`, en: `the ${part} is a web page and is ignored` });
    }
  }
  if (!existsSync(at('.shx'))) {
    rebuildIndex(at('.shp'), at('.shx'), name);
    notes.push({ zh: '缺少 .shx，已由 .shp 重建索引', en: 'the .shx is missing; the index is rebuilt from the .shp' });
  }
  const { count: expected, drawn } = await recordsOf(at('.shp'), at('.shx'), at('.dbf'), name);
  tellApart(at('.dbf'));
  const encoding = dbfEncoding(at('.dbf'), existsSync(at('.cpg')) ? readFileSync(at('.cpg'), 'latin1').trim() : undefined, asked.encoding);
  if (existsSync(at('.cpg'))) rmSync(at('.cpg'));
  const beside = ['.shx', '.dbf', '.prj'].map(at).filter(existsSync);
  // every byte a character for GDAL, which would make question marks of names and values that are cut off amid a character
  const source = await openByGdal(at('.shp'), asked, { format: 'Shapefile', beside, encoding, decode: fieldDecoder(encoding), expected, drawn, options: ['-oo', 'ENCODING=ISO-8859-1'] });
  source.notes.unshift(...notes);
  return { ...source, tables: source.tables.map((table) => ({ ...table, name })) };
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
