import type { Knex } from 'knex';
import type { Flip } from '../api-types';
import { runQuery } from '../db/query';

/** Outfalls that the evaluation in hand judges otherwise than what is in force, with the findings that differ. Nothing is written. */
export const flipsInHand = (trx: Knex.Transaction): Promise<Flip[]> => runQuery<Flip>(trx, {
  sql: `SELECT o.id AS outfall, o.local_code AS code, o.name, v.verdict AS from, c.verdict AS to,
               coalesce((SELECT jsonb_agg(jsonb_build_object('rule', coalesce(f.rule, g.rule), 'from', f.outcome, 'to', g.outcome) ORDER BY coalesce(f.rule, g.rule))
                FROM (SELECT rule, outcome, effect FROM finding WHERE outfall_id = v.outfall_id AND verdict_id = v.verdict_id) f
                FULL JOIN (SELECT rule, outcome, evidence ->> 'effect' AS effect FROM found_so_far
                           WHERE subject_id = c.subject_id AND outcome IN ('conflict', 'borderline', 'unknown')) g ON g.rule = f.rule
                WHERE (f.outcome, f.effect) IS DISTINCT FROM (g.outcome, g.effect)), '[]') AS why
        FROM composed c
        JOIN outfall o ON o.id = c.outfall_id
        LEFT JOIN verdict_current v ON v.outfall_id = o.id
        WHERE c.own AND c.variant_of IS NULL AND v.verdict IS DISTINCT FROM c.verdict
        ORDER BY o.id`,
  bindings: {},
});
