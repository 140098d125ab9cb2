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
import { importable, targetOf } from './meaning/layers';
import { makePlan, type Planned } from './meaning/make-plan';
import type { Plan } from './meaning/plan';
import { importWords, knownHeadings } from './meaning/words';
import { noteDoubts } from './doubts';
import { type About, readInThread } from './reading/reader';
import { namesOf, Unreadable } from './reading/source';
import { openStaging, type Staging } from './stage';
import type { Upload } from './upload';

export type Asked = JobRow['asked'];

/** Puts an upload on record and begins to read it, without waiting: `ended` settles when it is previewed, failed or cancelled. */
export async function startImport(db: Db, catalog: Catalog, upload: Upload, asked: Asked, actor: string | undefined): Promise<LiveJob> {
  const { live, dead } = await onRecord(db, upload, asked, actor).catch((error) => { upload.discard(); throw error; });
  live.is(read(db, catalog, upload, asked, live).finally(async () => {
    upload.discard();
    liveJobs(db).delete(live.id);
    await dead();
  }));
  return live;
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

async function read(db: Db, catalog: Catalog, upload: Upload, asked: Asked, live: LiveJob): Promise<void> {
  const started = Date.now();
  let rows = 0;
  let planned: Planned | undefined;
  let about: About | undefined;
  let staging: Staging | undefined;
  let planning: Promise<unknown> | undefined;
  try {
    const notes = await readInThread(upload.file, { name: upload.name, encoding: asked.encoding, sheet: asked.sheet, known: knownHeadings(), totals: importWords().totals, folder: upload.folder }, {
      signal: live.signal,
      plan: (found, sample) => {
        about = found;
        const made = (async () => {
          planned = await db.knex.transaction((trx) => makePlan(trx, catalog, { fileName: namesOf(upload.name, found.tables), columns: found.columns, rows: sample, shapes: found.shapes, crs: found.crs, ringsRuled: found.format === 'GeoJSON' }, asked));
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
  } catch (error) {
    await planning?.catch(() => {}); // reading can end while staging is being opened: that would stay open
    await staging?.abandon();
    await failed(db, live, error);
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
    await checkRows(trx, catalog, target, plan, id, true);
    live?.check();
    await matchRows(trx, target, plan, id);
    await checkConstraints(trx, target, plan, id);
    live?.check();
    await noteDoubts(trx, plan, id);
    live?.check();
    await trx('import_job').where({ id }).whereIn('state', ['reading', 'previewed']).update({
      state: 'previewed', layer: plan.layer, format: source.format ?? null, source: JSON.stringify(source), plan: JSON.stringify(plan),
      counts: JSON.stringify({ rows, seen, ...await countRows(trx, id, plan.layer) }), error: null,
      timings: JSON.stringify({ ...timings, preview_ms: Date.now() - started }),
    });
  });
}

/** Nothing of a file that could not be read is kept, but why. */
async function failed(db: Db, live: LiveJob, error: unknown) {
  const cancelled = live.signal.aborted;
  const { detail, value } = cancelled ? { detail: (live.signal.reason as Error).message, value: null } : reasonOf(error);
  await clearRows(db, live.id);
  await db.knex('import_job').where({ id: live.id, state: 'reading' }).update({ state: cancelled && !(live.signal.reason instanceof Stopped) ? 'cancelled' : 'failed', error: JSON.stringify({ detail, value }) });
  if (!cancelled && !(error instanceof Unreadable) && !(error instanceof AppError)) throw error;
}

export function reasonOf(error: unknown): { detail: string; value: unknown } {
  if (error instanceof Unreadable) return { detail: error.message, value: error.value ?? null };
  if (error instanceof AppError) return { detail: error.detail, value: error.errors };
  return { detail: problem(error).detail, value: null };
}
