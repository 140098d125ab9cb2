const TYPES = ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon'];
const CGCS2000 = 4490;

/** A geometry with two coordinates a position as hexadecimal EWKB of EPSG:4490: exact, and read faster than any text. */
export function wkbOf({ type, coordinates }: { type: string; coordinates: unknown }): string {
  if (type === 'Point') return pointOf(coordinates as [number, number]);
  const bytes = Buffer.allocUnsafe(4 + 16 * 2 + sizeOf(coordinates));
  return bytes.toString('hex', 0, write(bytes, 0, type, coordinates, true));
}

const point = Buffer.alloc(25);
point.writeUInt8(1, 0);
point.writeUInt32LE(0x20000001, 1);
point.writeUInt32LE(CGCS2000, 5);

function pointOf([x, y]: [number, number]): string {
  point.writeDoubleLE(x, 9);
  point.writeDoubleLE(y, 17);
  return point.toString('hex');
}

/** No less than it takes: 16 bytes a position, 9 a part or ring. */
function sizeOf(coordinates: unknown): number {
  if (!Array.isArray(coordinates)) return 0;
  if (typeof coordinates[0] === 'number') return 21;
  return coordinates.reduce<number>((sum, part) => sum + sizeOf(part), 9);
}

function write(bytes: Buffer, from: number, type: string, coordinates: unknown, first: boolean): number {
  const code = TYPES.indexOf(type) + 1;
  if (code === 0) throw new Error(`${type} has no place in a layer`);
  let at = bytes.writeUInt8(1, from);
  at = bytes.writeUInt32LE(first ? code + 0x20000000 : code, at);
  if (first) at = bytes.writeUInt32LE(CGCS2000, at);
  if (type === 'Point') return position(bytes, at, coordinates as number[]);
  const parts = coordinates as unknown[][];
  at = bytes.writeUInt32LE(parts.length, at);
  for (const part of parts) {
    if (type === 'LineString') at = position(bytes, at, part as number[]);
    else if (type === 'Polygon') at = ring(bytes, at, part as number[][]);
    else at = write(bytes, at, type.slice('Multi'.length), part, false);
  }
  return at;
}

function ring(bytes: Buffer, from: number, positions: number[][]): number {
  let at = bytes.writeUInt32LE(positions.length, from);
  for (const each of positions) at = position(bytes, at, each);
  return at;
}

const position = (bytes: Buffer, at: number, [x, y]: number[]) => bytes.writeDoubleLE(y as number, bytes.writeDoubleLE(x as number, at));
