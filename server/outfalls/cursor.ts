import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors';
import { SORT_KEYS, type Sort } from './sort';

/** Where a page ended: the last row's sort key and id. */
export interface Place {
  key: string | number | null;
  id: number;
}

const KEY = {
  bigint: z.number(), integer: z.int(), float8: z.number(), date: z.iso.date(),
  text: z.string().regex(/^[^\0]*$/),
};

/** Opaque to callers. It carries a mark of the sort and filters that it belongs to. */
export function writeCursor(place: Place, sort: Sort, filter: object): string {
  return Buffer.from(JSON.stringify([mark(sort, filter), place.key, place.id])).toString('base64url');
}

/** @throws AppError 400 for a cursor that is not ours, or ours but of another sort or filter. */
export function readCursor(cursor: string, sort: Sort, filter: object): Place {
  const [of, key, id] = unpack(cursor);
  if (of !== mark(sort, filter)) refuse('游标属于另一种排序或筛选 (the cursor belongs to another sort or filter)', cursor);
  const { type, nullable } = SORT_KEYS[sort.by];
  const schema = nullable ? KEY[type].nullable() : KEY[type];
  const read = z.object({ key: schema, id: z.int().positive() }).safeParse({ key, id });
  return read.success ? (read.data as Place) : refuse('游标已损坏 (the cursor is damaged)', cursor);
}

function unpack(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value.length === 3) return value;
  } catch {
    // not JSON: not ours
  }
  return refuse('不是本服务给出的游标 (not a cursor of this service)', cursor);
}

function refuse(reason: string, value: string): never {
  throw new AppError('bad_request', reason, [{ field: 'cursor', reason, value }]);
}

const mark = (sort: Sort, filter: object) =>
  createHash('sha256').update(JSON.stringify([sort.by, sort.descending, Object.entries(filter).sort()])).digest('base64url').slice(0, 8);
