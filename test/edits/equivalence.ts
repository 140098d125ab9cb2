import type { Knex } from 'knex';
import type { Catalog } from '../../server/catalog';
import type { Db } from '../../server/db/open';
import { evaluate, TOLD_REACH_M } from '../../server/rules/engine';
import { today } from '../../server/today';

type Stored = Record<string, Record<string, unknown>>;

/** What stands in force: each outfall's verdict and every stored finding, by local code. */
export async function inForce(knex: Knex, region: string): Promise<Stored> {
  const { rows } = await knex.raw(`
    SELECT o.local_code AS code, v.verdict, v.strictest, v.mildest, v.no_action, v.by_category, v.editions, c.verdict AS told,
           coalesce((SELECT jsonb_object_agg(f.rule, to_jsonb(f) - 'outfall_id' - 'verdict_id' - 'rule')
                     FROM finding f WHERE f.outfall_id = v.outfall_id AND f.verdict_id = v.id), '{}') AS findings
    FROM outfall o LEFT JOIN verdict_current c ON c.outfall_id = o.id LEFT JOIN verdict v ON v.outfall_id = c.outfall_id AND v.id = c.verdict_id
    WHERE o.region_code LIKE ? ORDER BY 1`, [`${region}%`]);
  return Object.fromEntries(rows.map(({ code, ...row }: { code: string }) => [code, row]));
}

/** What a full run into an empty place finds. Leaves everything as it was. */
export async function afresh(db: Db, catalog: Catalog, region: string): Promise<Stored> {
  const pack = catalog.packs.find((one) => one.active && one.region === region);
  if (!pack) throw new Error(`no pack for ${region}`);
  const trx = await db.knex.transaction();
  try {
    await trx('verdict_current').del();
    await evaluate(trx, { pack, rules: catalog.rules, laws: catalog.laws, asOf: today(), reachM: TOLD_REACH_M, withClear: false }, { reason: 'test' });
    return await inForce(trx, region);
  } finally {
    await trx.rollback();
  }
}

/** Where two values differ, as paths; numbers may differ by 1e-6 (metres, degrees). */
export function differences(a: unknown, b: unknown, path = ''): string[] {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-6 ? [] : [`${path}: ${a} ≠ ${b}`];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? [] : [`${path}: ${JSON.stringify(a)} ≠ ${JSON.stringify(b)}`];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differences((a as Stored)[key], (b as Stored)[key], `${path}/${key}`));
}
