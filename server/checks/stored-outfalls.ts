import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import type { CheckPoint } from './evaluate';

/** So near, metres, an existing outfall of the same discharger is the stored one: more than is lost where positions are written with seven decimals. */
const SAME_PLACE_M = 1;

export interface StoredOutfall { id: number; local_code: string }

/**
 * Of existing points with a discharger: the outfall of theirs that is in the database at that place, by the point's index.
 * Without it a check of a stored outfall would count it beside itself, and know nothing of its papers. Of several, one of the same category comes first.
 */
export async function storedOutfallsOf(trx: Knex.Transaction, points: CheckPoint[]): Promise<Map<number, StoredOutfall>> {
  const asked = points.filter(({ discharger, status }) => discharger !== null && status === 'existing');
  if (asked.length === 0) return new Map();
  const rows = await runQuery<StoredOutfall & { index: number }>(trx, {
    sql: `SELECT DISTINCT ON (p.index) p.index, o.id, o.local_code
          FROM jsonb_to_recordset(:points::jsonb) AS p (index integer, lon double precision, lat double precision, category text, discharger text)
          JOIN discharger d ON d.code = p.discharger
          JOIN outfall o ON o.discharger_id = d.id
          CROSS JOIN LATERAL (SELECT ST_Distance(o.geom::geography, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4490)::geography) AS metres) m
          WHERE m.metres <= :same_place_m
          ORDER BY p.index, o.category IS DISTINCT FROM p.category, m.metres, o.id`,
    bindings: { points: JSON.stringify(asked), same_place_m: SAME_PLACE_M },
  });
  return new Map(rows.map(({ index, ...outfall }) => [index, outfall]));
}
