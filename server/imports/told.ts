import type { ImportJob, ImportProgress } from '../api-types';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { AppError } from '../errors';
import { ALIVE } from './alive';
import { clearRows } from './clear';
import { ALL_FAULTS } from './count';
import type { JobRow } from './job-row';
import { keptFile } from './kept-files';
import { liveJobs } from './live-jobs';
import { columnNotes } from './meaning/column-notes';
import { meaningsOf } from './meaning/meanings';
import { importWords } from './meaning/words';

const UTC = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export interface Page { limit: number; cursor: string | undefined }

export const noSuchJob = (id: number) => new AppError('not_found', `没有导入 ${id} (no such import)`, [{ field: 'id', reason: '没有此导入任务 (no such import job)', value: id }]);

/** A job as its row has it. Jobs whose process is gone are put right first: nothing of what they read or were committing was written. */
export async function readJob(db: Db, id: number): Promise<JobRow> {
  await endDeadJobs(db);
  const row = await db.knex('import_job').where({ id }).first();
  if (!row) throw noSuchJob(id);
  return { ...row, id: Number(row.id) };
}

/** Marks jobs failed that say reading or committing and whose process is gone, and takes their staged rows away. */
export async function endDeadJobs(db: Db): Promise<number[]> {
  const dead = await runQuery<{ id: number }>(db.knex, {
    sql: `UPDATE import_job j SET state = 'failed',
            error = jsonb_build_object('detail', '进程中途结束，没有写入任何数据，请重新上传 (its process ended in the middle; nothing was written: upload the file again)', 'value', NULL)
          WHERE j.state IN ('reading', 'committing') AND j.id <> ALL (:mine::bigint[])
            AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = :alive AND l.objid::bigint = j.id AND l.objsubid = 2 AND l.granted
                            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
          RETURNING j.id`,
    bindings: { mine: [...liveJobs(db).keys()], alive: ALIVE },
  });
  for (const { id } of dead) await clearRows(db, id);
  return dead.map(({ id }) => id);
}

/** How an import stands: what was found in the file, what would be written, a page of its problems. */
export async function toldJob(db: Db, id: number, page: Page): Promise<ImportJob> {
  const live = liveJobs(db).get(id);
  if (live && db.engine === 'embedded' && live.progress().state === 'committing') return { ...(committing.get(id) as ImportJob), progress: live.progress() };
  const row = await readJob(db, id);
  const staged = row.plan !== null && ['previewed', 'committing'].includes(row.state);
  const [stamps] = await runQuery<{ created_at: string; committed_at: string | null; undone_at: string | null }>(db.knex, {
    sql: `SELECT ${UTC('created_at')} AS created_at, ${UTC('committed_at')} AS committed_at, ${UTC('undone_at')} AS undone_at FROM import_job WHERE id = :id`, bindings: { id },
  });
  const edition = row.edition_id === null ? null : await db.knex('layer_edition').where({ id: row.edition_id }).first('id', 'code', 'name');
  const { source, plan } = row;
  const examples = staged ? await examplesOf(db, id) : [];
  return {
    id, state: row.state, layer: row.layer, layers: source.layers ?? [], file: row.file_name, bytes: row.file_bytes === null ? null : Number(row.file_bytes), hash: row.file_hash, format: row.format, actor: row.actor,
    encoding: source.encoding ?? null, crs: source.crs ?? null, defaults: plan?.defaults ?? {}, nodes: plan?.nodes ?? 'given', partial_dates: plan?.partialDates ?? 'unknown', stated_crs: source.stated?.name ?? null, tables: source.tables ?? [], file_kept: ['previewed', 'failed'].includes(row.state) && keptFile(db, id) !== undefined, remembered: source.remembered ?? false, notes: [...source.notes ?? [], ...(plan ? columnNotes(plan) : [])],
    columns: (plan?.columns ?? source.columns ?? []).map((name, n) => ({ name, property: plan?.mapping[n] ?? null, examples: examples[n] ?? [] })),
    fields: plan ? meaningsOf(plan) : [],
    rows: row.counts.rows ?? null,
    ...(staged ? await stagedOf(db, row, page) : { counts: null, problems: row.error ? [fileProblem(row)] : [], problem_count: row.error ? 1 : 0, next: null, decisions: [], first: { type: 'FeatureCollection' as const, features: [] } }),
    edition_needed: plan?.editionNeeded ?? false,
    edition: edition ? { id: Number(edition.id), code: edition.code, name: edition.name } : null,
    outcome: row.outcome, error: row.error, timings: row.timings, ...(stamps as NonNullable<typeof stamps>), progress: live?.progress() ?? null,
  };
}

