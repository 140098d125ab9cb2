import { AppError, type FieldError } from '../errors';
import { type Grid, WEB_MERCATOR_QUAD } from './grid';

/** Tile of a grid: x counts east, y south. */
export interface TileAddress {
  /** WebMercatorQuad where none is named. */
  grid?: Grid;
  z: number;
  x: number;
  y: number;
}

/** A unit is 2 mm at the equator. */
export const DEEPEST = 22;

/** Names of the parts of an address in an error. */
const XYZ = { z: 'z', x: 'x', y: 'y' };

/** @throws AppError 400 naming each of z, x, y that is malformed or out of range. */
export function readAddress(z: string, x: string, y: string, grid = WEB_MERCATOR_QUAD, fields = XYZ): TileAddress {
  const zoom = whole(z);
  const deepest = DEEPEST - grid.detail;
  const scale = 2 ** Math.min(zoom, deepest);
  const wrong = [
    fault(fields.z, z, zoom, deepest),
    fault(fields.x, x, whole(x), grid.columns * scale - 1),
    fault(fields.y, y, whole(y), grid.rows * scale - 1),
  ].filter((each) => each !== undefined);
  if (wrong.length) throw new AppError('bad_request', '瓦片地址有误 (wrong tile address)', wrong);
  return { ...(grid !== WEB_MERCATOR_QUAD && { grid }), z: zoom, x: whole(x), y: whole(y) };
}

const whole = (text: string) => (/^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : Number.NaN);

function fault(field: string, value: string, read: number, last: number): FieldError | undefined {
  if (Number.isNaN(read)) return { field, reason: '应为非负整数 (a whole number without sign or leading zeros)', value };
  if (Number.isNaN(last) || read <= last) return undefined;
  return { field, reason: `应在 0–${last} 之间 (must be from 0 to ${last})`, value };
}
