import type { Knex } from 'knex';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';

/** Takes the staged rows of a job away. Where no other job has any and nobody is at the table, it is emptied at once and its place on disk given back. */
export async function clearRows(db: Db, job: number): Promise<void> {
  const emptied = await db.knex.transaction(async (trx) => {
    if (await othersStaged(trx, job)) return false;
    await trx.raw('LOCK TABLE import_row IN ACCESS EXCLUSIVE MODE NOWAIT');
    if (await othersStaged(trx, job)) return false;
    await trx.raw('TRUNCATE import_row');
    return true;
  }).catch((error) => {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  });
  if (!emptied) await runJob(db.knex, (trx) => trx('import_row').where({ job_id: job }).del());
}

const LOCK_NOT_AVAILABLE = '55P03';

async function othersStaged(trx: Knex.Transaction, job: number): Promise<boolean> {
  const [row] = await runQuery<{ first: number | null; last: number | null }>(trx, { sql: 'SELECT min(job_id) AS first, max(job_id) AS last FROM import_row', bindings: {} });
  return [row?.first ?? job, row?.last ?? job].some((one) => one !== job);
}
