export interface Decoded { srid: number; type: string; coordinates: unknown }

const TYPES = ['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'];
const WITH_SRID = 0x20000000;
const WITH_MORE_AXES = 0xc0000000;

/** Reads two-dimensional little-endian EWKB in hexadecimal, as PostGIS writes it. @throws Error for anything else. */
export function readEwkb(hex: string): Decoded {
  const bytes = Buffer.from(hex, 'hex');
  let at = 0;
  const unsigned = () => { at += 4; return bytes.readUInt32LE(at - 4); };
  const position = () => { at += 16; return [bytes.readDoubleLE(at - 16), bytes.readDoubleLE(at - 8)]; };
  const list = <T>(each: () => T): T[] => Array.from({ length: unsigned() }, each);
  const geometry = (): Decoded => {
    if (bytes.readUInt8(at++) !== 1) throw new Error('not little-endian');
    const code = unsigned();
    if ((code & WITH_MORE_AXES) !== 0) throw new Error('more than two axes');
    const srid = (code & WITH_SRID) === 0 ? 0 : unsigned();
    const type = TYPES[code & 0xff];
    const coordinates = type === 'Point' ? position() : type === 'LineString' ? list(position) : type === 'Polygon' ? list(() => list(position))
      : type?.startsWith('Multi') ? list(() => geometry().coordinates) : undefined;
    if (!type || coordinates === undefined) throw new Error(`geometry type ${code & 0xff}`);
    return { srid, type, coordinates };
  };
  const read = geometry();
  if (at !== bytes.length) throw new Error('bytes left over');
  return read;
}
