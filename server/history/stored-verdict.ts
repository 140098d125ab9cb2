import type { Knex } from 'knex';
import type { Verdict } from '../api-types';
import { runQuery } from '../db/query';

/** A verdict as it was stored, with its run and pack. */
export interface StoredVerdict {
  id: number;
  outfall_id: number;
  run_id: number;
  pack_id: string;
  pack_version: string;
  pack_hash: string;
  engine_hash: string | null;
  reason: string;
  actor: string | null;
  as_of: string;
  decided_at: Date;
  /** Record time whose rows were read, RFC 3339 to the microsecond. */
  known_at: string;
  verdict: Verdict['verdict'];
  strictest: 'ban' | 'merge' | 'keep' | null;
  mildest: 'ban' | 'merge' | 'keep' | null;
  no_action: boolean | null;
  by_category: Verdict['by_category'];
  editions: number[];
  input_hash: string;
  in_force: boolean;
}

const COLUMNS = `v.id, v.outfall_id, v.run_id, v.pack_id, v.pack_version, r.pack_hash, r.engine_hash, r.reason, r.actor, v.as_of, v.decided_at,
  to_char(v.known_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS known_at,
  v.verdict, v.strictest, v.mildest, v.no_action, v.by_category, to_json(v.editions) AS editions, v.input_hash, v.id IS NOT DISTINCT FROM c.verdict_id AS in_force`;

const FROM = 'verdict v JOIN rule_run r ON r.id = v.run_id LEFT JOIN verdict_current c ON c.outfall_id = v.outfall_id';

const select = async (trx: Knex, sql: string, bindings: Record<string, unknown>) => runQuery<StoredVerdict>(trx, { sql: `SELECT ${COLUMNS} FROM ${FROM} ${sql}`, bindings });

/** The verdict in force. */
export const currentVerdict = async (trx: Knex, outfallId: number): Promise<StoredVerdict | undefined> =>
  (await select(trx, 'WHERE v.outfall_id = :outfall_id AND v.id = c.verdict_id', { outfall_id: outfallId }))[0];

/** The latest verdict of the day (YYYY-MM-DD) or before it that was on record at `known` (RFC 3339). */
export const verdictOn = async (trx: Knex, outfallId: number, day: string, known: string): Promise<StoredVerdict | undefined> =>
  (await select(trx, `WHERE v.outfall_id = :outfall_id AND v.as_of <= :day::date AND v.decided_at <= :known::timestamptz
    ORDER BY v.as_of DESC, v.id DESC LIMIT 1`, { outfall_id: outfallId, day, known }))[0];

/** One verdict by its number. */
export const verdictById = async (trx: Knex, outfallId: number, id: number): Promise<StoredVerdict | undefined> =>
  (await select(trx, 'WHERE v.outfall_id = :outfall_id AND v.id = :id', { outfall_id: outfallId, id }))[0];

/** All verdicts of an outfall in the order in which they were decided, also of one that is deleted. */
export const allVerdicts = (trx: Knex, outfallId: number): Promise<StoredVerdict[]> =>
  select(trx, 'WHERE v.outfall_id = :outfall_id ORDER BY v.id', { outfall_id: outfallId });
