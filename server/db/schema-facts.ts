import type { Knex } from 'knex';

const known = new WeakMap<object, Map<string, unknown>>();

/**
 * What the schema says, read once for an opened database: it changes only by migrations, and these run before anything is
 * asked. Catalogue queries would cost an edit more than what it writes.
 */
export async function schemaFact<T>(runner: Knex | Knex.Transaction, name: string, read: () => Promise<T>): Promise<T> {
  const database: object | undefined = runner.userParams;
  if (!database) throw new Error('schemaFact: not a database of openDatabase');
  const facts = known.get(database) ?? new Map<string, unknown>();
  known.set(database, facts);
  if (!facts.has(name)) facts.set(name, await read());
  return facts.get(name) as T;
}
