import type { Db } from '../db/open';
import { type Query, runQuery } from '../db/query';
import type { Layer } from '../layers/layer-files';
import { layerWhere } from '../layers/layer-filter';
import { tablesOf } from '../tiles/tile-query';
import { currentStamps, versionOf, versionsOf } from '../tiles/versions';
import { Remembered } from './remembered';

/** What a collection says of its contents. */
export interface Facts {
  /** West, south, east, north in degrees; null without rows. */
  box: [number, number, number, number] | null;
  /** Days between which something of it holds, YYYY-MM-DD; null is open. */
  from: string | null;
  to: string | null;
}

const kept = new WeakMap<Db, Remembered<Facts>>();

/** Facts of layers on a day, worked out again only for those whose tables have changed. */
export async function factsOf(db: Db, layers: Layer[], day: string): Promise<Facts[]> {
  const remembered = kept.get(db) ?? new Remembered<Facts>(500);
  kept.set(db, remembered);
  const stamps = await currentStamps(db, versionsOf(db), tablesOf(layers));
  return Promise.all(layers.map(async (layer) => {
    const key = `${layer.header.id} ${day} ${versionOf([layer], stamps, day)}`;
    const known = remembered.get(key);
    if (known) return known;
    const [row] = await runQuery<Facts & { west: number | null; south: number; east: number; north: number }>(db.knex, query(layer, day));
    const { west = null, south = 0, east = 0, north = 0, from = null, to = null } = row ?? {};
    const facts: Facts = { box: west === null ? null : [west, south, east, north], from, to };
    remembered.set(key, facts);
    return facts;
  }));
}

/** A dated layer is asked for other days by `datetime`: its time is that of all its editions. */
function query({ header }: Layer, day: string): Query {
  const { from, sql, bindings } = layerWhere(header, {} as never, day);
  const of = `FROM layer_edition e WHERE e.id IN (SELECT i.edition_id FROM ${header.from} i ${header.where ? `WHERE ${header.where}` : ''})`;
  const editions = header.dated ? `(SELECT CAST(min(e.valid_from) AS text) ${of}) AS from,
      (SELECT CASE WHEN bool_and(e.valid_to IS NOT NULL) THEN CAST(max(e.valid_to) - 1 AS text) END ${of}) AS to` : 'NULL AS from, NULL AS to';
  return {
    sql: `WITH tile AS NOT MATERIALIZED (SELECT CAST(:facts_day AS date) AS day),
      whole AS (SELECT CAST(ST_Extent(i.geom) AS geometry) AS box FROM ${from} i, tile WHERE ${sql})
      SELECT ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north, ${editions} FROM whole`,
    bindings: { facts_day: day, ...bindings },
  };
}
