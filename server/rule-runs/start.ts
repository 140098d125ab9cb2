import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError, problem } from '../errors';
import { activePack, packForDay } from '../packs/active';
import { today } from '../today';
import { LiveRun } from './live-run';
import { liveRuns } from './live-runs';
import { endDeadRuns, type NewRun, nextRunId, recordEnd, recordRun } from './record';
import { runPack } from './run';
import { WORKING, type Watch, watchRun } from './watch';

const UNIQUE_VIOLATION = '23505';

/**
 * Puts a run of a city on record and begins its work, without waiting for it: `ended` settles when it is over.
 * @throws AppError conflict naming the run of the same city that is under way.
 */
export async function startRun(db: Db, catalog: Catalog, asked: NewRun): Promise<LiveRun> {
  await endDeadRuns(db);
  const id = await nextRunId(db.knex);
  let live: LiveRun | undefined;
  const watch = await watchRun(db, id, () => live?.stop({ by: null, state: 'cancelled', reason: 'cancelled' }));
  try {
    live = new LiveRun(await recordRun(db.knex, id, asked));
  } catch (error) {
    await watch.close();
    throw (error as { code?: string }).code === UNIQUE_VIOLATION ? await alreadyRunning(db, asked.pack.region) : error;
  }
  live.interrupt = watch.interrupt;
  liveRuns(db).set(id, live);
  live.ended = work(db, catalog, asked, live, watch);
  live.ended.catch(() => {}); // whoever waits hears of it; so does the row
  return live;
}

async function work(db: Db, catalog: Catalog, asked: NewRun, live: LiveRun, watch: Watch): Promise<void> {
  try {
    await evaluateCity(db, catalog, asked, live);
  } catch (error) {
    const { stopped } = live;
    const state = stopped?.state ?? 'failed';
    const reason = state === 'cancelled' ? null : stopped?.reason ?? problem(error).detail;
    await recordEnd(db.knex, live.id, state, reason, stopped?.by ?? null);
    if (!stopped) throw error;
    throw new AppError('conflict', `研判 ${live.id} 已${state === 'cancelled' ? '取消' : '中止'}，原结论不变 (the run was ended; the former verdicts stay in force)`);
  } finally {
    liveRuns(db).delete(live.id);
    await watch.close();
  }
}

async function evaluateCity(db: Db, catalog: Catalog, { pack, asOf, reason, actor }: NewRun, live: LiveRun) {
  await runPack(db, catalog, pack, {
    reason, actor, asOf, run: live.id, step: live.tell,
    before: async (trx) => {
      if (db.engine === 'server') await runQuery(trx, { sql: 'SELECT pg_advisory_xact_lock(:key, :id)', bindings: { key: WORKING, id: live.id } });
      live.throwIfStopped();
      const active = await packForDay(trx, catalog, pack.region, asOf);
      if (active?.hash !== pack.hash) throw new AppError('conflict', '其间已启用另一规则集，请重新研判 (another edition was activated meanwhile: start again)');
    },
    after: async () => live.throwIfStopped(),
  });
}

/** Told from memory: on the embedded engine the first run holds the connection. */
function refuseSecond(db: Db, region: string) {
  const first = [...liveRuns(db).values()].find((run) => run.region === region);
  if (first) throw underWay(region, first.id);
}

async function alreadyRunning(db: Db, region: string): Promise<AppError> {
  const [row] = await runQuery<{ id: number }>(db.knex, {
    sql: "SELECT id FROM rule_run WHERE region_code = :region AND detached AND state = 'running' ORDER BY id DESC LIMIT 1", bindings: { region },
  });
  return underWay(region, row?.id);
}

function underWay(region: string, run: number | undefined): AppError {
  const reason = run ? `研判 ${run} 正在进行 (run ${run} is under way): /api/rule-runs/${run}` : '刚刚结束，请重试 (it has just ended: try again)';
  return new AppError('conflict', `${region} 已有研判在进行 (a run of this city is under way)；${reason}`, [{ field: 'region', reason, value: region }]);
}

/**
 * What a run is asked for: a date of today or before, and the active edition.
 * @throws AppError invalid, or conflict for another edition or while a run of the city is under way.
 */
export async function readRequest(db: Db, catalog: Catalog, body: { region: string; as_of?: string; pack?: string }, actor: string | undefined): Promise<NewRun> {
  refuseSecond(db, body.region);
  const pack = await activePack(db.knex, catalog, body.region);
  if (!pack) {
    const allowed = [...new Set(catalog.packs.map(({ region }) => region))].join(', ');
    throw new AppError('invalid', `${body.region} 没有现行规则集 (no active pack)`, [{ field: 'region', reason: `可用 (allowed): ${allowed}`, value: body.region }]);
  }
  if (body.pack !== undefined && body.pack !== pack.id && body.pack !== `${pack.id}@${pack.version}`) {
    const reason = `现行为 ${pack.id}@${pack.version}；其他版本先预览、再启用 (this one is active; preview and activate another first)`;
    throw new AppError('conflict', reason, [{ field: 'pack', reason, value: body.pack }]);
  }
  if (body.as_of !== undefined && body.as_of > today()) {
    throw new AppError('invalid', '不能按将来的日期研判 (no run for a day to come)', [{ field: 'as_of', reason: `至今日 ${today()} (until today)`, value: body.as_of }]);
  }
  const asOf = body.as_of ?? today();
  return { pack: await packForDay(db.knex, catalog, body.region, asOf) ?? pack, asOf, reason: 'requested', actor };
}

