import type { Db } from '../db/open';
import { runJob } from '../db/query';
import { endDeadJobs } from './told';
import { sweepFolders } from './upload';

/** At the start: what imports of processes that are gone left behind goes, and their jobs say so. @returns the jobs that failed. */
export async function recoverImports(db: Db): Promise<number[]> {
  sweepFolders();
  const dead = await endDeadJobs(db);
  await runJob(db.knex, (trx) => trx.raw("DELETE FROM import_row WHERE job_id IN (SELECT id FROM import_job WHERE state NOT IN ('reading', 'previewed', 'committing'))"));
  return dead;
}
