import type { Knex } from 'knex';
import type { OutfallItem, OutfallList } from '../api-types';
import type { Db } from '../db/open';
import { type Query, runQuery } from '../db/query';
import { asKnown } from '../history/past';
import { type Place, readCursor, writeCursor } from './cursor';
import { type OutfallFilter, outfallItems, outfallWhere } from './filters';
import { refuseUnknownCodes } from './known-codes';
import { SORT_KEYS, type Sort, orderBy, rowsAfter } from './sort';

export interface ListRequest {
  filter: OutfallFilter;
  sort: Sort;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the outfalls that a filter lets through. `matched` counts them all, in the snapshot of the page itself. */
export const listOutfalls = (db: Db, request: ListRequest): Promise<OutfallList> =>
  asKnown(db, request.filter.known_at, (knex) => pageOf(knex, request));

async function pageOf(knex: Knex, { filter, sort, limit, cursor }: ListRequest): Promise<OutfallList> {
  await refuseUnknownCodes(knex, filter);
  const after = cursor === undefined ? undefined : readCursor(cursor, sort, filter);
  const rows = await runQuery<ItemRow & { matched: number }>(knex, listQuery(filter, sort, limit, after));
  const found = rows.filter((row) => row.id !== null);
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    items: found.slice(0, limit).map(itemOf),
    matched: rows[0]?.matched ?? 0,
    next: last ? writeCursor({ key: last.sort_key ?? null, id: last.id }, sort, filter) : null,
  };
}

/** One row more than `limit`, to know whether there is a next page; a row of nulls when the page is empty. */
export function listQuery(filter: OutfallFilter, sort: Sort, limit: number, after?: Place): Query {
  const items = outfallItems(filter);
  const where = outfallWhere(filter);
  return {
    sql: `
      SELECT page.*, total.matched
      FROM (SELECT count(*) AS matched FROM ${items.sql} i WHERE ${where.sql}) total
      LEFT JOIN (
        SELECT ${ITEM_COLUMNS}, ${SORT_KEYS[sort.by].sql} AS sort_key, row_number() OVER (ORDER BY ${orderBy(sort)}) AS place
        FROM ${items.sql} i
        WHERE ${where.sql}${after ? `\n          AND ${rowsAfter(sort, after.key)}` : ''}
        ORDER BY ${orderBy(sort)}
        LIMIT :page_size
      ) page ON true
      ORDER BY page.place`,
    bindings: {
      ...items.bindings, ...where.bindings, page_size: limit + 1,
      ...(after && { after_key: after.key, after_id: after.id }),
    },
  };
}

/** Of the relation `i` (see filters.ts). */
export const ITEM_COLUMNS = `i.id, i.local_code, i.national_code, i.name, i.region_code, i.category, i.status,
  (SELECT name FROM waterbody WHERE id = i.waterbody_id) AS river,
  (SELECT name FROM discharger WHERE id = i.discharger_id) AS discharger,
  i.verdict, i.engine_verdict, i.override_id IS NOT NULL AS overridden, i.strictest, i.mildest, i.no_action, i.stage, i.position_method, ST_X(i.geom) AS lon, ST_Y(i.geom) AS lat`;

export interface ItemRow extends Pick<OutfallItem,
  'id' | 'national_code' | 'name' | 'category' | 'status' | 'river' | 'discharger' | 'verdict' | 'engine_verdict' | 'overridden' | 'no_action' | 'stage' | 'position_method'> {
  local_code: string;
  region_code: string;
  strictest: 'ban' | 'merge' | 'keep' | null;
  mildest: 'ban' | 'merge' | 'keep' | null;
  lon: number;
  lat: number;
  sort_key?: string | number | null;
}

export function itemOf(row: ItemRow): OutfallItem {
  const { id, national_code, name, category, status, river, discharger, verdict, engine_verdict, overridden, strictest, mildest, no_action, stage, position_method } = row;
  return {
    id, code: row.local_code, national_code, name, region: row.region_code, category, status, river, discharger,
    verdict, engine_verdict, overridden, provisional: strictest && mildest && { strictest, mildest }, no_action, stage, position_method,
    location: { type: 'Point', coordinates: [row.lon, row.lat] },
  };
}
