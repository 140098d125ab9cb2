import type { Knex } from 'knex';
import type { ImportJob } from '../api-types';
import { runQuery } from '../db/query';

export const ALL_FAULTS = "coalesce(r.problems, '[]') || coalesce(r.checked, '[]')";
/** What can be stored only repaired; the other repairs are offered. */
export const NEEDS_CONSENT = "coalesce(jsonb_path_exists(r.repairs, '$[*] ? (!(@.optional == true))'), false)";
const TOLD = '(r.problems IS NOT NULL OR r.checked IS NOT NULL OR r.repairs IS NOT NULL)';

export type Counted = NonNullable<ImportJob['counts']> & { problem_count: number };

/** Rows of earlier imports of the same file whose records this one does not have. */
export const GONE = `import_change c JOIN import_job j ON j.id = c.job_id JOIN import_job own ON own.id = :job
  WHERE j.state = 'committed' AND j.file_name = own.file_name AND j.layer = :layer AND c.row_table NOT IN ('layer_edition', 'layer_coverage', 'reach_node')
    AND NOT EXISTS (SELECT FROM import_row o WHERE o.job_id = :job AND o.target_id = c.row_id)`;

/** What the preview says in numbers; counted once, not whenever it is asked for. */
export async function countRows(trx: Knex.Transaction, job: number, layer: string): Promise<Counted> {
  const bindings = { job, layer };
  const actions = await runQuery<{ action: string; n: number }>(trx, { sql: 'SELECT action, count(*) AS n FROM import_row WHERE job_id = :job GROUP BY 1', bindings });
  const [told] = await runQuery<Pick<Counted, 'errors' | 'notes' | 'repairs' | 'large_repairs' | 'rings' | 'partial_dates' | 'problem_count'>>(trx, {
    sql: `SELECT count(*) FILTER (WHERE jsonb_path_exists(${ALL_FAULTS}, '$[*].level ? (@ == "error")')) AS errors,
                 count(*) FILTER (WHERE jsonb_path_exists(${ALL_FAULTS}, '$[*].level ? (@ == "note")')) AS notes, count(*) FILTER (WHERE ${NEEDS_CONSENT}) AS repairs,
                 count(*) FILTER (WHERE jsonb_path_exists(repairs, '$[*].optional ? (@ == true)')) AS rings,
                 count(*) FILTER (WHERE r.problems @? '$[*].partial') AS partial_dates,
                 count(*) FILTER (WHERE repairs @> '[{"large": true}]') AS large_repairs, coalesce(sum(jsonb_array_length(${ALL_FAULTS})), 0)::bigint AS problem_count
          FROM import_row r WHERE job_id = :job AND ${TOLD}`, bindings,
  });
  const [left] = await runQuery<{ gone: number }>(trx, { sql: `SELECT count(DISTINCT c.row_id) AS gone FROM ${GONE}`, bindings });
  const of = (action: string) => actions.find((one) => one.action === action)?.n ?? 0;
  return { new: of('new'), changed: of('changed'), same: of('same'), duplicate: of('duplicate'), ...(told as NonNullable<typeof told>), gone: left?.gone ?? 0 };
}