/** On the embedded engine the commit holds the only connection: what is asked meanwhile is answered as it stood before. */
const committing = new Map<number, ImportJob>();
export const rememberWhileCommitting = (id: number, job: ImportJob) => { committing.set(id, { ...job, state: 'committing' }); };
export const forgetCommitting = (id: number) => { committing.delete(id); };

const fileProblem = ({ error }: JobRow): ImportJob['problems'][number] =>
  ({ n: null, sheet: null, row: null, column: null, label: null, value: error?.value ?? null, reason: error?.detail ?? '', suggestion: null, level: 'error' });

async function stagedOf(db: Db, row: JobRow, { limit, cursor }: Page): Promise<Pick<ImportJob, 'counts' | 'problems' | 'problem_count' | 'next' | 'decisions' | 'first'>> {
  const { rows: _, seen: __, problem_count = 0, ...counts } = row.counts;
  const { problems, next } = await problemsOf(db, row, { limit, cursor });
  return {
    counts: counts as ImportJob['counts'], problem_count, problems, next, decisions: await decisionsOf(db, row.id), first: { type: 'FeatureCollection', features: await firstOf(db, row.id) },
  };
}

/** A page of what was found wrong, in the order of the file. */
export async function problemsOf(db: Db, { id: job, plan }: Pick<JobRow, 'id' | 'plan'>, { limit, cursor }: Page): Promise<Pick<ImportJob, 'problems' | 'next'>> {
  const problems = await runQuery<ImportJob['problems'][number] & { at: number }>(db.knex, {
    sql: `SELECT r.n, r.sheet, r.line AS row, p.fault ->> 'column' AS column, p.fault -> 'value' AS value, p.fault ->> 'reason' AS reason, p.fault ->> 'suggestion' AS suggestion, p.fault ->> 'level' AS level, p.at
          FROM import_row r CROSS JOIN LATERAL jsonb_array_elements(${ALL_FAULTS}) WITH ORDINALITY AS p (fault, at)
          WHERE r.job_id = :job AND (r.problems IS NOT NULL OR r.checked IS NOT NULL OR r.repairs IS NOT NULL) AND r.n >= :from AND r.n * 1000::bigint + p.at > :after ORDER BY r.n, p.at LIMIT :limit`,
    bindings: { job, limit: limit + 1, after: cursorOf(cursor), from: Math.floor(cursorOf(cursor) / 1000) },
  });
  const last = problems.length > limit ? problems[limit - 1] : undefined;
  return { problems: problems.slice(0, limit).map(({ at: _, ...one }) => ({ ...one, label: labelOf(plan, one.column) })), next: last ? String(last.n as number * 1000 + last.at) : null };
}

/** A column in the words of the file, else of the layer. */
function labelOf(plan: JobRow['plan'], column: string | null): string | null {
  if (column === null || !plan || plan.columns.includes(column)) return column;
  const given = plan.columns[plan.mapping.indexOf(column === 'local_code' && !plan.mapping.includes(column) ? 'code' : column)];
  if (column === 'geometry') return plan.columns[plan.mapping.findIndex((one) => one !== null && ['lonlat', 'wkt'].includes(one))] ?? '位置';
  return given ?? (plan.fields[column] ?? Object.values(plan.fields).find(({ property }) => property === column))?.title.zh ?? importWords().columns[column]?.[0] ?? column;
}

