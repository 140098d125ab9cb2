import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import type { Knex } from 'knex';
import type { Geometry } from 'geojson';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { type Query, runQuery } from '../db/query';
import { DEPARTMENTS } from '../departments/of-outfall';
import { AppError } from '../errors';
import { endOf, lookBack } from '../history/past';
import { layerWhere, takesAllFilters } from '../layers/layer-filter';
import { REACH } from '../ogc/crs';
import { dayAsked } from '../outfalls/filters';
import { refuseUnknownCodes } from '../outfalls/known-codes';
import { orderBy } from '../outfalls/sort';
import { rowsRelations } from '../tiles/tile-query';
import { type Column, type Columns, exportColumns } from './columns';
import type { Tell } from './progress';
import type { ExportRequest } from './request';

export interface Row { id: number; geometry: Geometry | null; properties: Record<string, unknown> }

/** The rows of an export on disk, one GeoJSON feature a line, in the order asked for: all of one moment. */
export interface Spool {
  file: string;
  columns: Column[];
  /** Rows that the filter lets through, and rows in the file: all of them. */
  matched: number;
  returned: number;
  rows(): AsyncGenerator<Row>;
}

/** Rows read at once. */
const PAGE = 1000;

/**
 * Reads the rows of an export page by page, by id, in one transaction that sees one moment, and lays them on disk, so that nothing
 * is sent before all of it is there. Memory holds one page, and the ids of all rows. @throws AppError 400 for filters that name what does not exist.
 */
export function spoolRows(db: Db, catalog: Catalog, request: ExportRequest, folder: string, signal: AbortSignal, tell: Tell = () => {}): Promise<Spool> {
  return db.knex.transaction(async (trx) => {
    await trx.raw('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const columns = await exportColumns(trx, catalog, request.layer, request.format.table); // of the tables, before their past is looked at
    if (request.filter.known_at) await lookBack(trx, endOf(request.filter.known_at));
    await refuseUnknownCodes(trx, request.filter);
    const ids = await idsInOrder(trx, request);
    const matched = ids.length;
    const file = join(folder, 'rows.geojsonl');
    const returned = await write(trx, request, columns, ids, file, signal, tell);
    if (returned !== matched) throw new Error(`${returned} of ${matched} rows of ${request.layer.header.id} were read`);
    return { file, columns: columns.columns, matched, returned, rows: () => readRows(file) };
  });
}

async function write(trx: Knex.Transaction, request: ExportRequest, columns: Columns, ids: Float64Array, file: string, signal: AbortSignal, tell: Tell): Promise<number> {
  const out = createWriteStream(file, { mode: 0o600 });
  let returned = 0;
  try {
    for (let from = 0; from < ids.length; from += PAGE) {
      signal.throwIfAborted();
      tell('reading', from, ids.length);
      const rows = await runQuery<{ id: number; beyond: boolean; text: string }>(trx, pageQuery(request, columns, [...ids.subarray(from, from + PAGE)]));
      const far = rows.find(({ beyond }) => beyond);
      if (far) throw new AppError('bad_request', '坐标系不能表达这些要素 (the CRS does not reach these features)', [{ field: 'crs', reason: `要素 ${far.id} 离 ${request.crs.title} 的中央子午线太远 (too far from its central meridian)`, value: request.crs.uri }]);
      for (const { text } of rows) if (!out.write(`${text}\n`)) await once(out, 'drain');
      returned += rows.length;
    }
  } finally {
    out.end();
    await finished(out);
  }
  return returned;
}

async function* readRows(file: string): AsyncGenerator<Row> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield JSON.parse(line) as Row;
}

/** Rows that the filter lets through, under the alias `i`. */
function matching({ layer: { header }, filter }: ExportRequest) {
  const where = layerWhere(header, filter, dayAsked(filter));
  const box = filter.bbox && !takesAllFilters(header)
    ? { sql: 'AND ST_Intersects(i.geom, ST_MakeEnvelope(:box_a, :box_b, :box_c, :box_d, 4490))', bindings: { box_a: filter.bbox[0], box_b: filter.bbox[1], box_c: filter.bbox[2], box_d: filter.bbox[3] } }
    : { sql: '', bindings: {} };
  return { from: where.from, sql: `(${where.sql}) ${box.sql}`, bindings: { ...where.bindings, ...box.bindings } };
}

/** Ids of the rows that the filter lets through, sorted once, not for every page. Eight bytes each. */
async function idsInOrder(trx: Knex.Transaction, request: ExportRequest): Promise<Float64Array> {
  const tile = rowsRelations(dayAsked(request.filter));
  const { from, sql, bindings } = matching(request);
  const [row] = await runQuery<{ ids: string | null }>(trx, {
    sql: `WITH ${tile.sql} SELECT string_agg(CAST(i.id AS text), ',' ORDER BY ${orderBy(request.sort)}) AS ids FROM ${from} i, tile WHERE ${sql}`, bindings: { ...tile.bindings, ...bindings },
  });
  return row?.ids ? Float64Array.from(row.ids.split(','), Number) : new Float64Array(0);
}

/** A page of rows in the order of `ids`: id, whether the coordinate system does not reach it, the text of its feature. */
function pageQuery(request: ExportRequest, columns: Columns, ids: number[]): Query {
  const { layer: { header }, crs, filter } = request;
  const tile = rowsRelations(dayAsked(filter));
  const { from, bindings } = matching(request);
  const extra = takesAllFilters(header) ? `, ${DEPARTMENTS} AS departments` : '';
  const shown = columns.columns.map(({ name, own }) => (own ? `${own} AS "${name}"` : `p."${name}"`)).join(', ');
  const there = crs.srid === 4490 ? 'p.geom' : `ST_Transform(${crs.meridian === undefined ? 'p.geom' : `CASE WHEN NOT (${farFrom(crs.meridian)}) THEN p.geom END`}, ${crs.srid})`;
  return {
    sql: `WITH ${tile.sql},
      item AS MATERIALIZED (
        SELECT i.*, i.geom AS shape${extra}, wanted.place AS export_place
        FROM unnest(CAST(:export_ids AS bigint[])) WITH ORDINALITY AS wanted (id, place) JOIN ${from} i ON i.id = wanted.id, tile),
      picked AS (${columns.sql})
      SELECT t.id, ${crs.meridian === undefined ? 'false' : `coalesce(${farFrom(crs.meridian)}, false)`} AS beyond,
        '{"type":"Feature","id":' || t.id || ',"geometry":' || coalesce(ST_AsGeoJSON(${there}, 15, 0), 'null') || ',"properties":' || (SELECT CAST(row_to_json(a) AS text) FROM (SELECT ${shown}) a) || '}' AS text
      FROM item t JOIN picked p ON p.feature_id = t.id ORDER BY t.export_place`,
    bindings: { ...tile.bindings, ...bindings, export_ids: ids },
  };
}

const farFrom = (meridian: number) => `ST_XMin(p.geom) < ${meridian - REACH} OR ST_XMax(p.geom) > ${meridian + REACH}`;
