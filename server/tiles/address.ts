import { AppError, type FieldError } from '../errors';

/** Web-Mercator tile: x counts east, y south. */
export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** A unit is 2 mm at the equator. */
export const DEEPEST = 22;

/** @throws AppError 400 naming each of z, x, y that is malformed or out of range. */
export function readAddress(z: string, x: string, y: string): TileAddress {
  const zoom = whole(z);
  const last = 2 ** Math.min(zoom, DEEPEST) - 1;
  const wrong = [
    fault('z', z, zoom, DEEPEST),
    fault('x', x, whole(x), last),
    fault('y', y, whole(y), last),
  ].filter((each) => each !== undefined);
  if (wrong.length) throw new AppError('bad_request', '瓦片地址有误 (wrong tile address)', wrong);
  return { z: zoom, x: whole(x), y: whole(y) };
}

const whole = (text: string) => (/^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : Number.NaN);

function fault(field: string, value: string, read: number, last: number): FieldError | undefined {
  if (Number.isNaN(read)) return { field, reason: '应为非负整数 (a whole number without sign or leading zeros)', value };
  if (Number.isNaN(last) || read <= last) return undefined;
  return { field, reason: `应在 0–${last} 之间 (must be from 0 to ${last})`, value };
}
