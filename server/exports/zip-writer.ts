import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createDeflateRaw, crc32 } from 'node:zlib';

/** Largest file that a plain ZIP can hold or be, bytes. */
const LARGEST = 0xffff_fff0;

/** Packs files, named in UTF-8, into a ZIP, one after the other and piece by piece. @throws Error for what is beyond 4 GB. */
export async function writeZip(file: string, entries: { name: string; content: string | { file: string } }[], signal: AbortSignal): Promise<string> {
  const out = await open(file, 'w', 0o600);
  const listed: Buffer[] = [];
  let at = 0;
  const put = async (bytes: Uint8Array) => { await out.write(bytes, 0, bytes.length, at); at += bytes.length; };
  try {
    for (const { name, content } of entries) {
      signal.throwIfAborted();
      const begin = at;
      const label = Buffer.from(name);
      at += 30 + label.length;
      let [sum, size, packed] = [0, 0, 0];
      const deflate = createDeflateRaw();
      const source = typeof content === 'string' ? [Buffer.from(content)] : createReadStream(content.file);
      const feeding = (async () => {
        for await (const piece of source as AsyncIterable<Buffer>) {
          sum = checksum(piece, sum);
          size += piece.length;
          if (!deflate.write(piece)) await new Promise((next) => { deflate.once('drain', next); });
        }
        deflate.end();
      })();
      feeding.catch((error) => deflate.destroy(error));
      for await (const piece of deflate as AsyncIterable<Buffer>) { packed += piece.length; await put(piece); }
      await feeding;
      if (size > LARGEST || at > LARGEST) throw new Error(`${name}: a ZIP holds at most 4 GB`);
      const about = header(sum, packed, size, label.length);
      await out.write(Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), about, Buffer.alloc(2), label]), 0, 30 + label.length, begin);
      const central = Buffer.alloc(14);
      central.writeUInt32LE(begin, 10);
      listed.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), about, Buffer.alloc(2), central, label]));
    }
    const start = at;
    for (const each of listed) await put(each);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(listed.length, 8); end.writeUInt16LE(listed.length, 10);
    end.writeUInt32LE(at - start, 12); end.writeUInt32LE(start, 16);
    await put(end);
  } finally {
    await out.close();
  }
  return file;
}

/** What local and central header have in common, from the version needed to the length of the name. */
function header(sum: number, packed: number, size: number, label: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(0x0800, 2); // names are UTF-8
  bytes.writeUInt16LE(8, 4);
  bytes.writeUInt16LE(0x21, 8); // 1980-01-01: the same content is the same file
  bytes.writeUInt32LE(sum >>> 0, 10); bytes.writeUInt32LE(packed, 14); bytes.writeUInt32LE(size, 18);
  bytes.writeUInt16LE(label, 22);
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => { let c = n; for (let bit = 0; bit < 8; bit++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0); return c >>> 0; });

/** zlib has it from Node 20.15 and 22.2 on. */
const checksum: (data: Uint8Array, before: number) => number = crc32 ?? ((data, before) => {
  let sum = ~before;
  for (const byte of data) sum = (TABLE[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  return ~sum >>> 0;
});
