import { linkSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { AppError, problem } from '../errors';
import { runQuery } from '../db/query';
import { sayAlive } from './alive';
import { checkRows } from './check';
import { clearRows } from './clear';
import { checkConstraints } from './constraints';
import { countRows } from './count';
import { runLong } from './long-work';
import { stateOfLayers } from './state-of-layers';
import type { JobRow } from './job-row';
import { LiveJob, liveJobs, Stopped } from './live-jobs';
import { matchRows } from './match';
import { drawingsIn, drawingWords } from './meaning/drawing-layers';
import { importable, targetOf } from './meaning/layers';
import { makePlan, type Planned } from './meaning/make-plan';
import type { Plan } from './meaning/plan';
import { importWords, knownHeadings } from './meaning/words';
import { forgetDoubtsOfSame, noteDoubts } from './doubts';
import { keepFile, takeFile } from './kept-files';
import { proposeNodes } from './reach-nodes';
import { type About, readInThread } from './reading/reader';
import { namesOf, Unreadable } from './reading/source';
import { openStaging, type Staging } from './stage';
import type { Upload } from './upload';

export type Asked = JobRow['asked'];

/** Puts an upload on record and begins to read it, without waiting: `ended` settles when it is previewed, failed or cancelled. */
export async function startImport(db: Db, catalog: Catalog, upload: Upload, asked: Asked, actor: string | undefined): Promise<LiveJob> {
  const { live, dead } = await onRecord(db, upload, asked, actor).catch((error) => { upload.discard(); throw error; });
  begin(db, catalog, upload, asked, live, dead);
  return live;
}

/** Reads the file of a job once more, which is previewed or could not be. @throws AppError 409 where its file is gone, or somebody else has the job. */
export async function readAgain(db: Db, catalog: Catalog, id: number, asked: Asked): Promise<void> {
  const upload = takeFile(db, id);
  if (!upload) throw new AppError('conflict', '文件已不在，请重新上传 (the file is gone: upload it again)', [{ field: 'id', reason: '文件只保留在接收它的进程中，入库、取消或文件过多时删去 (kept only by the process that took it)', value: id }]);
  const live = new LiveJob(id, 'reading');
  let dead = async () => {};
  try {
    dead = await sayAlive(db, id);
    liveJobs(db).set(id, live);
    const taken = await db.knex('import_job').where({ id }).whereIn('state', ['previewed', 'failed']).update({ state: 'reading', asked: JSON.stringify(asked), plan: null, source: '{}', counts: '{}', error: null });
    if (taken !== 1) throw new AppError('conflict', `导入 ${id} 已由别人处理 (somebody else has this import)`);
    await clearRows(db, id);
  } catch (error) {
    liveJobs(db).delete(id);
    live.is(Promise.resolve());
    keepFile(db, id, upload);
    await dead();
    throw error;
  }
  begin(db, catalog, upload, asked, live, dead);
}

function begin(db: Db, catalog: Catalog, upload: Upload, asked: Asked, live: LiveJob, dead: () => Promise<void>) {
  let again = false;
  live.is(read(db, catalog, upload, asked, live).then((kept) => { again = kept; }).finally(async () => {
    if (again) keepFile(db, live.id, upload);
    else upload.discard();
    liveJobs(db).delete(live.id);
    await dead();
  }));
}

/** The file under the name that readers expect, in a folder of its own: they rename it and leave others beside it. */
function copyFor({ folder, file }: Upload): string {
  const own = mkdtempSync(join(folder, 'reading-'));
  linkSync(file, join(own, 'upload'));
  return own;
}

/** The job is known to live before its row is there: whoever reads a row that is being read and finds nobody at it takes it for dead. */
async function onRecord(db: Db, upload: Upload, asked: Asked, actor: string | undefined): Promise<{ live: LiveJob; dead: () => Promise<void> }> {
  const [{ id }] = await runQuery<{ id: number }>(db.knex, { sql: "SELECT nextval(pg_get_serial_sequence('import_job', 'id')) AS id", bindings: {} }) as [{ id: number }];
  const dead = await sayAlive(db, id);
  const live = new LiveJob(id, 'reading');
  liveJobs(db).set(id, live);
  try {
    await runQuery(db.knex, {
      sql: `INSERT INTO import_job (id, file_name, file_hash, file_bytes, actor, asked) OVERRIDING SYSTEM VALUE VALUES (:id, :name, :hash, :bytes, :actor, :asked)`,
      bindings: { id, name: upload.name, hash: upload.hash, bytes: upload.bytes, actor: actor ?? null, asked: JSON.stringify(asked) },
    });
    return { live, dead };
  } catch (error) {
    liveJobs(db).delete(id);
    live.is(Promise.resolve());
    await dead();
    throw error;
  }
}

/** @returns whether it can be read again another way. */
async function read(db: Db, catalog: Catalog, upload: Upload, asked: Asked, live: LiveJob): Promise<boolean> {
  const folder = copyFor(upload);
  const started = Date.now();
  let rows = 0;
  let planned: Planned | undefined;
  let about: About | undefined;
  let staging: Staging | undefined;
  let planning: Promise<unknown> | undefined;
  try {
    const notes = await readInThread(join(folder, 'upload'), { name: upload.name, encoding: asked.encoding, sheet: asked.sheet, layer: asked.layer, known: knownHeadings(), totals: importWords().totals, drawings: drawingWords(), folder }, {
      signal: live.signal,
      plan: (found, sample) => {
        about = found;
        const made = (async () => {
          planned = await db.knex.transaction((trx) => makePlan(trx, catalog, { fileName: namesOf(upload.name, found.tables), columns: found.columns, rows: sample, shapes: found.shapes, crs: found.crs, ringsRuled: found.format === 'GeoJSON', drawings: drawingsIn(found.format, found.tables) }, asked));
          live.check();
          live.tell('reading', 0, found.total);
          staging = await openStaging(db, live.id);
          return { plan: planned.plan, job: live.id, copies: staging.copies };
        })();
        planning = made;
        return made;
      },
      rows: async (batch) => {
        live.check();
        await staging?.take(batch);
        rows += batch.count;
        live.tell('reading', rows, about?.total ?? null);
      },
    });
    live.check();
    await staging?.end();
    staging = undefined;
    const read_ms = Date.now() - started;
    live.tell('checking', rows, rows);
    const { crs: stated, ...rest } = about as About;
    const source: JobRow['source'] = { ...rest, notes, stated, crs: (planned as Planned).crs, layers: (planned as Planned).layers, remembered: (planned as Planned).remembered };
    await preview(db, catalog, { id: live.id, plan: (planned as Planned).plan, source, rows, timings: { read_ms } }, live);
    return true;
  } catch (error) {
    await planning?.catch(() => {}); // reading can end while staging is being opened: that would stay open
    await staging?.abandon();
    return await failed(db, live, error, about);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Previewing { id: number; plan: Plan; source: JobRow['source']; rows: number; timings: Record<string, number> }

/** Compares the staged rows with the database and says so on the row. */
export async function preview(db: Db, catalog: Catalog, { id, plan, source, rows, timings }: Previewing, live?: LiveJob): Promise<void> {
  const started = Date.now();
  await runLong(db, live?.signal, async (trx) => {
    const seen = await stateOfLayers(trx); // before anything is compared: what changes meanwhile counts as changed since
    if (rows > 1_000) await trx.raw('ANALYZE import_row');
    const target = await targetOf(trx, catalog, importable(catalog).find(({ id: layer }) => layer === plan.layer) as never);
    await proposeNodes(trx, plan, id);
    await checkRows(trx, catalog, target, plan, id, true);
    live?.check();
    await matchRows(trx, target, plan, id);
    await checkConstraints(trx, target, plan, id);
    live?.check();
    await noteDoubts(trx, plan, id);
    await forgetDoubtsOfSame(trx, id);
    live?.check();
    await trx('import_job').where({ id }).whereIn('state', ['reading', 'previewed']).update({
      state: 'previewed', layer: plan.layer, format: source.format ?? null, source: JSON.stringify(source), plan: JSON.stringify(plan),
      counts: JSON.stringify({ rows, seen, ...await countRows(trx, id, plan.layer) }), error: null,
      timings: JSON.stringify({ ...timings, preview_ms: Date.now() - started }),
    });
  });
}

/** Of a file that could not be read is kept why, and what it holds. @returns whether it can be read once something else is chosen. */
async function failed(db: Db, live: LiveJob, error: unknown, about: About | undefined): Promise<boolean> {
  const cancelled = live.signal.aborted;
  const { detail, value } = cancelled ? { detail: (live.signal.reason as Error).message, value: null } : reasonOf(error);
  await clearRows(db, live.id);
  const { crs: stated, ...rest } = about ?? { crs: null };
  await db.knex('import_job').where({ id: live.id, state: 'reading' }).update({
    state: cancelled && !(live.signal.reason instanceof Stopped) ? 'cancelled' : 'failed', error: JSON.stringify({ detail, value }), format: about?.format ?? null, source: JSON.stringify({ ...rest, stated }),
  });
  if (!cancelled && !(error instanceof Unreadable) && !(error instanceof AppError)) throw error;
  return !cancelled && (error instanceof AppError || (error as Unreadable).again);
}

export function reasonOf(error: unknown): { detail: string; value: unknown } {
  if (error instanceof Unreadable) return { detail: error.message, value: error.value ?? null };
  if (error instanceof AppError) return { detail: error.detail, value: error.errors };
  return { detail: problem(error).detail, value: null };
}
