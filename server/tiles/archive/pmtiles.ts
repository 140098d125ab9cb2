import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { ArchiveFacts } from './facts';
import type { Drawing, Entry } from './drawing';

// PMTiles 3 (github.com/protomaps/PMTiles): header, root directory, metadata, leaf directories, contents.

const HEADER = 127;
/** Header and root directory are read in one go. */
const HEAD = 16_384;
/** Bytes copied at once. */
const COPY = 4 * 2 ** 20;

/** A run of tiles with one content, or (run 0) a leaf directory. */
interface Listed extends Entry { run: number }

/** Writes the archive of a drawing: clustered, gzip throughout. */
export function writePmtiles(file: string, drawing: Drawing, facts: ArchiveFacts) {
  const runs = runsOf(drawing.entries);
  const { root, leaves } = directories(runs);
  const metadata = pack(Buffer.from(JSON.stringify(facts.metadata)));
  const header = headerOf(facts, {
    root: root.length, metadata: metadata.length, leaves: leaves.length, contents: drawing.bytes,
    addressed: drawing.entries.length, runs: runs.length, different: drawing.different,
  });
  const out = openSync(file, 'w');
  try {
    for (const part of [header, root, metadata, leaves]) writeSync(out, part);
    for (let offset = 0; offset < drawing.bytes; offset += COPY) {
      writeSync(out, drawing.read({ id: 0, offset, length: Math.min(COPY, drawing.bytes - offset) }));
    }
    fsyncSync(out);
  } finally {
    closeSync(out);
  }
}

const pack = (bytes: Buffer) => gzipSync(bytes, { level: 9 });

function runsOf(entries: Entry[]): Listed[] {
  const runs: Listed[] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last && last.id + last.run === entry.id && last.offset === entry.offset) last.run++;
    else runs.push({ ...entry, run: 1 });
  }
  return runs;
}

/** One directory if it fits beside the header, else leaves as large as it takes for their list to fit. */
function directories(runs: Listed[]): { root: Buffer; leaves: Buffer } {
  const whole = directory(runs);
  if (HEADER + whole.length <= HEAD) return { root: whole, leaves: Buffer.alloc(0) };
  for (let size = 4096; ; size *= 2) {
    const leaves: Buffer[] = [];
    const list: Listed[] = [];
    let offset = 0;
    for (let n = 0; n < runs.length; n += size) {
      const leaf = directory(runs.slice(n, n + size));
      list.push({ id: (runs[n] as Listed).id, offset, length: leaf.length, run: 0 });
      leaves.push(leaf);
      offset += leaf.length;
    }
    const root = directory(list);
    if (HEADER + root.length <= HEAD) return { root, leaves: Buffer.concat(leaves) };
  }
}

/** Column after column: number of entries, steps between ids, runs, lengths, offsets (0 = follows the one before, else 1 more). */
function directory(listed: Listed[]): Buffer {
  const numbers = [listed.length];
  listed.forEach(({ id }, n) => numbers.push(id - (listed[n - 1]?.id ?? 0)));
  for (const { run } of listed) numbers.push(run);
  for (const { length } of listed) numbers.push(length);
  listed.forEach(({ offset }, n) => {
    const before = listed[n - 1];
    numbers.push(before && offset === before.offset + before.length ? 0 : offset + 1);
  });
  return pack(Buffer.from(numbers.flatMap(varint)));
}

function varint(number: number): number[] {
  const bytes: number[] = [];
  for (; number >= 128; number = Math.floor(number / 128)) bytes.push((number % 128) + 128);
  return [...bytes, number];
}

interface Sizes { root: number; metadata: number; leaves: number; contents: number; addressed: number; runs: number; different: number }

/** 1 = mvt as type of tile, 2 = gzip as compression. */
function headerOf({ minzoom, maxzoom, bounds, center }: ArchiveFacts, sizes: Sizes): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write('PMTiles');
  header.writeUInt8(3, 7);
  let at = 8;
  let offset = HEADER;
  for (const length of [sizes.root, sizes.metadata, sizes.leaves, sizes.contents]) {
    header.writeBigUInt64LE(BigInt(offset), at);
    header.writeBigUInt64LE(BigInt(length), at + 8);
    at += 16;
    offset += length;
  }
  for (const count of [sizes.addressed, sizes.runs, sizes.different]) {
    header.writeBigUInt64LE(BigInt(count), at);
    at += 8;
  }
  for (const byte of [1, 2, 2, 1, minzoom, maxzoom]) at = header.writeUInt8(byte, at); // 1: clustered
  for (const degrees of bounds) at = header.writeInt32LE(Math.round(degrees * 1e7), at);
  at = header.writeUInt8(center[2], at);
  for (const degrees of center.slice(0, 2)) at = header.writeInt32LE(Math.round(degrees * 1e7), at);
  return header;
}
