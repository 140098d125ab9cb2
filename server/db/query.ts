import { createHash } from 'node:crypto';
import type { Knex } from 'knex';

/** A statement as a value: `:name` placeholders in `sql`, their values in `bindings`. Built purely, run only here. */
export interface Query {
  sql: string;
  bindings: Record<string, unknown>;
}

type Runner = Knex | Knex.Transaction;

/**
 * Runs one statement.
 * @throws Error when `sql` names a placeholder that `bindings` lacks.
 */
export async function runQuery<Row>(runner: Runner, query: Query): Promise<Row[]> {
  const { sql, values } = positional(query);
  const { rows } = await runner.raw(sql, values as Knex.Value[]);
  return rows;
}

/**
 * Runs a statement that will come again on the same connection by a plan kept there. Where the engine cannot keep
 * named statements apart (embedded) it is planned anew.
 */
export async function runKept<Row>(runner: Knex.Transaction, query: Query): Promise<Row[]> {
  if (!(runner.userParams as EngineParams | undefined)?.keepsPlans) return runQuery(runner, query);
  const { sql, values } = positional(query);
  const name = createHash('sha1').update(sql).digest('hex').slice(0, 24);
  const { rows } = await runner.raw(sql, values as Knex.Value[]).options({ name });
  return rows;
}

/** What a knex instance says of its engine. */
export interface EngineParams { keepsPlans: boolean }

/** knex reads `:name::type` as an identifier, so names become `?` here; a literal `?` is escaped. */
export function positional({ sql, bindings }: Query): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const text = sql.replace(/\?/g, '\\?').replace(/(?<![:\w]):([a-z_]\w*)/g, (_, name: string) => {
    if (!(name in bindings)) throw new Error(`no value for :${name}`);
    values.push(bindings[name] ?? null);
    return '?';
  });
  return { sql: text, values };
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
