import type { Knex } from 'knex';
import type { Finding } from '../api-types';
import { runQuery } from '../db/query';
import { clearWork, gatherOutfalls, type Judging, judge } from './engine';
import type { FindingRow } from './finding-shape';
import type { Pack } from './pack-files';
import { RECEIVING_M } from './receiving';
import { engineStatement } from './statement';

type Places = NonNullable<Finding['places']>;

/**
 * Signed distances from mouth and from entry point, each by itself, for every rule about areas; metres, null beyond 5 km.
 * Of the two the smaller is the finding's. Empty for an outfall without an entry point, for there the mouth's is all.
 */
export async function distancesByPlace(trx: Knex.Transaction, judging: Judging, outfallId: number): Promise<Map<string, Places>> {
  const places = await runQuery<{ index: number }>(trx, { sql: PLACES, bindings: { id: outfallId } });
  if (places.length === 0) return new Map();
  await judge(trx, [{ ...gatherAlone(judging.pack, places), few: true }, gatherOutfalls(judging.pack, [])], // as a check gathers them: the same plans serve
    { ...judging, withClear: true, hashing: false });
  const rows = await runQuery<FindingRow>(trx, engineStatement('read-findings'));
  await clearWork(trx);
  const byRule = new Map<string, Places>();
  for (const { rule, subject_id, distance_m, evidence } of rows.filter(({ rule }) => judging.rules.get(rule)?.header.areas)) {
    if (evidence.place === 'site') continue;
    const one = byRule.get(rule) ?? { mouth_m: null, entry_m: null };
    const metres = distance_m === null ? null : Math.round(distance_m * 1000) / 1000;
    byRule.set(rule, subject_id === -1 ? { ...one, mouth_m: metres } : { ...one, entry_m: metres });
  }
  return byRule;
}

const gatherAlone = (pack: Pack, places: object[]) => engineStatement('gather-features', {
  region: pack.region, position_errors: JSON.stringify(pack.position_errors), receiving_m: RECEIVING_M, features: JSON.stringify(places),
});

const PLACES = `
  SELECT p.index, ST_X(p.point) AS lon, ST_Y(p.point) AS lat, o.category, 'existing' AS status, o.set_up::text, o.position_method, o.position_error_m AS error_m
  FROM outfall o CROSS JOIN LATERAL (VALUES (0, o.geom), (1, o.entry_geom)) p (index, point)
  WHERE o.id = :id AND o.entry_geom IS NOT NULL ORDER BY p.index`;