export function cursorOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new AppError('bad_request', '查询参数有误 (wrong query parameters)', [{ field: 'cursor', reason: '不是此列表的 cursor (not a cursor of this list)', value: cursor }]);
}

const decisionsOf = (db: Db, job: number) => runQuery<ImportJob['decisions'][number]>(db.knex, {
  sql: `SELECT p.fault ->> 'decide' AS property, p.fault ->> 'column' AS column, p.fault -> 'value' AS value, count(*) AS rows, min(p.fault ->> 'suggestion') AS suggestion
        FROM import_row r CROSS JOIN LATERAL jsonb_array_elements(r.problems) AS p (fault)
        WHERE r.job_id = :job AND r.problems IS NOT NULL AND p.fault ? 'decide' GROUP BY 1, 2, 3 ORDER BY 4 DESC, 3 LIMIT 200`,
  bindings: { job },
});

/** How many rows are looked at for examples of a column, how many are shown, and how much of each. */
const LOOKED_AT = 20;
const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 40;

/** What stands in each column of the first rows. */
async function examplesOf(db: Db, job: number): Promise<string[][]> {
  const rows = await runQuery<{ column: number; value: string; cut: boolean }>(db.knex, {
    sql: `SELECT c.at - 1 AS column, left(c.cell, ${EXAMPLE_CHARACTERS}) AS value, length(c.cell) > ${EXAMPLE_CHARACTERS} AS cut
          FROM import_row r CROSS JOIN LATERAL json_array_elements_text(r.raw) WITH ORDINALITY AS c (cell, at)
          WHERE r.job_id = :job AND r.n <= ${LOOKED_AT} AND c.cell <> '' ORDER BY r.n`, bindings: { job },
  });
  const found: string[][] = [];
  for (const { column, value, cut } of rows) {
    const own = found[column] ?? [];
    found[column] = own;
    const text = cut ? `${value}…` : value;
    if (own.length < EXAMPLES && !own.includes(text)) own.push(text);
  }
  return found;
}

/** How many rows are shown with the preview. */
const SHOWN = 100;

const firstOf = (db: Db, job: number) => runQuery<ImportJob['first']['features'][number]>(db.knex, {
  sql: `SELECT 'Feature' AS type, r.n AS id, ST_AsGeoJSON(coalesce(r.repaired, r.geom), 9, 0)::json AS geometry,
               r.properties || jsonb_strip_nulls(jsonb_build_object('_action', r.action, '_target', r.target_id, '_changes', r.changes, '_repairs', r.repairs,
                 '_before', CASE WHEN r.repaired IS NOT NULL THEN ST_AsGeoJSON(r.geom, 9, 0)::jsonb WHEN r.repairs IS NOT NULL THEN r.shape::jsonb END)) AS properties
        FROM import_row r WHERE r.job_id = :job AND (r.n <= ${SHOWN} OR r.repairs IS NOT NULL AND r.n <= ${SHOWN * 100}) ORDER BY r.repairs IS NULL, r.n LIMIT ${SHOWN}`,
  bindings: { job },
});

const LOOK_MS = 700;

/** Tells how an import goes on until it is no longer reading or committing. */
export async function followJob(db: Db, id: number, tell: (progress: ImportProgress) => void, left: AbortSignal): Promise<void> {
  for (;;) {
    if (left.aborted) return;
    const live = liveJobs(db).get(id);
    if (live) {
      tell(live.progress());
      const deaf = live.listen(tell);
      await Promise.race([live.ended.catch(() => {}), new Promise<void>((done) => { left.addEventListener('abort', () => done(), { once: true }); })]);
      deaf();
      continue;
    }
    const { state } = await readJob(db, id);
    if (!['reading', 'committing'].includes(state)) return;
    tell({ id, state, step: null, done: null, of: null, elapsed_ms: 0, left_ms: null, cancelling: false });
    await new Promise((done) => { setTimeout(done, LOOK_MS); });
  }
}
