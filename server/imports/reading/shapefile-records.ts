import { closeSync, createReadStream, fstatSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { headOf } from './sniff';
import { Unreadable } from './source';

/** Bytes of the header of a .shp and a .shx; its lengths are counted in words of two bytes. */
const HEADER = 100;

export interface Records { /** Without those that are marked as deleted. */ count: number; /** Whether the one at this place, from 1, has a geometry. */ drawn(record: number): boolean }

/**
 * The records of a shapefile by all three of its files, without those that are marked as deleted.
 * @throws Unreadable where one of them is cut off, or they do not agree: reading programs would give what is left without a word.
 */
export async function recordsOf(shp: string, shx: string, dbf: string, name: string): Promise<Records> {
  const shapes = indexed(shp, shx, name);
  const { records, deleted } = await attributesOf(dbf, name);
  if (shapes !== records) throw new Unreadable(`${name} 不完整：.shp 有 ${shapes} 条记录，.dbf 有 ${records} 条 (incomplete: ${shapes} records in the .shp, ${records} in the .dbf)`, { shp: shapes, dbf: records });
  return { count: records - deleted.length, drawn: (record) => typeOf(shp, shx, inAll(record, deleted)) > 0 };
}

/** Place among all records, from 0, of one that is counted from 1 without the deleted. */
function inAll(record: number, deleted: number[]): number {
  let place = record - 1;
  for (const gone of deleted) { if (gone > place) break; place++; }
  return place;
}

/** Type of the geometry of a record: 0 = it has none. */
function typeOf(shp: string, shx: string, place: number): number {
  const at = numberAt(shx, HEADER + 8 * place, 'readInt32BE') * 2;
  return numberAt(shp, at + 8, 'readInt32LE');
}

function numberAt(file: string, at: number, as: 'readInt32BE' | 'readInt32LE'): number {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(4);
    return readSync(handle, bytes, 0, 4, at) === 4 ? bytes[as](0) : 0;
  } finally {
    closeSync(handle);
  }
}

/** Records by the index, each of which must lie within the .shp. */
function indexed(shp: string, shx: string, name: string): number {
  const index = readFileSync(shx);
  const stated = index.length < HEADER ? HEADER : index.readUInt32BE(24) * 2;
  if (stated > index.length || index.length < HEADER) throw new Unreadable(`${name}.shx 不完整：文件头称 ${stated} 字节，实有 ${index.length} 字节 (truncated: its header states more bytes than there are)`, stated);
  const { size } = statSync(shp);
  const count = Math.floor((stated - HEADER) / 8);
  let whole = 0;
  for (let n = 0; n < count; n++) if (index.readUInt32BE(HEADER + 8 * n) * 2 + 8 + index.readUInt32BE(HEADER + 8 * n + 4) * 2 <= size) whole++;
  if (whole < count) throw new Unreadable(`${name}.shp 不完整：索引有 ${count} 条记录，只有 ${whole} 条在文件内 (truncated: only ${whole} of ${count} records lie within the file)`, { indexed: count, whole });
  return count;
}

/** Records of a .dbf, all there, and which of them, from 0, are marked as deleted. */
async function attributesOf(dbf: string, name: string): Promise<{ records: number; deleted: number[] }> {
  const head = headOf(dbf, 32);
  const { size } = statSync(dbf);
  const [records, start, length] = head.length < 32 ? [0, 0, 0] : [head.readUInt32LE(4), head.readUInt16LE(8), head.readUInt16LE(10)];
  if (start < 33 || length < 1) throw new Unreadable(`${name}.dbf 不是属性表或不完整 (not a table of attributes, or truncated)`, name);
  const whole = Math.max(0, Math.floor((size - start) / length));
  if (whole < records) throw new Unreadable(`${name}.dbf 不完整：文件头称 ${records} 条记录，只有 ${whole} 条完整 (truncated: only ${whole} of ${records} records are whole)`, { stated: records, whole });
  const deleted: number[] = [];
  let [seen, next, at] = [0, start, 0];
  for await (const chunk of createReadStream(dbf, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    for (; seen < records && next < at + bytes.length; next += length, seen++) if (bytes[next - at] === 0x2a) deleted.push(seen);
    at += bytes.length;
  }
  return { records, deleted };
}

/** The index anew from the headers of the records themselves. @throws Unreadable where the last one is cut off. */
export function rebuildIndex(shp: string, shx: string, name: string) {
  const handle = openSync(shp, 'r');
  try {
    const { size } = fstatSync(handle);
    const header = Buffer.alloc(HEADER);
    readSync(handle, header, 0, HEADER, 0);
    const end = Math.min(size, header.readUInt32BE(24) * 2);
    const entries: Buffer[] = [];
    const head = Buffer.alloc(8);
    for (let at = HEADER; at < end;) {
      const content = readSync(handle, head, 0, 8, at) === 8 ? head.readUInt32BE(4) * 2 : -1;
      if (content < 4 || at + 8 + content > size) throw new Unreadable(`${name}.shp 不完整：第 ${entries.length + 1} 条记录不在文件内，且缺少 .shx (truncated: record ${entries.length + 1} is not within the file, and the .shx is missing)`, entries.length);
      const entry = Buffer.alloc(8);
      entry.writeUInt32BE(at / 2, 0);
      entry.writeUInt32BE(content / 2, 4);
      entries.push(entry);
      at += 8 + content;
    }
    header.writeUInt32BE((HEADER + 8 * entries.length) / 2, 24);
    writeFileSync(shx, Buffer.concat([header, ...entries]), { mode: 0o600 });
  } finally {
    closeSync(handle);
  }
}
