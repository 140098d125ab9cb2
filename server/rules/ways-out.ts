import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import type { FindingRow } from './finding-shape';
import type { Rule } from './rule-files';
import { waysOutStatement } from './statement';

/** How far around a borderline place another outcome is looked for: so many times its error, and metres besides. */
const REACH_ERRORS = 10;
const REACH_M = 100;
/** Nearer to where outcomes meet than distances are exact, metres: there a straight way can only touch a corner of the boundary. */
const EXACT_M = 0.02;
/** Then the boundary is looked at so far around the point nearest to the place, metres. */
const CORNER_M = 10;

/** Findings with the way to the nearest place at which the outcome is another, where the nearest boundary point does not tell; null where there is none near by. */
export async function withWaysOut(trx: Knex.Transaction, rows: FindingRow[], { rules, asOf }: { rules: Map<string, Rule>; asOf: string }): Promise<FindingRow[]> {
  const asked = rows.flatMap((row, n) => {
    const areas = rules.get(row.rule)?.header.areas;
    const search = searchOf(row);
    return areas && search ? [{ n, layer: areas.layer, levels: areas.levels, position_m: positionError(row), ...search }] : [];
  });
  if (asked.length === 0) return rows;
  const ways = new Map((await runQuery<{ n: number; metres: number; bearing_deg: number }>(trx, waysOutStatement(asOf, asked))).map((way) => [way.n, way]));
  const those = new Set(asked.map(({ n }) => n));
  return rows.map((row, n) => (those.has(n) ? { ...row, way: ways.get(n) ?? null } : row));
}

/** Where to look for another outcome, degrees and metres. */
function searchOf({ outcome, place, error_m: e, distance_m: d, evidence: { nearest } }: FindingRow) {
  if (!place || e === null || d === null) return null;
  const [lon, lat] = place;
  if (outcome === 'borderline') return { lon, lat, centre_lon: lon, centre_lat: lat, reach_m: e * REACH_ERRORS + REACH_M, outward: true, inward: true };
  if (e >= EXACT_M || !nearest || (outcome !== 'clear' && outcome !== 'conflict')) return null;
  return { lon, lat, centre_lon: nearest[0], centre_lat: nearest[1], reach_m: CORNER_M, outward: d <= 0, inward: d > 0 };
}

/** Of the place alone, 95 %, metres: an area tells its own error and that of both together. */
function positionError({ error_m, areas }: FindingRow): number {
  const own = areas.flatMap(({ error_m: both, boundary_m }) => (both === undefined || boundary_m === undefined ? [] : [Math.sqrt(Math.max(0, both ** 2 - boundary_m ** 2))]));
  return own.length === 0 ? (error_m ?? 0) : Math.max(...own);
}
