import type { ImportJob, ImportOutcome } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';
import { AppError } from '../errors';
import { type Commit, commitJob } from './commit';
import type { JobRow } from './job-row';
import { LiveJob, liveJobs } from './live-jobs';
import { convert } from './meaning/convert';
import { drawingsIn } from './meaning/drawing-layers';
import { makePlan, type Wishes } from './meaning/make-plan';
import { namesOf, type RawRow } from './reading/source';
import { insertRows } from './stage';
import { commonOf, stagedRow } from './staged-row';
import { sayAlive } from './alive';
import { clearRows } from './clear';
import { dropFile, keptFile } from './kept-files';
import { type Asked, preview, readAgain, reasonOf } from './start';
import { forgetCommitting, readJob, rememberWhileCommitting, toldJob } from './told';
import { undoJob } from './undo';

const wrongState = ({ id, state }: Pick<JobRow, 'id' | 'state'>, wanted: string) =>
  new AppError('conflict', `导入 ${id} 现为 ${state}，须为 ${wanted} (the import must be ${wanted})`, [{ field: 'id', reason: `state ${state}`, value: id }]);

/** Cancelled when a commit is taken back by whoever asked for it. */
class Cancelled extends Error {}

/** Begins to commit; `ended` settles when it is over, `outcome` with what it did. @throws AppError 409 for a job in another state. */
export async function startCommit(db: Db, catalog: Catalog, id: number, commit: Commit, actor: string | undefined): Promise<{ live: LiveJob; outcome: Promise<ImportOutcome> }> {
  const job = await readJob(db, id);
  if (job.state !== 'previewed') throw wrongState(job, 'previewed');
  const told = await toldJob(db, id, { limit: 100, cursor: undefined });
  if (liveJobs(db).has(id)) throw wrongState({ id, state: 'committing' }, 'previewed');
  const live = new LiveJob(id, 'committing');
  liveJobs(db).set(id, live); // before its row says so: whoever reads a row that is committing and finds nobody at it takes it for dead
  let dead = async () => {};
  try {
    dead = await sayAlive(db, id);
    const taken = await db.knex('import_job').where({ id, state: 'previewed' }).update({ state: 'committing' });
    if (taken !== 1) throw wrongState(await readJob(db, id), 'previewed');
  } catch (error) {
    liveJobs(db).delete(id);
    live.is(Promise.resolve());
    await dead();
    throw error;
  }
  rememberWhileCommitting(id, told);
  const outcome = work(db, catalog, job, commit, actor, live).finally(async () => { liveJobs(db).delete(id); forgetCommitting(id); await dead(); });
  live.is(outcome.then(() => {}));
  return { live, outcome };
}

async function work(db: Db, catalog: Catalog, job: JobRow, commit: Commit, actor: string | undefined, live: LiveJob): Promise<ImportOutcome> {
  try {
    const outcome = await commitJob({ db, catalog, job, commit, actor, signal: live.signal, told: live.tell, check: live.check });
    await clearRows(db, job.id);
    dropFile(db, job.id);
    return outcome;
  } catch (error) {
    const cancelled = live.signal.aborted && live.signal.reason instanceof Cancelled;
    await db.knex('import_job').where({ id: job.id, state: 'committing' }).update(cancelled ? { state: 'cancelled' } : { state: 'previewed', error: JSON.stringify(reasonOf(error)) });
    if (cancelled) {
      await clearRows(db, job.id);
      dropFile(db, job.id);
      throw new AppError('conflict', `导入 ${job.id} 已取消，没有写入任何数据 (the import was cancelled; nothing was written)`);
    }
    throw error;
  }
}

/** Ends a job that is not committed; its rows go. While it is being committed, nothing of it stays. */
export async function cancelJob(db: Db, id: number): Promise<ImportJob> {
  const live = liveJobs(db).get(id);
  if (live) {
    live.cancel(new Cancelled('已取消 (cancelled)'));
    await live.ended.catch(() => {});
    return toldJob(db, id, { limit: 100, cursor: undefined });
  }
  const job = await readJob(db, id);
  if (!['previewed', 'failed'].includes(job.state)) throw wrongState(job, 'previewed');
  if (await db.knex('import_job').where({ id }).whereIn('state', ['previewed', 'failed']).update({ state: 'cancelled' })) await clearRows(db, id);
  dropFile(db, id);
  return toldJob(db, id, { limit: 100, cursor: undefined });
}

/** @throws AppError 409 where rows were changed since, or others refer to them. */
export async function undoImport(db: Db, catalog: Catalog, id: number, actor: string | undefined): Promise<{ job: ImportJob; undone: Pick<ImportOutcome, 'runs' | 'flips' | 'flipped'> }> {
  const job = await readJob(db, id);
  if (job.state !== 'committed') throw wrongState(job, 'committed');
  const undone = await undoJob(db, catalog, job, actor);
  return { job: await toldJob(db, id, { limit: 100, cursor: undefined }), undone };
}

const PAGE = 2_000;

/** What is wanted of a job that stands; null = as guessed. */
export type Anew = Wishes & { sheet?: string | null | undefined; encoding?: string | null | undefined };

