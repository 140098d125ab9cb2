import type { Knex } from 'knex';
import { z } from 'zod';
import type { ImportOutcome } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import type { Touched } from '../edits/affected';
import { explain } from '../edits/refusals';
import { AppError } from '../errors';
import { lockForEdit } from '../rules/city-lock';
import { checkRows } from './check';
import { MANY, withConsequences } from './consequences';
import { checkConstraints } from './constraints';
import { coverageSchema, declareCoverage, type Declared, editionSchema, takeEdition } from './edition';
import { issueCodes } from './issue-codes';
import { ALL_FAULTS, NEEDS_CONSENT } from './count';
import type { JobRow } from './job-row';
import { matchRows } from './match';
import { importable, type Target, targetOf } from './meaning/layers';
import { runLong } from './long-work';
import { makeNodes } from './reach-nodes';
import { signatureOf } from './meaning/guess-columns';
import type { Plan } from './meaning/plan';
import { stateOfLayers } from './state-of-layers';
import { insertNew, updateChanged, type Writing } from './write';

export const commitSchema = z.strictObject({
  rows: z.union([z.enum(['all', 'sound']), z.array(z.int().positive()).min(1).max(100_000)]).default('all')
    .meta({ description: '全部；仅无误的行；或所列的行（n） all; only rows without errors; or those listed by n' }),
  crs: z.string().max(200).optional().meta({ description: '同意的坐标读法，须与预检的 crs.guess 一致；坐标须改动时必填 the reading consented to; required where coordinates are converted' }),
  repairs: z.enum(['none', 'small', 'any']).default('none').meta({ description: '几何修复：不许；面积变化不超过 0.1 %；任意 consent to repairs: none; area changes up to 0.1 %; any' }),
  changes: z.enum(['apply', 'skip']).default('apply').meta({ description: '已有且有变化的行：更新或跳过 rows that stand and differ: updated or left' }),
  edition: editionSchema.optional(),
  coverage: coverageSchema.optional(),
});

export type Commit = z.output<typeof commitSchema>;

export interface Committing { db: Db; catalog: Catalog; job: JobRow; commit: Commit; actor: string | undefined; /** Ends the commit, also in the middle of a statement. */ signal: AbortSignal; told: (step: string, done: number, of: number) => void; /** Throws once the import is cancelled. */ check: () => void }

/**
 * Writes the rows of a previewed job, all or an explicitly chosen part, in one transaction with their edition, their codes and the
 * verdicts that they change. @throws AppError 422 naming what still needs consent or is wrong; nothing is written then.
 */
export function commitJob({ db, catalog, job, commit, actor, signal, told, check }: Committing): Promise<ImportOutcome> {
  return runLong(db, signal, async (trx) => {
    const marks = new Marks();
    await lockForEdit(trx, `import ${job.id}`);
    await runQuery(trx, { sql: "SELECT set_config('paikou.actor', :actor, true)", bindings: { actor: actor ?? '' } });
    const plan = job.plan as Plan;
    const target = await targetOf(trx, catalog, importable(catalog).find(({ id }) => id === plan.layer) as never);
    await refuseUnlessWhole(trx, job);
    refuseWithoutConsent(job, plan, commit);
    told('checking', 0, 4);
    if (job.counts.seen !== await stateOfLayers(trx)) {
      await checkRows(trx, catalog, target, plan, job.id, false);
      check();
      await matchRows(trx, target, plan, job.id);
      await checkConstraints(trx, target, plan, job.id);
    }
    const skipped = await choose(trx, job.id, commit);
    check();
    const region = commit.edition || commit.coverage ? await regionOf(trx, job.id, plan) : '';
    marks.note('check_ms');
    let created = 0;
    let changed = 0;
    let edition: number | null = null;
    const former: Touched[] = await touchedOf(trx, job.id, target, commit);
    const judged = await withConsequences(trx, catalog, actor, former, async () => {
      const dated = await takeEdition(trx, target, commit.edition, region, job.id);
      edition = dated.id;
      const declared = [...dated.rows, ...await declareCoverage(trx, target, commit.coverage, region, job.id, 'name' in (commit.edition ?? {}) ? (commit.edition as { document: string }).document : undefined)];
      await noteDeclared(trx, job.id, declared);
      const writing: Writing = { target, plan, job: job.id, edition, repaired: commit.repairs !== 'none' };
      told('writing', 1, 4);
      if (plan.nodes === 'make') {
        const nodes = await makeNodes(trx, job.id);
        await noteDeclared(trx, job.id, nodes);
        declared.push(...nodes);
      }
      try {
        await issueCodes(trx, target.resource.table, job.id);
        created = await insertNew(trx, writing);
        check();
        changed = await updateChanged(trx, writing);
      } catch (error) {
        throw explain(error, target.shape, { type: 'Feature', geometry: null, properties: {} } as never);
      }
      if (created + changed > 1_000) for (const table of [target.resource.table, 'import_change']) await trx.raw('ANALYZE ??', [table]);
      marks.note('write_ms');
      return [{ table: target.resource.table, ids: await written(trx, job.id, target.resource.table) }, ...declared.map(({ table, id }) => ({ table, ids: [id] }))];
    }, () => { check(); told('judging', 2, 4); });
    marks.note('judge_ms');
    check();
    const outcome: ImportOutcome = { created, changed, ...skipped, ...judged };
    await finish(trx, { job, plan, edition, outcome, actor, timings: marks.times });
    told('done', 4, 4);
    return outcome;
  });
}

