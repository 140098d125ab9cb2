import type { Knex } from 'knex';
import type { Flip } from '../api-types';
import { type Query, runKept, runQuery } from '../db/query';

interface Standing { outfall: number; code: string; name: string; verdict_id: number; verdict: Flip['from'] }
type Former = Map<number, Standing>;

/** The verdicts in force of some outfalls. */
export async function verdictsInForce(trx: Knex.Transaction, ids: Iterable<number>): Promise<Former> {
  const rows = await runKept<Standing>(trx, {
    sql: `SELECT o.id AS outfall, o.local_code AS code, o.name, c.verdict_id, c.verdict
          FROM verdict_current c JOIN outfall o ON o.id = c.outfall_id WHERE c.outfall_id = ANY (:ids::bigint[])`,
    bindings: { ids: [...ids] },
  });
  return new Map(rows.map((row) => [row.outfall, row]));
}

/** Outfalls whose verdict is another than before, in order of id, with the findings that changed. null = no verdict. */
export async function flipsSince(trx: Knex.Transaction, former: Former, ids: number[]): Promise<Flip[]> {
  const now = await verdictsInForce(trx, ids);
  const all = [...new Set([...former.keys(), ...now.keys()])].sort((a, b) => a - b);
  const flipped = all.filter((id) => former.get(id)?.verdict !== now.get(id)?.verdict);
  const why = await whyOf(trx, flipped.map((outfall) => ({ outfall, former: former.get(outfall)?.verdict_id ?? null, now: now.get(outfall)?.verdict_id ?? null })));
  return flipped.map((outfall) => {
    const { code, name } = (now.get(outfall) ?? former.get(outfall)) as Standing;
    return { outfall, code, name, from: former.get(outfall)?.verdict ?? null, to: now.get(outfall)?.verdict ?? null, why: why.get(outfall) ?? [] };
  });
}

interface Pair { outfall: number; former: number | null; now: number | null }

async function whyOf(trx: Knex.Transaction, pairs: Pair[]): Promise<Map<number, Flip['why']>> {
  const rows = pairs.length ? await runQuery<{ outfall: number } & Flip['why'][number]>(trx, findingsBetween(pairs)) : [];
  const groups = new Map<number, Flip['why']>();
  for (const { outfall, ...one } of rows) groups.set(outfall, [...(groups.get(outfall) ?? []), one]);
  return groups;
}

/** A finding that is clear or not applicable is not stored: null. */
const findingsBetween = (pairs: Pair[]): Query => ({
  sql: `SELECT p.outfall, f.rule, max(f.outcome) FILTER (WHERE f.verdict_id = p.former) AS from, max(f.outcome) FILTER (WHERE f.verdict_id = p.now) AS to
        FROM jsonb_to_recordset(:pairs::jsonb) AS p (outfall bigint, former bigint, now bigint)
        JOIN finding f ON f.outfall_id = p.outfall AND f.verdict_id IN (p.former, p.now)
        GROUP BY p.outfall, f.rule
        HAVING max(f.outcome || coalesce(f.effect, '')) FILTER (WHERE f.verdict_id = p.former)
               IS DISTINCT FROM max(f.outcome || coalesce(f.effect, '')) FILTER (WHERE f.verdict_id = p.now)
        ORDER BY p.outfall, f.rule`,
  bindings: { pairs: JSON.stringify(pairs) },
});
