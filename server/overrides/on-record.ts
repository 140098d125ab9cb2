import type { Knex } from 'knex';
import type { Override } from '../api-types';
import { type Query, runQuery } from '../db/query';

interface When {
  /** Record time; acts after it are not seen. */
  at?: Date | undefined;
  /** The day that expiry is held against, YYYY-MM-DD in China; what was made on a verdict of a later day says nothing of it. */
  day: string;
  /** The engine's verdict that the facts are compared with; the one in force. */
  verdictId?: number | undefined;
}

/** Every override of an outfall, the latest first, each as it stood at a moment. */
export const overridesOf = (runner: Knex | Knex.Transaction, outfallId: number, when: When): Promise<Override[]> =>
  runQuery<Override>(runner, overridesQuery(outfallId, when));

/** The override in force at a moment, or null. */
export async function overrideInForce(runner: Knex | Knex.Transaction, outfallId: number, when: When): Promise<Override | null> {
  return (await overridesOf(runner, outfallId, when)).find(({ state }) => state === 'in_force') ?? null;
}

const UTC = (moment: string) => `to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Rules that found otherwise on the verdict it was made on than on the one compared with. */
const CHANGED = `(SELECT coalesce(json_agg(json_build_object('rule', rule, 'before', b.outcome, 'after', a.outcome) ORDER BY rule), '[]')
  FROM (SELECT * FROM finding WHERE outfall_id = r.outfall_id AND verdict_id = r.verdict_id) b
  FULL JOIN (SELECT * FROM finding WHERE outfall_id = r.outfall_id AND verdict_id = now_v.id) a USING (rule)
  WHERE (b.outcome, b.effect, b.distance_m, b.error_m, b.areas, b.evidence) IS DISTINCT FROM (a.outcome, a.effect, a.distance_m, a.error_m, a.areas, a.evidence))`;

const overridesQuery = (outfallId: number, { at, day, verdictId }: When): Query => ({
  sql: `
    WITH act AS (
      SELECT * FROM verdict_override_act WHERE outfall_id = :outfall_id AND date_trunc('milliseconds', at) <= :at::timestamptz
    )
    SELECT r.id, r.outfall_id, r.kind, r.verdict, r.judged, r.needs, r.clauses, r.reason, r.expires_on, r.requested_by, ${UTC('r.requested_at')} AS requested_at,
           CASE WHEN gone.id IS NOT NULL THEN 'withdrawn'
                WHEN came.id < (SELECT max(id) FROM act WHERE act.act = 'in_force') THEN 'superseded'
                WHEN r.expires_on < :day::date THEN 'expired'
                WHEN came.id IS NULL THEN 'pending'
                ELSE 'in_force' END AS state,
           CASE WHEN r.needs <> 'nobody' THEN came.actor END AS confirmed_by, ${UTC('came.at')} AS in_force_at,
           CASE WHEN asked.id IS NOT NULL AND gone.id IS NULL THEN json_build_object('actor', asked.actor, 'reason', asked.reason, 'at', ${UTC('asked.at')}) END AS withdrawal_asked,
           CASE WHEN gone.id IS NOT NULL THEN json_build_object('actor', gone.actor, 'reason', gone.reason, 'at', ${UTC('gone.at')}) END AS withdrawn,
           r.input_hash, now_v.input_hash IS DISTINCT FROM r.input_hash AS facts_changed,
           CASE WHEN now_v.input_hash IS DISTINCT FROM r.input_hash THEN ${CHANGED} ELSE '[]' END AS changed
    FROM verdict_override r
    LEFT JOIN act came ON came.override_id = r.id AND came.act = 'in_force'
    LEFT JOIN act gone ON gone.override_id = r.id AND gone.act = 'withdrawn'
    LEFT JOIN LATERAL (SELECT * FROM act WHERE override_id = r.id AND act.act = 'withdrawal_asked' ORDER BY id LIMIT 1) asked ON true
    LEFT JOIN verdict_current c ON c.outfall_id = r.outfall_id
    LEFT JOIN verdict now_v ON now_v.outfall_id = r.outfall_id AND now_v.id = coalesce(:verdict_id::bigint, c.verdict_id)
    WHERE r.outfall_id = :outfall_id AND date_trunc('milliseconds', r.requested_at) <= :at::timestamptz
      AND EXISTS (SELECT FROM verdict made_on WHERE made_on.outfall_id = r.outfall_id AND made_on.id = r.verdict_id AND made_on.as_of <= :day::date)
    ORDER BY r.id DESC`,
  bindings: { outfall_id: outfallId, at: at?.toISOString() ?? 'infinity', day, verdict_id: verdictId ?? null },
});
