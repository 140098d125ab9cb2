import type { Db } from '../db/open';
import type { LiveRun } from './live-run';

const opened = new WeakMap<Db['knex'], Map<number, LiveRun>>();

/** The runs of this process over a database, by id. */
export function liveRuns({ knex }: Pick<Db, 'knex'>): Map<number, LiveRun> {
  const runs = opened.get(knex) ?? new Map<number, LiveRun>();
  opened.set(knex, runs);
  return runs;
}

/** Ends every run of this process and waits until the rows say so: the process is about to end. */
export async function endLiveRuns(db: Db): Promise<void> {
  const runs = [...liveRuns(db).values()];
  for (const run of runs) run.stop({ by: null, state: 'failed', reason: '服务停止 (the server was stopped)' });
  await Promise.allSettled(runs.map(({ ended }) => ended));
}
