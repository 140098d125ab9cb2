import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { AppError } from '../errors';

// An edit reads and judges what other edits and runs read and judge. So that none of them works on what another is about to
// change, each takes its lock before it reads anything: edits one at a time, runs of different cities side by side.

/** Any number: first key of the advisory locks of this file; the second is 0 or a city's code. */
const LOCK = 653001232;
const INVENTORY = 0;
/** Longest wait for another writer, milliseconds. */
export const LONGEST_WAIT_MS = 15_000;

const LOCK_NOT_AVAILABLE = '55P03';

/** Keeps every other edit and run out until the transaction ends. @throws AppError 409 naming who holds on longer than the wait. */
export async function lockForEdit(trx: Knex.Transaction, what: string, waitMs = LONGEST_WAIT_MS): Promise<void> {
  await take(trx, { what, waitMs, key: INVENTORY, how: 'pg_advisory_xact_lock' });
}

/** Keeps edits and other runs of the city out until the transaction ends. @throws AppError 409 likewise. */
export async function lockForRun(trx: Knex.Transaction, region: string, waitMs = LONGEST_WAIT_MS): Promise<void> {
  const what = `run ${region}`;
  await take(trx, { what, waitMs, key: INVENTORY, how: 'pg_advisory_xact_lock_shared' });
  await take(trx, { what, waitMs, key: Number(region), how: 'pg_advisory_xact_lock' });
}

interface Wanted { what: string; waitMs: number; key: number; how: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared' }

async function take(trx: Knex.Transaction, { what, waitMs, key, how }: Wanted) {
  // what a session works on stands in pg_stat_activity, so that whoever waits can say for whom
  await runQuery(trx, {
    sql: "SELECT set_config('application_name', :name, true), set_config('lock_timeout', :ms, true)",
    bindings: { name: `paikou ${what}`, ms: `${waitMs}ms` },
  });
  try {
    await trx.transaction(async (inner) => {
      await runQuery(inner, { sql: `SELECT ${how}(:lock, :key)`, bindings: { lock: LOCK, key } });
      // from here on nobody else writes what is read: what this transaction records is recorded now, not when it began to wait
      await runQuery(inner, { sql: "SELECT set_config('lock_timeout', '0', true), set_config('paikou.record_time', clock_timestamp()::text, true)", bindings: {} });
    });
  } catch (error) {
    if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw await waited(trx, what, waitMs, key);
  }
}

async function waited(trx: Knex.Transaction, what: string, waitMs: number, key: number): Promise<AppError> {
  const holders = await runQuery<{ name: string; since: string }>(trx, {
    sql: `SELECT a.application_name AS name, to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
          FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
          WHERE l.locktype = 'advisory' AND l.classid = :lock AND l.objid = :key AND l.granted
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.pid <> pg_backend_pid()
          ORDER BY a.xact_start`,
    bindings: { lock: LOCK, key },
  });
  const whom = holders.map(({ name, since }) => `${name.replace(/^paikou /, '')} (${since})`).join(', ') || '—';
  const reason = `等待 ${waitMs / 1000} s 后放弃，正在进行 (gave up waiting for): ${whom}`;
  return new AppError('conflict', `“${what}”未能进行：另一项编辑或研判尚未完成，请稍后重试 (another edit or evaluation is under way, try again)`, [
    { field: 'lock', reason, value: what },
  ]);
}
