import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { codeOf } from '../loading/geojson-table';

/**
 * Issues the next local code of a city: `653001-0042` for outfalls, `653001-sewer_line-0042` for anything else. The counter
 * row is held until the transaction ends, so no two get one number, and a number is not issued again after its row is gone.
 */
export async function issueCode(trx: Knex.Transaction, table: string, region: string): Promise<string> {
  const prefix = `${region.slice(0, 6)}-${table === 'outfall' ? '' : `${table}-`}`;
  const [issued] = await runQuery<{ last: number }>(trx, {
    sql: `WITH taken AS (
            SELECT coalesce(max(substring(${codeOf(table)} FROM '^' || :prefix || '(\\d{1,9})$')::bigint), 0) AS most FROM "${table}"
            WHERE starts_with(${codeOf(table)}, :prefix)
          )
          INSERT INTO code_counter AS c (prefix, last) SELECT :prefix, most + 1 FROM taken
          ON CONFLICT (prefix) DO UPDATE SET last = greatest(c.last + 1, EXCLUDED.last) RETURNING last`,
    bindings: { prefix },
  });
  return `${prefix}${String((issued as { last: number }).last).padStart(4, '0')}`;
}
