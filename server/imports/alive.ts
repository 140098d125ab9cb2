import { Client } from 'pg';
import type { Db } from '../db/open';

/** Any number: first key of advisory locks; the second is the job's id. */
export const ALIVE = 653001236;

/**
 * A connection that holds the lock that says that the job's process lives; it goes with the process, however that ends. The embedded engine has
 * one process, which knows its own jobs.
 * @returns how to give the lock back.
 */
export async function sayAlive(db: Db, job: number): Promise<() => Promise<void>> {
  if (db.engine === 'embedded') return async () => {};
  const client = new Client({ ...db.knex.client.config.connection, application_name: `paikou import ${job}`, keepAlive: true });
  client.on('error', () => {}); // lost: other processes take the job for dead, and its row then refuses to finish
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1, $2)', [ALIVE, job]);
  return () => client.end().catch(() => {});
}
