import type { Knex } from 'knex';
import { runQuery } from '../db/query';

/**
 * Whether an edition, a declaration of completeness or a discharge limit began or ceased to hold after the day `from`, up
 * to the day `to` (YYYY-MM-DD): then a verdict of the first day need not hold on the second.
 */
export async function changesBetween(trx: Knex.Transaction, from: string, to: string, coverageMaxAgeDays: number): Promise<boolean> {
  const [row] = await runQuery<{ any: boolean }>(trx, {
    sql: `SELECT EXISTS (
            SELECT FROM (
              SELECT valid_from AS day FROM layer_edition UNION ALL SELECT valid_to FROM layer_edition
              UNION ALL SELECT as_of FROM layer_coverage UNION ALL SELECT as_of + :max_age::integer + 1 FROM layer_coverage
              UNION ALL SELECT valid_from FROM discharge_limit UNION ALL SELECT valid_to FROM discharge_limit
            ) dated WHERE day > :from::date AND day <= :to::date) AS any`,
    bindings: { from, to, max_age: coverageMaxAgeDays },
  });
  return (row as { any: boolean }).any;
}
