import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import type { Box, Position } from './geometry';

/** What posted features may refer to. */
export interface References {
  /** The city's bounding box. */
  box: Box;
  categories: string[];
  /** Those of the codes asked about that exist. */
  dischargers: Set<string>;
}

/** @param region a city or town; its city's box counts. @throws AppError 400 for a region that does not exist. */
export async function readReferences(knex: Knex, region: string, dischargers: string[]): Promise<References> {
  const [found] = await runQuery<{ box: Box | null; categories: string[]; dischargers: string[]; cities: string }>(knex, {
    sql: `SELECT
        (SELECT json_build_array(ST_XMin(city.geom), ST_YMin(city.geom), ST_XMax(city.geom), ST_YMax(city.geom))
          FROM region own JOIN region city ON city.code = left(own.code, 6) WHERE own.code = :region) AS box,
        ARRAY(SELECT code FROM category ORDER BY sort) AS categories,
        ARRAY(SELECT code FROM discharger WHERE code = ANY(:dischargers::text[])) AS dischargers,
        (SELECT string_agg(code || ' ' || name, ', ' ORDER BY code) FROM region WHERE parent_code IS NULL) AS cities`,
    bindings: { region, dischargers },
  });
  const { box, categories, dischargers: known, cities } = found as NonNullable<typeof found>;
  if (!box) {
    const reason = `没有这个行政区划；可用 (no such region; allowed): ${cities ?? '—'}`;
    throw new AppError('bad_request', reason, [{ field: 'region', reason, value: region }]);
  }
  return { box, categories, dischargers: new Set(known) };
}

/** Geodesic metres between pairs of positions, in order. */
export async function metresBetween(knex: Knex, pairs: [Position, Position][]): Promise<number[]> {
  if (pairs.length === 0) return [];
  const rows = await runQuery<{ metres: number }>(knex, {
    sql: `SELECT ST_Distance(ST_SetSRID(ST_MakePoint((p->0->>0)::float8, (p->0->>1)::float8), 4490)::geography,
                             ST_SetSRID(ST_MakePoint((p->1->>0)::float8, (p->1->>1)::float8), 4490)::geography) AS metres
          FROM jsonb_array_elements(:pairs::jsonb) WITH ORDINALITY AS e (p, n) ORDER BY n`,
    bindings: { pairs: JSON.stringify(pairs) },
  });
  return rows.map(({ metres }) => metres);
}

/** What is invalid about each of some well-formed GeoJSON geometries, in order; null where nothing is. */
export async function invalidities(knex: Knex, geometries: unknown[]): Promise<(string | null)[]> {
  if (geometries.length === 0) return [];
  const rows = await runQuery<{ reason: string | null }>(knex, {
    sql: `SELECT CASE WHEN NOT ST_IsValid(g) THEN ST_IsValidReason(g) END AS reason
          FROM jsonb_array_elements(:geometries::jsonb) WITH ORDINALITY AS e (body, n),
               LATERAL (SELECT ST_SetSRID(ST_GeomFromGeoJSON(body), 4490) AS g) made
          ORDER BY n`,
    bindings: { geometries: JSON.stringify(geometries) },
  });
  return rows.map(({ reason }) => reason);
}
