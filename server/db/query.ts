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
 * named statements apart (embedded) it is planned anew. The text is taken apart once, not for every call.
 */
export async function runKept<Row>(runner: Knex.Transaction, query: Query): Promise<Row[]> {
  if (!(runner.userParams as EngineParams | undefined)?.keepsPlans) return runQuery(runner, query);
  const { name, text, order } = kept(query);
  const connection: { query(config: { name: string; text: string; values: unknown[] }): Promise<{ rows: Row[] }> } = await runner.client.acquireConnection();
  const { rows } = await connection.query({ name, text, values: order.map((key) => query.bindings[key] ?? null) });
  return rows;
}

interface KeptStatement { name: string; text: string; order: string[] }

const keptStatements = new Map<string, KeptStatement>();

function kept({ sql, bindings }: Query): KeptStatement {
  let statement = keptStatements.get(sql);
  if (!statement) {
    const order: string[] = [];
    const text = sql.replace(PLACEHOLDER, (_, key: string) => {
      if (!(key in bindings)) throw new Error(`no value for :${key}`);
      return `$${order.push(key)}`;
    });
    statement = { name: createHash('sha1').update(text).digest('hex').slice(0, 24), text, order };
    keptStatements.set(sql, statement);
  }
  return statement;
}

const PLACEHOLDER = /(?<![:\w]):([a-z_]\w*)/g;

/** What a knex instance says of its engine. */
export interface EngineParams { keepsPlans: boolean }

/** knex reads `:name::type` as an identifier, so names become `?` here; a literal `?` is escaped. */
export function positional({ sql, bindings }: Query): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const text = sql.replace(/\?/g, '\\?').replace(PLACEHOLDER, (_, name: string) => {
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
