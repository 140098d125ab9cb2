import type { Knex } from 'knex';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';

/** A cancellation that comes between two statements finds nothing to end: it is sent again until the transaction is over. */
const AGAIN_MS = 300;

/**
 * A transaction of long statements that `signal` ends, on a server also in the middle of one; nothing of it stays then. On the embedded engine,
 * with its one connection, it ends at the next check between statements. A server notices within seconds that this process is gone.
 */
export function runLong<T>(db: Db, signal: AbortSignal | undefined, work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
  return runJob(db.knex, async (trx) => {
    // sorts and hashes of a whole file: 64 MB before they go to disk
    await trx.raw("SET LOCAL work_mem = '64MB'");
    if (db.engine !== 'server') return work(trx);
    await trx.raw("SET LOCAL client_connection_check_interval = '2s'");
    const [{ pid }] = await runQuery<{ pid: number }>(trx, { sql: 'SELECT pg_backend_pid() AS pid', bindings: {} }) as [{ pid: number }];
    let sent: Promise<unknown> = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    const stop = () => {
      sent = db.knex.raw('SELECT pg_cancel_backend(?)', [pid]).catch(() => {});
      timer = setTimeout(stop, AGAIN_MS);
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      signal?.throwIfAborted();
      return await work(trx);
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', stop);
      clearTimeout(timer);
      await sent; // never meets a later statement of this connection
    }
  });
}
