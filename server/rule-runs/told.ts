import type { RuleRun, RunProgress } from '../api-types';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { liveRuns } from './live-runs';
import { endDeadRuns, readRun } from './record';
import { CANCEL } from './watch';

/** A run as it is now: one of this process from memory, any other from its row. @throws AppError not_found */
export async function toldRun(db: Db, id: number): Promise<RuleRun> {
  const live = liveRuns(db).get(id);
  if (live) return live.snapshot();
  const row = await readRun(db.knex, id);
  if (row?.state === 'running' && (await endDeadRuns(db)).includes(id)) return toldRun(db, id);
  if (row) return row;
  throw new AppError('not_found', `没有研判 ${id} (no such run)`, [{ field: 'id', reason: 'unknown run', value: id }]);
}

/**
 * Asks for the end of a run. On a server the statement under way is interrupted; the embedded engine stops at the next step.
 * @throws AppError conflict when it has ended already.
 */
export async function cancelRun(db: Db, id: number, by: string | undefined): Promise<RuleRun> {
  const live = liveRuns(db).get(id);
  if (live) {
    live.stop({ by: by ?? null, state: 'cancelled', reason: 'cancelled' });
    return live.snapshot();
  }
  const { state } = await toldRun(db, id);
  const asked = state === 'running' ? await askItsProcess(db, id, by) : false;
  if (asked) return toldRun(db, id);
  throw new AppError('conflict', `研判 ${id} 已结束 (the run has ended)`, [{ field: 'id', reason: `state ${state}`, value: id }]);
}

async function askItsProcess({ knex }: Db, id: number, by: string | undefined): Promise<boolean> {
  const rows = await runQuery(knex, {
    sql: `WITH asked AS (UPDATE rule_run SET cancel_asked = true, cancelled_by = coalesce(:by, cancelled_by) WHERE id = :id AND state = 'running' RETURNING id)
          SELECT pg_notify(:channel, id::text) FROM asked`,
    bindings: { id, by: by ?? null, channel: CANCEL },
  });
  return rows.length > 0;
}

/** How often a run of another process is looked at, ms. */
const LOOK_MS = 1000;

/**
 * Tells how a run goes on until it ends: first how it stands, then each step. Of a run of another process the steps are not
 * known here, only that it goes on.
 */
export async function followRun(db: Db, id: number, tell: (progress: RunProgress) => void, left: AbortSignal): Promise<RuleRun | undefined> {
  const live = liveRuns(db).get(id);
  if (live) {
    tell(live.progress());
    const deaf = live.listen(tell);
    await Promise.race([live.ended.catch(() => {}), aborted(left)]);
    deaf();
  }
  for (;;) {
    if (left.aborted) return undefined;
    const run = await toldRun(db, id);
    if (run.state !== 'running') return run;
    tell({ id, state: 'running', step: null, done: null, of: null, elapsed_ms: run.duration_ms, cancelling: run.cancelling });
    await new Promise((done) => { setTimeout(done, LOOK_MS); });
  }
}

const aborted = (signal: AbortSignal) => new Promise<void>((done) => { signal.addEventListener('abort', () => done(), { once: true }); });
