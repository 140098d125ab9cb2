import { Client } from 'pg';
import type { Db } from '../db/open';

/** Any numbers: first keys of advisory locks; the second is the run's id. */
export const ALIVE = 653001234;
export const WORKING = 653001235;
/** Channel on which another process asks for the end of a run: its payload is the id. */
export const CANCEL = 'paikou_run_cancel';

/** How often the statement under way is interrupted until the run has ended, ms: a signal between two statements is lost. */
const AGAIN_MS = 300;

export interface Watch {
  /** Ends the statement that works on the run, and those after it. */
  interrupt(): void;
  close(): Promise<void>;
}

/**
 * A connection beside the one that works: it holds the lock that says that the run's process lives, hears of other
 * processes' cancellations, and interrupts the work. The embedded engine has one process and one connection: nothing to do.
 */
export async function watchRun(db: Db, id: number, onCancel: () => void): Promise<Watch> {
  if (db.engine === 'embedded') return { interrupt: () => {}, close: async () => {} };
  const client = new Client({ ...db.knex.client.config.connection, application_name: `paikou run ${id}`, keepAlive: true });
  client.on('error', () => {}); // lost: other processes will take the run for dead, and its row then refuses to finish
  client.on('notification', ({ payload }) => { if (payload === String(id)) onCancel(); });
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1, $2)', [ALIVE, id]);
  await client.query(`LISTEN ${CANCEL}`);
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    client.query(INTERRUPT, [WORKING, id]).catch(() => {});
    timer ??= setInterval(interrupt, AGAIN_MS);
  };
  return { interrupt, close: async () => { clearInterval(timer); await client.end().catch(() => {}); } };
}

/** Only a backend that holds the run's lock now: another one may have taken over the connection. */
const INTERRUPT = `SELECT pg_cancel_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND objsubid = 2 AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