class Marks {
  readonly times: Record<string, number> = {};
  private last = Date.now();
  note(name: string) {
    this.times[name] = Date.now() - this.last;
    this.last = Date.now();
  }
}

const refuse = (field: string, reason: string, value: unknown = null) => new AppError('invalid', reason, [{ field, reason, value }]);

/** Staged rows are not logged: a crash of the database takes them. */
async function refuseUnlessWhole(trx: Knex.Transaction, job: JobRow) {
  const [{ n }] = await trx('import_row').where({ job_id: job.id }).count('* as n') as [{ n: number }];
  if (Number(n) !== job.counts.rows) throw new AppError('conflict', `暂存的行不全（${n} / ${job.counts.rows}），请重新上传 (the staged rows are not complete: upload again)`);
  if (job.counts.rows === 0) throw refuse('rows', '没有可入库的行 (no rows to commit)');
}

function refuseWithoutConsent(job: JobRow, plan: Plan, { crs }: Commit) {
  const { guess, as_given } = job.source.crs ?? { guess: 'as_given', as_given: true };
  if (crs !== undefined && crs !== guess && crs !== plan.reading) throw refuse('crs', `预检按 ${guess} 读取；要按别的读法，请先修改预检 (the preview reads it as ${guess}: change the preview first)`, crs);
  if (!as_given && crs === undefined) throw refuse('crs', `坐标将由 ${guess} 转换，须以 crs 写明同意 (coordinates will be converted: consent by naming crs)`, guess);
}

/** Rows that are not taken get no action; what stands against taking all is refused in numbers. */
async function choose(trx: Knex.Transaction, job: number, { rows, repairs, changes }: Commit): Promise<Pick<ImportOutcome, 'same' | 'duplicates' | 'skipped'>> {
  const consent = { none: NEEDS_CONSENT, small: "r.repairs @> '[{\"large\": true}]'", any: 'false' }[repairs];
  const faulty = `((r.problems IS NOT NULL OR r.checked IS NOT NULL OR r.repairs IS NOT NULL)
    AND (jsonb_path_exists(${ALL_FAULTS}, '$[*].level ? (@ == "error")') OR ${consent}))`;
  const chosen = Array.isArray(rows) ? 'r.n = ANY (:rows::int[])' : 'true';
  const active = "r.action IN ('new', 'changed')";
  const bindings = { job, rows: Array.isArray(rows) ? rows : [] };
  const [found] = await runQuery<{ wrong: number; unconsented: number; first: number[] | null }>(trx, {
    sql: `SELECT count(*) AS wrong, count(*) FILTER (WHERE ${consent}) AS unconsented, (array_agg(r.n ORDER BY r.n))[1:10] AS first FROM import_row r WHERE r.job_id = :job AND ${active} AND ${chosen} AND ${faulty}`, bindings,
  });
  const { wrong, unconsented, first } = found as NonNullable<typeof found>;
  if (wrong > 0 && rows !== 'sound') {
    const why = unconsented > 0 ? `，其中 ${unconsented} 行须同意修复几何 (of them ${unconsented} need consent to repairs)` : '';
    throw refuse('rows', `有 ${wrong} 行不能入库${why}；请改正，或以 rows: "sound" 只入库其余的行 (${wrong} rows cannot be committed: correct them, or commit the others by rows "sound")`, first);
  }
  const skip = `UPDATE import_row r SET action = 'skipped' WHERE r.job_id = :job AND ${active}`;
  if (Array.isArray(rows)) await runQuery(trx, { sql: `${skip} AND NOT ${chosen}`, bindings });
  if (wrong > 0 || Array.isArray(rows)) await runQuery(trx, { sql: `${skip} AND ${faulty}`, bindings });
  if (changes === 'skip') await runQuery(trx, { sql: `${skip} AND r.action = 'changed'`, bindings });
  const [counted] = await runQuery<Pick<ImportOutcome, 'same' | 'duplicates' | 'skipped'>>(trx, {
    sql: "SELECT count(*) FILTER (WHERE action = 'same') AS same, count(*) FILTER (WHERE action = 'duplicate') AS duplicates, count(*) FILTER (WHERE action = 'skipped') AS skipped FROM import_row WHERE job_id = :job", bindings,
  });
  return counted as NonNullable<typeof counted>;
}

