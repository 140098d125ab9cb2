import { createHash } from 'node:crypto';
import type { Plan } from './meaning/plan';

/** How a file is read: the same row read another way is another one. */
export const hashOf = ({ layer, columns, mapping, reading, crs, rowReadings, defaults, region }: Plan): string =>
  createHash('sha256').update(JSON.stringify({ layer, columns, mapping, reading, crs, rowReadings, defaults, region })).digest('hex').slice(0, 16);
