import type { Knex } from 'knex';
import type { RuleRun } from '../api-types';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import type { Pack } from '../rules/pack-files';
import { liveRuns } from './live-runs';
import { ALIVE } from './watch';

const UTC = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Verdicts that the run changed, by kind: each beside the one before it. */
const FLIPS = `(SELECT coalesce(json_agg(json_build_object('from', f.was, 'to', f.verdict, 'count', f.n) ORDER BY f.n DESC, f.was, f.verdict), '[]')
  FROM (SELECT former.verdict AS was, v.verdict, count(*) AS n FROM verdict v
        LEFT JOIN LATERAL (SELECT verdict FROM verdict e WHERE e.outfall_id = v.outfall_id AND e.id < v.id ORDER BY e.id DESC LIMIT 1) former ON true
        WHERE v.run_id = r.id AND former.verdict IS DISTINCT FROM v.verdict GROUP BY 1, 2) f)`;

/** A run on record as it is told, or undefined. A run of this process is told from memory: see `live-run.ts`. */
export async function readRun(runner: Knex | Knex.Transaction, id: number): Promise<RuleRun | undefined> {
  const [row] = await runQuery<RuleRun>(runner, {
    sql: `SELECT r.id, r.state, json_build_object('id', r.pack_id, 'version', r.pack_version) AS pack, r.region_code AS region, r.as_of, r.reason, r.actor,
                 ${UTC('r.started_at')} AS started_at, ${UTC('r.finished_at')} AS finished_at, ${UTC('r.ended_at')} AS ended_at,
                 round(extract(epoch FROM coalesce(r.finished_at, r.ended_at, clock_timestamp()) - r.started_at) * 1000)::bigint AS duration_ms,
                 r.outfalls, r.changed, CASE WHEN r.finished_at IS NOT NULL THEN ${FLIPS} END AS flips, r.error, r.cancelled_by,
                 r.cancel_asked AND r.state = 'running' AS cancelling, NULL AS progress
          FROM rule_run r WHERE r.id = :id`,
    bindings: { id },
  });
  return row;
}

export interface NewRun { pack: Pack; asOf: string; reason: string; actor: string | undefined }

export async function nextRunId(knex: Knex): Promise<number> {
  const [row] = await runQuery<{ id: number }>(knex, { sql: "SELECT nextval(pg_get_serial_sequence('rule_run', 'id')) AS id", bindings: {} });
  return (row as { id: number }).id;
}

/** Puts a run on record before its work. @throws Error 23505 while another run of the city is under way. */
export async function recordRun(knex: Knex, id: number, { pack, asOf, reason, actor }: NewRun): Promise<RuleRun> {
  await runQuery(knex, {
    sql: `INSERT INTO rule_run (id, pack_id, pack_version, pack_hash, region_code, as_of, reason, actor, detached) OVERRIDING SYSTEM VALUE
          VALUES (:id, :pack_id, :version, :hash, :region, :as_of, :reason, :actor, true)`,
    bindings: { id, pack_id: pack.id, version: pack.version, hash: pack.hash, region: pack.region, as_of: asOf, reason, actor: actor ?? null },
  });
  return (await readRun(knex, id)) as RuleRun;
}

/** Says how a run ended that stored nothing. */
export async function recordEnd(knex: Knex, id: number, state: 'failed' | 'cancelled', error: string | null, by: string | null): Promise<void> {
  await runQuery(knex, {
    sql: `UPDATE rule_run SET ended = :state, ended_at = clock_timestamp(), error = :error, cancelled_by = coalesce(:by, cancelled_by)
          WHERE id = :id AND state = 'running'`,
    bindings: { id, state, error, by },
  });
}

/**
 * Marks runs failed that say running and whose process is gone: neither this process knows them nor does any connection
 * hold their lock. What they had done was rolled back with their transaction.
 */
export async function endDeadRuns(db: Pick<Db, 'knex'>): Promise<number[]> {
  const rows = await runQuery<{ id: number }>(db.knex, {
    sql: `UPDATE rule_run r SET ended = 'failed', ended_at = clock_timestamp(), error = :error
          WHERE r.detached AND r.state = 'running' AND r.id <> ALL (:mine::bigint[])
            AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = :alive AND l.objid::bigint = r.id AND l.objsubid = 2 AND l.granted
                            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
          RETURNING r.id`,
    bindings: { error: '进程中途结束，原结论不变 (its process ended in the middle; the former verdicts stay in force)', mine: [...liveRuns(db).keys()], alive: ALIVE },
  });
  return rows.map(({ id }) => id);
}