/**
 * Reads a job another way: another layer, meaning of columns, reading of coordinates of the rows that are staged; the file itself once more for
 * another sheet or encoding, and where it could not be read so far. Nothing is written but the preview.
 */
export async function replan(db: Db, catalog: Catalog, id: number, wishes: Anew): Promise<ImportJob> {
  const job = await readJob(db, id);
  if (wishes.sheet !== undefined || wishes.encoding !== undefined || (job.state === 'failed' && keptFile(db, id))) return anew(db, catalog, job, wishes);
  if (job.state !== 'previewed') throw wrongState(job, 'previewed');
  const { sheet: _sheet, encoding: _encoding, ...how } = wishes;
  return restage(db, catalog, job, how);
}

/** Columns and layer of another sheet are others: what was guessed or said of them goes, but the layer that was asked for. */
async function anew(db: Db, catalog: Catalog, job: JobRow, { sheet, encoding, ...wishes }: Anew): Promise<ImportJob> {
  const { id, asked, source: { tables = [] } } = job;
  if (!['previewed', 'failed'].includes(job.state)) throw wrongState(job, 'previewed');
  if (sheet && tables.length && !tables.some(({ name }) => name === sheet)) {
    throw new AppError('invalid', '文件没有这个工作表或图层 (no such sheet or layer)', [{ field: 'sheet', reason: `有 (there are): ${tables.map(({ name }) => name).join('、')}`, value: sheet }]);
  }
  const { sheet: sheetBefore, encoding: encodingBefore, mapping: _mapping, row_readings: _readings, ...before } = asked;
  const named = { sheet: sheet === undefined ? sheetBefore : sheet ?? undefined, encoding: encoding === undefined ? encodingBefore : encoding ?? undefined };
  await readAgain(db, catalog, id, { ...before, ...wishes, ...named } as Asked);
  return toldJob(db, id, { limit: 100, cursor: undefined });
}

async function restage(db: Db, catalog: Catalog, job: JobRow, wishes: Wishes): Promise<ImportJob> {
  const { id } = job;
  const merged: Wishes = { ...job.asked, ...wishes, mapping: wishes.layer !== undefined && wishes.layer !== job.layer ? wishes.mapping : mergedMapping(job.asked.mapping, wishes.mapping), values: mergedValues(job.asked.values, wishes.values), layer: wishes.layer ?? job.asked.layer ?? job.layer ?? undefined, row_readings: { ...job.asked.row_readings, ...wishes.row_readings } };
  await runJob(db.knex, async (trx) => {
    const sample = await stagedRows(trx, id, 0, 200);
    const { columns = [], shapes = false, stated = null } = job.source;
    const planned = await makePlan(trx, catalog, { fileName: namesOf(job.file_name, job.source.tables), columns, rows: sample, shapes, crs: stated, ringsRuled: job.source.format === 'GeoJSON', drawings: drawingsIn(job.source.format, job.source.tables) }, merged);
    const common = commonOf(planned.plan, id, job.file_name);
    for (let after = 0; ;) {
      const rows = await stagedRows(trx, id, after, PAGE);
      if (rows.length === 0) break;
      await trx('import_row').where({ job_id: id }).whereIn('n', rows.map(({ n }) => n)).del();
      await insertRows(trx, id, rows.map(({ n, ...row }) => stagedRow(n, row, convert(planned.plan, n, row), common)));
      after = (rows.at(-1) as { n: number }).n;
    }
    // until it is compared again: whoever commits before that compares first
    await trx('import_job').where({ id }).update({ asked: JSON.stringify({ ...merged, layer: wishes.layer ?? job.asked.layer }), plan: JSON.stringify(planned.plan), counts: trx.raw("counts - 'seen'") });
    Object.assign(job, { plan: planned.plan, source: { ...job.source, crs: planned.crs, layers: planned.layers, remembered: planned.remembered } });
  });
  await preview(db, catalog, { id, plan: job.plan as never, source: job.source, rows: job.counts.rows ?? 0, timings: job.timings });
  return toldJob(db, id, { limit: 100, cursor: undefined });
}

/** A field that is now given to another column leaves the one that had it by an earlier wish. */
const mergedMapping = (before: Wishes['mapping'] = {}, now: Wishes['mapping'] = {}): NonNullable<Wishes['mapping']> =>
  ({ ...Object.fromEntries(Object.entries(before).map(([column, property]) => [column, property !== null && Object.values(now).includes(property) ? null : property])), ...now });

const mergedValues = (a: Wishes['values'], b: Wishes['values']) =>
  Object.fromEntries([...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].map((property) => [property, { ...a?.[property], ...b?.[property] }]));

/** What the reader itself found wrong stays with the row: faults that no conversion makes. */
const stagedRows = (trx: Parameters<Parameters<typeof runJob>[1]>[0], job: number, after: number, limit: number) => runQuery<RawRow & { n: number }>(trx, {
  sql: `SELECT n, sheet, line, raw AS cells, shape, faults FROM import_row WHERE job_id = :job AND n > :after ORDER BY n LIMIT :limit`, bindings: { job, after, limit },
});
