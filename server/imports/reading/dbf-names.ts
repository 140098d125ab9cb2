import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** Fields of a .dbf whose names are the same, cut off after ten bytes as they are, get _1, _2 … at their ends: GDAL would give the values of the last for all. */
export function tellApart(dbf: string) {
  const handle = openSync(dbf, 'r+');
  try {
    const head = Buffer.alloc(65_536);
    const read = readSync(handle, head, 0, head.length, 0);
    const seen = new Set<string>();
    for (let at = 32; at + 32 <= Math.min(read, head.readUInt16LE(8)) && head[at] !== 0x0d; at += 32) {
      const name = head.toString('latin1', at, at + 11).replace(/\0.*$/s, '');
      let own = name;
      for (let n = 1; seen.has(own.toLowerCase()); n++) own = `${name.slice(0, 10 - `_${n}`.length)}_${n}`;
      seen.add(own.toLowerCase());
      if (own !== name) writeSync(handle, Buffer.from(own.padEnd(11, '\0'), 'latin1'), 0, 11, at);
    }
  } finally {
    closeSync(handle);
  }
}
