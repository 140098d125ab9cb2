import { crc32, deflateRawSync } from 'node:zlib';

const crc = crc32 ?? ((data: Uint8Array) => {
  let sum = 0xffffffff;
  for (const byte of data) { sum ^= byte; for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0); }
  return (sum ^ 0xffffffff) >>> 0;
});

export interface Lie { /** Size that the headers state instead. */ size?: number }

/** A ZIP of some entries, written here so that it can also lie. */
export function zipOf(entries: Record<string, Uint8Array | string>, lie: Lie = {}): Uint8Array {
  const parts: Buffer[] = [];
  const listed: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const data = Buffer.from(content as string);
    const packed = deflateRawSync(data);
    const bytes = Buffer.from(name);
    const sizes = [crc(data), packed.length, lie.size ?? data.length];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0); local.writeUInt16LE(20, 4); local.writeUInt16LE(0x800, 6); local.writeUInt16LE(8, 8);
    sizes.forEach((size, n) => local.writeUInt32LE(size, 14 + 4 * n));
    local.writeUInt16LE(bytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0); central.writeUInt16LE(20, 4); central.writeUInt16LE(20, 6); central.writeUInt16LE(0x800, 8); central.writeUInt16LE(8, 10);
    sizes.forEach((size, n) => central.writeUInt32LE(size, 16 + 4 * n));
    central.writeUInt16LE(bytes.length, 28); central.writeUInt32LE(offset, 42);
    parts.push(local, bytes, packed);
    listed.push(central, bytes);
    offset += local.length + bytes.length + packed.length;
  }
  const directory = Buffer.concat(listed);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(Object.keys(entries).length, 8); end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(directory.length, 12); end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, directory, end]));
}
