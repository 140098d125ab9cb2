import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { openByGdal } from './gdal';
import { ownFile } from './replace-file';
import { type Asked, type Source, Unreadable } from './source';

const ENCODING = { guess: 'UTF-8', evidence: 'FlatGeobuf 规定 (as FlatGeobuf lays down)' };

/** A feature without anything: a table of no fields behind its list of them, in FlatBuffers. */
const EMPTY = Buffer.from([8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0]);

/** FlatGeobuf by GDAL, which does not mind where a file without a count breaks off: the lengths of its features are followed to its end. */
export async function openFlatgeobuf(file: string, asked: Asked): Promise<Source> {
  const expected = withHandle(file, 'r', (handle) => {
    const { features, start } = headerOf(handle);
    const { size } = fstatSync(handle);
    let [count, end] = [0, start];
    for (const [, next] of featuresIn(handle, start)) { if (next > size) break; count++; end = next; }
    if (end !== size || (features > 0 && count !== features)) {
      throw new Unreadable(`FlatGeobuf 不完整：${features > 0 ? `应有 ${features} 个要素，` : ''}只有前 ${count} 个完整，其后 ${Math.max(0, size - end)} 字节不成要素 (truncated or broken: only the first ${count} features are whole)`, { stated: features || null, whole: count });
    }
    return count;
  });
  return openByGdal(file, asked, { format: 'FlatGeobuf', encoding: ENCODING, expected, hollow: (read) => { ownFile(file); return withHandle(file, 'r+', (handle) => hollow(handle, read)); } });
}

function withHandle<T>(file: string, flags: string, does: (handle: number) => T): T {
  const handle = openSync(file, flags);
  try { return does(handle); } finally { closeSync(handle); }
}

/** Empties the feature behind so many others; its length stays. */
function hollow(handle: number, read: number): boolean {
  let n = 0;
  for (const [at, next] of featuresIn(handle, headerOf(handle).start)) {
    if (n++ < read) continue;
    if (next - at - 4 < EMPTY.length) return false;
    writeSync(handle, Buffer.concat([EMPTY, Buffer.alloc(next - at - 4 - EMPTY.length)]), 0, next - at - 4, at + 4);
    return true;
  }
  return false;
}

/** Fields of the header's table, by their numbers in the format: https://github.com/flatgeobuf/flatgeobuf/blob/master/src/fbs/header.fbs */
const [FEATURES_COUNT, INDEX_NODE_SIZE] = [8, 9];
/** Nodes of the index that one above them holds, unless the header says otherwise; bytes of a node; of the mark at the beginning of the file. */
const [USUAL_NODE_SIZE, NODE_BYTES, MAGIC_BYTES] = [16, 40, 8];

function headerOf(handle: number): { features: number; start: number } {
  const bytes = (at: number, length: number) => {
    const buffer = Buffer.alloc(length);
    if (readSync(handle, buffer, 0, length, at) < length) throw new Unreadable('FlatGeobuf 不完整：文件头不全 (truncated: its header is not whole)', at);
    return buffer;
  };
  const length = bytes(MAGIC_BYTES, 4).readUInt32LE(0);
  if (length > fstatSync(handle).size) throw new Unreadable('FlatGeobuf 不完整：文件头不全 (truncated: its header is not whole)', length);
  const header = bytes(MAGIC_BYTES + 4, length);
  try {
    const table = header.readUInt32LE(0);
    const list = table - header.readInt32LE(table);
    const field = (number: number) => (4 + 2 * number < header.readUInt16LE(list) ? header.readUInt16LE(list + 4 + 2 * number) : 0);
    const features = field(FEATURES_COUNT) ? Number(header.readBigUInt64LE(table + field(FEATURES_COUNT))) : 0;
    const node = field(INDEX_NODE_SIZE) ? header.readUInt16LE(table + field(INDEX_NODE_SIZE)) : USUAL_NODE_SIZE;
    return { features, start: MAGIC_BYTES + 4 + length + indexBytes(features, node) };
  } catch (error) {
    if (error instanceof RangeError) throw new Unreadable('FlatGeobuf 损坏：文件头不可读 (broken: its header cannot be read)', null);
    throw error;
  }
}

/** Bytes of the index: a tree of nodes, each level a `node`th of the one below; a single feature has one above it too. */
function indexBytes(features: number, node: number): number {
  if (node < 2 || features === 0) return 0;
  let [level, nodes] = [features, features];
  do { level = Math.ceil(level / node); nodes += level; } while (level > 1);
  return nodes * NODE_BYTES;
}

/** Bytes that are read at once, and those that say how long a feature is. */
const [CHUNK, LENGTH] = [1 << 20, 4];

/** Where each feature begins, with its length, and ends. The last may end beyond the file. */
function* featuresIn(handle: number, start: number): Generator<[at: number, next: number]> {
  const chunk = Buffer.alloc(CHUNK);
  let [from, held, at] = [0, 0, start];
  for (;;) {
    if (at < from || at + LENGTH > from + held) { from = at; held = readSync(handle, chunk, 0, CHUNK, from); }
    if (held < LENGTH) return;
    const next = at + LENGTH + chunk.readUInt32LE(at - from);
    yield [at, next];
    at = next;
  }
}
