import type { Knex } from 'knex';
import type { Db } from '../db/open';
import { type EngineParams, runQuery } from '../db/query';

/**
 * Lets the rest of a transaction read what was known at a moment of record time: the same statements, over the views of
 * the schema `past`. `known` is RFC 3339, exact to the microsecond.
 */
export async function lookBack(trx: Knex.Transaction, known: string): Promise<void> {
  (trx as { userParams: unknown }).userParams = { keepsPlans: false, past: true } satisfies EngineParams; // plans kept on the connection are for the present
  // each view is a union: with the joins taken in the order written, planning costs half; what a look at a whole country
  // joins, each parallel worker hashes anew
  await runQuery(trx, {
    sql: `SELECT set_config('search_path', 'past, public', true), set_config('paikou.known_at', :known, true),
                 set_config('from_collapse_limit', '1', true), set_config('join_collapse_limit', '1', true),
                 set_config('max_parallel_workers_per_gather', '1', true), set_config('work_mem', '64MB', true)`,
    bindings: { known },
  });
}

/** Ends `lookBack` within its transaction; memory and workers, which change no answer, stay as they are. */
export async function lookAtPresent(trx: Knex.Transaction): Promise<void> {
  await runQuery(trx, {
    sql: `SELECT set_config('search_path', 'public', true), set_config('paikou.known_at', '', true),
                 set_config('from_collapse_limit', '8', true), set_config('join_collapse_limit', '8', true)`,
    bindings: {},
  });
}

/** Work over what was known at a moment, in a transaction of its own; over the present where none is given. */
export async function asKnown<T>(db: Db, knownAt: Date | undefined, work: (knex: Knex) => Promise<T>): Promise<T> {
  if (!knownAt) return work(db.knex);
  return db.knex.transaction(async (trx) => {
    await lookBack(trx, endOf(knownAt));
    return work(trx);
  });
}

/** Times are told to the millisecond and kept to the microsecond: what is told is meant with all of its millisecond. */
export const endOf = (moment: Date): string => moment.toISOString().replace('Z', '999Z');
