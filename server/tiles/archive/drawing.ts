import { createHash } from 'node:crypto';
import { closeSync, existsSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { FolderHeld, lockFolder } from '../../db/folder-lock';

/** A tile that is not empty: its number (see tile-id.ts) and where its bytes stand among the contents. */
export interface Entry { id: number; offset: number; length: number }

/** Bytes of an entry in the index: id, offset (8 each), length (4), start of its SHA-256 (16), CRC-32 of these (4). */
const RECORD = 40;

/**
 * Tiles drawn so far, in a folder of their own until the archive is whole: each content once, in the order of tile numbers.
 * What is in the index is on disk; a run that was killed leaves at most a torn end, which is cut off.
 */
export class Drawing {
  readonly entries: Entry[] = [];
  /** Bytes of the contents. */
  bytes = 0;
  private readonly contents = new Map<string, Entry>();
  private readonly lock: { release(): void };
  private readonly tiles: number;
  private readonly index: number;

  /** @param what names everything that the tiles depend on: a folder that was begun for something else is begun anew. @throws Error while another process draws into it. */
  constructor(readonly folder: string, what: string) {
    this.lock = lockOf(folder);
    const about = join(folder, 'about.json');
    const goesOn = existsSync(about) && readFileSync(about, 'utf8') === what;
    this.tiles = openSync(join(folder, 'tiles'), goesOn ? 'r+' : 'w+');
    this.index = openSync(join(folder, 'index'), goesOn ? 'r+' : 'w+');
    if (goesOn) this.readIndex();
    writeFileSync(about, what);
  }

  /** Number of the last tile that is kept, or -1. */
  get last(): number {
    return this.entries.at(-1)?.id ?? -1;
  }

  /** Contents that differ. */
  get different(): number {
    return this.contents.size;
  }

  /** Keeps tiles, all numbered above `last`, in their order. */
  append(tiles: { id: number; bytes: Buffer }[]) {
    const fresh: Buffer[] = [];
    const records: Buffer[] = [];
    let end = this.bytes;
    for (const { id, bytes } of tiles) {
      const hash = createHash('sha256').update(bytes).digest().subarray(0, 16);
      const known = this.contents.get(hash.toString('latin1'));
      const entry = { id, offset: known?.offset ?? end, length: bytes.length };
      if (!known) { fresh.push(bytes); end += bytes.length; }
      this.note(entry, hash);
      records.push(recordOf(entry, hash));
    }
    writeSync(this.tiles, Buffer.concat(fresh), 0, undefined, this.bytes);
    fdatasyncSync(this.tiles); // before the index says that it is there
    writeSync(this.index, Buffer.concat(records), 0, undefined, (this.entries.length - tiles.length) * RECORD);
    this.bytes = end;
  }

  read({ offset, length }: Entry): Buffer {
    const bytes = Buffer.alloc(length);
    if (readSync(this.tiles, bytes, 0, length, offset) !== length) throw new Error(`${this.folder}: ${length} bytes at ${offset} are missing`);
    return bytes;
  }

  /** Leaves the folder for a later run. */
  close() {
    closeSync(this.tiles);
    closeSync(this.index);
    this.lock.release();
  }

  remove() {
    this.close();
    rmSync(this.folder, { recursive: true });
  }

  private note(entry: Entry, hash: Buffer) {
    this.entries.push(entry);
    const key = hash.toString('latin1');
    if (!this.contents.has(key)) this.contents.set(key, entry);
  }

  private readIndex() {
    const index = readFileSync(this.index);
    for (let at = 0; at + RECORD <= index.length; at += RECORD) {
      const record = index.subarray(at, at + RECORD);
      if (record.readUInt32LE(36) !== crc32(record.subarray(0, 36))) break;
      const entry = { id: Number(record.readBigUInt64LE(0)), offset: Number(record.readBigUInt64LE(8)), length: record.readUInt32LE(16) };
      this.note(entry, record.subarray(20, 36));
      this.bytes = Math.max(this.bytes, entry.offset + entry.length);
    }
    ftruncateSync(this.index, this.entries.length * RECORD);
    ftruncateSync(this.tiles, this.bytes);
  }
}

function recordOf({ id, offset, length }: Entry, hash: Buffer): Buffer {
  const record = Buffer.alloc(RECORD);
  record.writeBigUInt64LE(BigInt(id), 0);
  record.writeBigUInt64LE(BigInt(offset), 8);
  record.writeUInt32LE(length, 16);
  hash.copy(record, 20);
  record.writeUInt32LE(crc32(record.subarray(0, 36)), 36);
  return record;
}

function lockOf(folder: string) {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (error instanceof FolderHeld) throw new Error(`进程 ${error.pid} 正在输出同一文件 (process ${error.pid} is writing the same file): ${folder}`);
    throw error;
  }
}
