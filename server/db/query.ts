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

/** What `pg` has of a connection; knex gives away one that is marked no more. */
export interface Connection {
  processID: number;
  __knex__disposed?: string;
  query(config: { name?: string; text: string; values: unknown[] }): Promise<{ rows: never[] }>;
}

/** Plans that one connection keeps before it is replaced: what clients may combine has no end, memory has. */
const PLANS_PER_CONNECTION = 40;

const plansOf = new WeakMap<Connection, Set<string>>();

/**
 * Runs a statement by a plan kept on the connection, and lets `signal` end it. The connection is held until the cancellation
 * is through, so that it never hits a later statement.
 * @param runner a pool, or a transaction (which `signal` fails)
 * @param other where the cancellation is sent
 */
export async function runStoppable<Row>(runner: Knex, query: Query, { keep, signal, other }: { keep: boolean; signal?: AbortSignal; other: Knex }): Promise<Row[]> {
  const { name, text, order } = kept(query);
  const values = order.map((key) => query.bindings[key] ?? null);
  const connection: Connection = await runner.client.acquireConnection();
  let stopping: Promise<unknown> | undefined;
  let over = false;
  const stop = () => { stopping = cancel(other, connection.processID, () => over); };
  try {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', stop, { once: true });
    if (keep) countPlan(connection, name);
    runner.client.emit('query', { sql: text, bindings: values });
    const { rows } = await connection.query(keep ? { name, text, values } : { text, values });
    return rows;
  } finally {
    over = true;
    signal?.removeEventListener('abort', stop);
    await stopping;
    await runner.client.releaseConnection(connection);
  }
}

/** Said again until the statement is over: a cancellation that comes before its statement has begun is lost. */
async function cancel(other: Knex, processID: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await other.raw('SELECT pg_cancel_backend(?)', [processID]).catch(() => {});
    await new Promise((done) => { setTimeout(done, 20); });
  }
}

function countPlan(connection: Connection, name: string) {
  const plans = plansOf.get(connection) ?? new Set();
  plansOf.set(connection, plans.add(name));
  if (plans.size > PLANS_PER_CONNECTION) connection.__knex__disposed = 'holds many plans';
}

interface KeptStatement { name: string; text: string; order: string[] }

const keptStatements = new Map<string, KeptStatement>();

/** Texts taken apart that are remembered; the first of them goes when there are more. */
const KEPT_TEXTS = 1000;

function kept({ sql, bindings }: Query): KeptStatement {
  let statement = keptStatements.get(sql);
  if (!statement) {
    if (keptStatements.size >= KEPT_TEXTS) keptStatements.delete(keptStatements.keys().next().value as string);
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

export const PLACEHOLDER = /(?<![:\w]):([a-z_]\w*)/g;

/** What a knex instance says of its engine. */
export interface EngineParams {
  keepsPlans: boolean;
  /** The transaction looks back: names mean the tables of then. */
  past?: boolean;
}

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
