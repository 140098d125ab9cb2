import { createWriteStream } from 'node:fs';
import { extname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, open, type ZipFile } from 'yauzl';
import { ENTRIES, RATIO, UNPACKED_BYTES } from '../limits';
import { Unreadable } from './source';

export interface Packed { name: string; entry: Entry }

const TRUNCATED = 'ZIP 损坏或不完整 (the ZIP is broken or truncated)';

/** Entries of a ZIP in its own words. @throws Unreadable for a broken one, a bomb, or a file whose name is a path out of it. */
export async function entriesOf(file: string): Promise<{ zip: ZipFile; entries: Packed[] }> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true }, (error, opened) =>
      (error ? reject(new Unreadable(TRUNCATED, error.message)) : resolve(opened)));
  });
  const entries: Packed[] = [];
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) => reject(error instanceof Unreadable ? error : new Unreadable(TRUNCATED, error.message)));
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      const name = nameOf(entry);
      bytes += entry.uncompressedSize;
      const fault = faultOf(entry, name, bytes, entries.length);
      if (fault) { reject(fault); return; }
      if (!name.endsWith('/')) entries.push({ name, entry });
      zip.readEntry();
    });
    zip.readEntry();
  }).catch((error) => { zip.close(); throw error; });
  return { zip, entries };
}

function faultOf(entry: Entry, name: string, bytes: number, count: number): Unreadable | undefined {
  if (name.split(/[\\/]/).includes('..') || /^([\\/]|[A-Za-z]:)/.test(name) || /\p{Cc}/u.test(name)) return new Unreadable('ZIP 内文件名是路径 (a name in the ZIP leads out of it)', name);
  if (entry.generalPurposeBitFlag & 1) return new Unreadable('ZIP 有密码 (the ZIP is encrypted)', name);
  if (count >= ENTRIES) return new Unreadable(`ZIP 内超过 ${ENTRIES} 个文件 (too many files in the ZIP)`, count);
  const bomb = entry.uncompressedSize > 1024 * 1024 && entry.uncompressedSize > RATIO * Math.max(entry.compressedSize, 1);
  if (bytes > UNPACKED_BYTES || bomb) return new Unreadable('ZIP 解压后过大，疑为压缩炸弹 (unpacked it is too large: a ZIP bomb?)', { name, packed: entry.compressedSize, unpacked: entry.uncompressedSize });
  return undefined;
}

/** Names are UTF-8 where the entry says so or the bytes are; older Chinese tools write GBK. */
function nameOf({ fileName, generalPurposeBitFlag }: Entry): string {
  const bytes = fileName as unknown as Buffer;
  if (generalPurposeBitFlag & 0x800) return bytes.toString('utf8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Unpacks one entry under a name of ours; never more bytes than its header states. @throws Unreadable */
export async function unpack(zip: ZipFile, { entry, name }: Packed, to: string): Promise<string> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(new Unreadable(TRUNCATED, error.message)) : resolve(opened)));
  });
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > UNPACKED_BYTES ? new Unreadable('ZIP 解压后过大 (unpacked it is too large)', name) : null, chunk);
    },
  });
  await pipeline(stream, counted, createWriteStream(to, { mode: 0o600 })).catch((error) => { throw error instanceof Unreadable ? error : new Unreadable(TRUNCATED, (error as Error).message); });
  return to;
}

/** `a/b/x.SHP` → `.shp`; macOS's resource forks are nothing. */
export const partOf = ({ name }: Packed) => (/(^|\/)(__MACOSX\/|\._)/.test(name) ? '' : extname(name).toLowerCase());

export const unpackAs = (zip: ZipFile, packed: Packed, folder: string, name: string) => unpack(zip, packed, join(folder, name));
