import type { Knex } from 'knex';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { asKnown } from '../history/past';
import type { Layer } from '../layers/layer-files';
import { refuseUnknownCodes } from '../outfalls/known-codes';
import type { Stamps } from '../tiles/stamps';
import { versionOf } from '../tiles/versions';
import type { Crs } from './crs';
import { refuse } from './cql2/refusal';
import type { Filter } from './cql2/sql';
import type { ItemRequest } from './item-request';
import { itemQueryOf, pageQuery } from './item-sql';
import { Remembered } from './remembered';

export interface Page {
  /** GeoJSON features, separated by commas. */
  features: string;
  returned: number;
  matched: number;
  /** Id after which the next page begins. */
  next: number | null;
}

interface PageRow { features: string | null; returned: number; last: number | null; more: boolean; beyond: number | null; stamps: Stamps; matched?: number }

/** Numbers of all that match, kept per database; each with the state of the tables that it was counted in. */
const counts = new WeakMap<Db, Remembered<{ version: string; matched: number }>>();

/** Counts remembered a database. */
const COUNTS = 2_000;

/**
 * A page of a layer's items. The number of all that match is exact: counted in the page's own snapshot, or remembered from
 * one in which the layer's tables were the same.
 */
export async function itemPage(db: Db, layer: Layer, asked: ItemRequest): Promise<Page> {
  const remembered = counts.get(db) ?? new Remembered(COUNTS);
  counts.set(db, remembered);
  return calculating(asked.cql, () => asKnown(db, asked.filter.known_at, async (knex) => {
    await refuseUnknownCodes(knex, asked.filter);
    await refuseNoShapes(knex, asked.cql);
    const ageless = !asked.filter.as_of && !asked.filter.known_at;
    const known = ageless ? remembered.get(asked.mark) : undefined;
    const [row] = await runQuery<PageRow>(knex, pageQuery(layer, asked, !known));
    const version = versionOf([layer], (row as PageRow).stamps, asked.day);
    const same = !known || known.version === version;
    const [counted] = same ? [row] : await runQuery<PageRow>(knex, pageQuery(layer, asked, true));
    return pageOf(counted as PageRow, asked, known && same ? known.matched : remember(remembered, layer, asked, counted as PageRow));
  }));
}

/** SQLSTATEs of arithmetic: beyond a double's range; a power that has no value. */
const UNREAL = ['22003', '2201F'];

/** @throws AppError 400 about the filter where its arithmetic fails on some row. */
async function calculating<T>(cql: Filter | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (cql && UNREAL.includes((error as { code?: string }).code ?? '')) refuse('算术运算的结果超出范围或不是实数 (what is calculated is out of range or not a real number)');
    throw error;
  }
}

function remember(remembered: Remembered<{ version: string; matched: number }>, layer: Layer, { mark, day }: ItemRequest, { stamps, matched = 0 }: PageRow) {
  remembered.set(mark, { version: versionOf([layer], stamps, day), matched });
  return matched;
}

function pageOf(row: PageRow, { crs }: ItemRequest, matched: number): Page {
  refuseBeyond(row.beyond, crs);
  return { features: row.features ?? '', returned: row.returned, matched, next: row.more ? row.last : null };
}

/** One item as the text of a GeoJSON feature; undefined if there is none of this id. */
export async function oneItem(db: Db, layer: Layer, asked: Parameters<typeof itemQueryOf>[1], id: number): Promise<string | undefined> {
  return asKnown(db, asked.filter.known_at, async (knex) => {
    const [row] = await runQuery<{ feature: string; beyond: number | null }>(knex, itemQueryOf(layer, asked, id));
    refuseBeyond(row?.beyond ?? null, asked.crs);
    return row?.feature;
  });
}

function refuseBeyond(id: number | null, crs: Crs) {
  if (id === null) return;
  throw new AppError('bad_request', '坐标系不能表达这些要素 (the CRS does not reach these features)', [
    { field: 'crs', reason: `要素 ${id} 离 ${crs.title} 的中央子午线太远 (too far from its central meridian)`, value: crs.uri },
  ]);
}

/** Relations between shapes are only defined for valid ones. @throws AppError 400 saying why one is not. */
async function refuseNoShapes(knex: Knex, cql: Filter | undefined) {
  if (!cql?.shapes.length) return;
  const checks = cql.shapes.map((shape) => `SELECT ST_IsValidReason(${shape}) AS reason`);
  const bindings = Object.fromEntries(Object.entries(cql.bindings).filter(([name]) => name.startsWith('cql_shape_')));
  const rows = await runQuery<{ reason: string }>(knex, { sql: checks.join(' UNION ALL '), bindings });
  for (const { reason } of rows) if (reason !== 'Valid Geometry') refuse('几何无效 (a shape is not valid)', reason);
}
