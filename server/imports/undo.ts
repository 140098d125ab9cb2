import type { Knex } from 'knex';
import type { ImportOutcome } from '../api-types';
import type { Catalog } from '../catalog';
import type { Db } from '../db/open';
import { runJob, runQuery } from '../db/query';
import { tableShape } from '../edits/table-shape';
import { AppError } from '../errors';
import { lockForEdit } from '../rules/city-lock';
import { withConsequences } from './consequences';
import type { JobRow } from './job-row';

interface Part { table: string; action: 'create' | 'change'; ids: number[] }

/**
 * 整批撤回: what the import made is deleted, what it changed is put back as it was, verdicts follow, in one transaction. Only as long as
 * every row stands as the import left it and nothing else refers to it. @throws AppError 409 naming how many do not, and where.
 */
export function undoJob(db: Db, catalog: Catalog, job: JobRow, actor: string | undefined): Promise<Pick<ImportOutcome, 'runs' | 'flips' | 'flipped'>> {
  return runJob(db.knex, async (trx) => {
    await lockForEdit(trx, `undo import ${job.id}`);
    await runQuery(trx, { sql: "SELECT set_config('paikou.actor', :actor, true)", bindings: { actor: actor ?? '' } });
    const [row] = await trx('import_job').where({ id: job.id }).forUpdate().select('state');
    if (row.state !== 'committed') throw new AppError('conflict', `导入 ${job.id} 现为 ${row.state}，不能撤回 (only a committed import is undone)`, [{ field: 'id', reason: `state ${row.state}`, value: job.id }]);
    const parts = await partsOf(trx, job.id);
    for (const part of parts) await refuseIfChanged(trx, job.id, part);
    for (const part of parts.filter(({ action }) => action === 'create')) await refuseIfReferred(trx, job.id, part);
    const touched = parts.map(({ table, ids }) => ({ table, ids }));
    await trx('import_job').where({ id: job.id }).update({ state: 'undone', undone_at: trx.fn.now(), edition_id: null });
    const judged = await withConsequences(trx, catalog, actor, touched, async () => {
      for (const part of parts) await (part.action === 'create' ? take(trx, part) : putBack(trx, part, job.id));
      return parts.filter(({ action }) => action === 'change').map(({ table, ids }) => ({ table, ids }));
    }, () => {});
    const [first] = await trx('audit_log').where({ row_table: 'import_job', row_id: job.id, action: 'create' }).select('id', 'layer', 'after');
    await trx('audit_log').insert({ actor, action: 'remove', layer: first.layer, row_table: 'import_job', row_id: job.id, before: JSON.stringify(first.after), undoes: first.id, runs: judged.runs.map(({ run }) => run) });
    return judged;
  });
}

/** What the import wrote, by table: its layer first, then what was made or declared for it, so that nothing is deleted before what refers to it. */
async function partsOf(trx: Knex.Transaction, job: number): Promise<Part[]> {
  const rows = await runQuery<Part>(trx, {
    sql: `SELECT row_table AS table, action, array_agg(row_id ORDER BY row_id) AS ids FROM import_change WHERE job_id = :job
          GROUP BY 1, 2 ORDER BY row_table IN ('layer_edition', 'layer_coverage', 'reach_node'), action`,
    bindings: { job },
  });
  return rows.map((part) => ({ ...part, ids: part.ids.map(Number) }));
}

async function refuseIfChanged(trx: Knex.Transaction, job: number, { table, ids }: Part) {
  const [found] = await runQuery<{ n: number; first: number[] }>(trx, {
    sql: `SELECT count(*) AS n, (array_agg(c.row_id ORDER BY c.row_id))[1:10] AS first FROM import_change c LEFT JOIN "${table}" t ON t.id = c.row_id
          WHERE c.job_id = :job AND c.row_table = :table AND c.row_id = ANY (:ids::bigint[]) AND t.recorded_at IS DISTINCT FROM c.recorded_at_then`,
    bindings: { job, table, ids },
  });
  const { n, first } = found as NonNullable<typeof found>;
  if (n > 0) throw new AppError('conflict', `此后有 ${n} 行又有改动，不能整批撤回 (${n} rows were changed since)`, [{ field: 'id', reason: `${table}: 此后又有改动的行 (rows changed since)`, value: first }]);
}

/** Rows of others that refer to what would be deleted; those of the same import go with it. */
async function refuseIfReferred(trx: Knex.Transaction, job: number, { table, ids }: Part) {
  const references = await runQuery<{ from: string; column: string }>(trx, {
    sql: `SELECT t.relname AS from, a.attname AS column FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[cardinality(c.conkey)]
          JOIN pg_attribute k ON k.attrelid = c.confrelid AND k.attnum = c.confkey[1] AND k.attname = 'id'
          WHERE c.contype = 'f' AND c.confrelid = to_regclass(:table) AND cardinality(c.conkey) = 1 AND t.relname NOT IN ('verdict', 'verdict_current', 'finding', 'import_job')
          ORDER BY 1, 2`,
    bindings: { table },
  });
  const found = [];
  for (const { from, column } of references) {
    const [row] = await runQuery<{ n: number }>(trx, {
      sql: `SELECT count(*) AS n FROM "${from}" t WHERE t."${column}" = ANY (:ids::bigint[])
            AND NOT EXISTS (SELECT FROM import_change c WHERE c.job_id = :job AND c.row_table = :from AND c.row_id = ${await hasId(trx, from) ? 't.id' : '0'} AND c.action = 'create')`,
      bindings: { ids, job, from },
    });
    if ((row as { n: number }).n > 0) found.push({ field: 'id', reason: `${from}.${column}: ${(row as { n: number }).n} 行引用 (rows refer to it)`, value: table });
  }
  if (found.length) throw new AppError('conflict', '入库的行已被引用，不能整批撤回 (others refer to rows of this import)', found);
}

const hasId = (trx: Knex.Transaction, table: string) => trx.schema.hasColumn(table, 'id');

const take = (trx: Knex.Transaction, { table, ids }: Part) => runQuery(trx, { sql: `DELETE FROM "${table}" WHERE id = ANY (:ids::bigint[])`, bindings: { ids } });

/** The states that the import ended stand in the archive. */
async function putBack(trx: Knex.Transaction, { table, ids }: Part, job: number) {
  const { columns } = await tableShape(trx, table);
  const others = columns.filter(({ name }) => !['id', 'recorded_at'].includes(name));
  await runQuery(trx, {
    sql: `UPDATE "${table}" t SET ${others.map(({ name }) => `"${name}" = f."${name}"`).join(', ')}
          FROM import_change c JOIN row_archive a ON a.table_name = :table AND a.row_key = c.row_id::text AND a.known_to = c.recorded_at_then
          CROSS JOIN LATERAL jsonb_populate_record(NULL::"${table}", a.row) f
          WHERE c.job_id = :job AND c.row_table = :table AND c.action = 'change' AND t.id = c.row_id AND t.id = ANY (:ids::bigint[])`,
    bindings: { table, job, ids },
  });
}
