import type { Knex } from 'knex';

/** A statement as a value: `:name` placeholders in `sql`, their values in `bindings`. Built purely, run only here. */
export interface Query {
  sql: string;
  bindings: Record<string, unknown>;
}

type Runner = Knex | Knex.Transaction;

/** Runs one statement. Names in `sql` that are not in `bindings` are an error, never text. */
export async function runQuery<Row>(runner: Runner, query: Query): Promise<Row[]> {
  const { rows } = await runner.raw(query.sql, query.bindings as never);
  return rows;
}

/**
 * Runs `work` in one transaction without the time limit of requests: loads, evaluations.
 * Nothing inside may use another connection: the embedded engine has only one.
 */
export function runJob<T>(knex: Knex, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return knex.transaction(async (trx) => {
    await trx.raw('SET LOCAL statement_timeout = 0');
    return work(trx);
  });
}