/** The city that an edition of the rows belongs to: the commonest among them. */
async function regionOf(trx: Knex.Transaction, job: number, plan: Plan): Promise<string> {
  const [row] = await runQuery<{ city: string }>(trx, {
    sql: `SELECT left(properties ->> '${plan.table === 'region' ? 'code' : 'region_code'}', 6) AS city FROM import_row WHERE job_id = :job AND action IN ('new', 'changed') GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`, bindings: { job },
  });
  return row?.city ?? plan.region?.slice(0, 6) ?? '000000';
}

async function touchedOf(trx: Knex.Transaction, job: number, target: Target, { edition }: Commit): Promise<Touched[]> {
  const ids: number[] = await trx('import_row').where({ job_id: job, action: 'changed' }).limit(MANY + 1).pluck('target_id');
  const ended = edition && 'replaces' in edition && edition.replaces !== undefined ? await trx('layer_edition').where({ code: edition.replaces }).pluck('id') : [];
  return [{ table: target.resource.table, ids: ids.map(Number) }, { table: 'layer_edition', ids: ended.map(Number) }];
}

/** More than `MANY` are only counted as such. */
const written = async (trx: Knex.Transaction, job: number, table: string): Promise<number[]> =>
  (await trx('import_change').where({ job_id: job, row_table: table }).limit(MANY + 1).pluck('row_id')).map(Number);

async function noteDeclared(trx: Knex.Transaction, job: number, declared: Declared[]) {
  for (const { table, id, action } of declared) {
    await runQuery(trx, {
      sql: `INSERT INTO import_change (job_id, row_table, row_id, action, recorded_at_then) SELECT :job, :table, id, :action, recorded_at FROM "${table}" WHERE id = :id`,
      bindings: { job, table, action, id },
    });
  }
}

interface Finished { job: JobRow; plan: Plan; edition: number | null; outcome: ImportOutcome; actor: string | undefined; timings: Record<string, number> }

/** What was committed is on record; what files with these headings mean is remembered; the staged rows go. */
async function finish(trx: Knex.Transaction, { job, plan, edition, outcome, actor, timings }: Finished) {
  const mapping = Object.fromEntries(plan.columns.map((column, n) => [column, plan.mapping[n] ?? null]));
  await trx('import_mapping').insert({ signature: signatureOf(plan.columns), layer: plan.layer, mapping: JSON.stringify(mapping), used_at: trx.fn.now() }).onConflict(['signature', 'layer']).merge();
  const done = await trx('import_job').where({ id: job.id, state: 'committing' }).update({
    state: 'committed', edition_id: edition, outcome: JSON.stringify(outcome), committed_at: trx.fn.now(), error: null, timings: trx.raw('timings || ?::jsonb', [JSON.stringify(timings)]),
  });
  if (done !== 1) throw new AppError('conflict', '导入已被取消或由另一进程处理 (the import was cancelled, or another process has it)');
  await trx('audit_log').insert({
    actor, action: 'create', layer: plan.layer, row_table: 'import_job', row_id: job.id, runs: outcome.runs.map(({ run }) => run),
    after: JSON.stringify({ import: job.id, file: job.file_name, hash: job.file_hash, edition, created: outcome.created, changed: outcome.changed }),
  });
}
