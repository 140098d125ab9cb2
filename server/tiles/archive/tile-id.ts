import type { TileAddress } from '../address';

/** Number of a tile as PMTiles counts: zoom after zoom, along a Hilbert curve within each. */
export function tileId({ z, x, y }: TileAddress): number {
  let id = (4 ** z - 1) / 3;
  for (let size = 2 ** z / 2; size >= 1; size /= 2) {
    const [east, south] = [x & size ? 1 : 0, y & size ? 1 : 0];
    id += size * size * ((3 * east) ^ south);
    [x, y] = turned(size, x & (size - 1), y & (size - 1), east, south);
  }
  return id;
}

/** Each quarter holds the same curve, turned or mirrored. */
function turned(size: number, x: number, y: number, east: number, south: number): [number, number] {
  if (south) return [x, y];
  return east ? [size - 1 - y, size - 1 - x] : [y, x];
}

/** The way back. */
export function tileOf(id: number): TileAddress {
  let z = 0;
  while (id >= (4 ** (z + 1) - 1) / 3) z++;
  let rest = id - (4 ** z - 1) / 3;
  let [x, y] = [0, 0];
  for (let size = 1; size < 2 ** z; size *= 2) {
    const quarter = rest % 4;
    const east = quarter >> 1;
    const south = (quarter & 1) ^ east;
    [x, y] = turned(size, x, y, east, south);
    x += size * east;
    y += size * south;
    rest = Math.floor(rest / 4);
  }
  return { z, x, y };
}
