import type { Knex } from 'knex';
import { type Expected, type Finding, stated } from './case-file';
import { REGION } from './lay';

/** What the engine stored of a drawing, in the words of the case: outcomes of all findings, of their facts those that the case states. */
export async function foundOf(trx: Knex.Transaction, expected: Record<string, Expected>) {
  const { rows } = await trx.raw(`
    SELECT o.local_code AS code, v.verdict, v.strictest, v.mildest, v.no_action,
           (SELECT jsonb_object_agg(key, value ->> 'verdict') FROM jsonb_each(v.by_category)) AS by_category,
           coalesce((SELECT jsonb_object_agg(f.rule, f.evidence || jsonb_build_object('outcome', f.outcome, 'effect', f.effect,
                      'distance_m', f.distance_m, 'error_m', f.error_m, 'hits', jsonb_array_length(f.areas),
                      'zones', (SELECT jsonb_agg(a ->> 'name') FROM jsonb_array_elements(f.areas) a)))
                     FROM finding f WHERE f.outfall_id = v.outfall_id AND f.verdict_id = v.id), '{}') AS findings
    FROM outfall o JOIN verdict_current c ON c.outfall_id = o.id
    JOIN verdict v ON v.outfall_id = c.outfall_id AND v.id = c.verdict_id
    WHERE o.region_code LIKE ? || '%' ORDER BY o.local_code COLLATE "C"`, [REGION]);
  return Object.fromEntries((rows as Record<string, unknown>[]).map((row) => [row.code as string, asAsked(row, expected[row.code as string])]));
}

function asAsked(row: Record<string, unknown>, asked: Expected | undefined) {
  const findings = Object.entries(row.findings as Record<string, Finding>).map(([rule, found]) => [rule, likeAsked(found, stated(asked?.findings[rule] ?? found.outcome))]);
  return {
    verdict: row.verdict as string,
    between: row.strictest ? [row.strictest, row.mildest] : null,
    ...(asked?.no_action !== undefined && { no_action: row.no_action }),
    ...(asked?.by_category && { by_category: row.by_category }),
    findings: Object.fromEntries(findings),
  };
}

function likeAsked(found: Finding, asked: Finding) {
  return Object.fromEntries(Object.keys(asked).map((key) => [key, within(found[key] ?? null, asked[key], key === 'distance_m' ? 0.01 : 1e-6)]));
}

/** A number within the tolerance counts as the number stated. */
const within = (found: unknown, asked: unknown, tolerance: number) =>
  (typeof found === 'number' && typeof asked === 'number' && Math.abs(found - asked) <= tolerance ? asked : found);

/** A stated result with what it leaves unsaid. */
export const whole = (expected: Record<string, Expected>) => Object.fromEntries(Object.entries(expected).map(([code, { between, findings, ...rest }]) =>
  [code, { ...rest, between: between ?? null, findings: Object.fromEntries(Object.entries(findings).map(([rule, one]) => [rule, stated(one)])) }]));

export function totalsOf(found: Record<string, { verdict: string }>) {
  const verdicts = Object.values(found).map(({ verdict }) => verdict);
  return Object.fromEntries([...new Set(verdicts)].map((one) => [one, verdicts.filter((verdict) => verdict === one).length]));
}
