import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { codeOf } from '../loading/geojson-table';

/**
 * Issues local codes to all new rows of a job that bring none: without gaps, in the order of the file. As for a single edit
 * (edits/codes.ts) the counter's row is held until the transaction ends, so no two get one number.
 */
export async function issueCodes(trx: Knex.Transaction, table: string, job: number): Promise<void> {
  const key = codeOf(table);
  const [lacking] = await runQuery<{ some: boolean }>(trx, { sql: `SELECT EXISTS (SELECT FROM import_row WHERE job_id = :job AND action = 'new' AND NOT properties ? '${key}') AS some`, bindings: { job } });
  if (!lacking?.some) return;
  await runQuery(trx, {
    sql: `WITH lacking AS (
            SELECT n, left(properties ->> 'region_code', 6) || '-' || ${table === 'outfall' ? "''" : `'${table}-'`} AS prefix
            FROM import_row WHERE job_id = :job AND action = 'new' AND NOT properties ? '${key}'),
          wanted AS (SELECT prefix, count(*) AS many FROM lacking GROUP BY prefix),
          taken AS (
            SELECT w.prefix, w.many, greatest(
                coalesce((SELECT max(substring(t."${key}" FROM '^' || w.prefix || '(\\d{1,9})$')::bigint) FROM "${table}" t WHERE starts_with(t."${key}", w.prefix)), 0),
                coalesce((SELECT max(substring(i.properties ->> '${key}' FROM '^' || w.prefix || '(\\d{1,9})$')::bigint) FROM import_row i WHERE i.job_id = :job AND i.action = 'new' AND starts_with(i.properties ->> '${key}', w.prefix)), 0)) AS most
            FROM wanted w),
          counted AS (
            INSERT INTO code_counter AS c (prefix, last) SELECT prefix, most + many FROM taken ORDER BY prefix
            ON CONFLICT (prefix) DO UPDATE SET last = greatest(c.last, EXCLUDED.last - (SELECT many FROM taken k WHERE k.prefix = c.prefix)) + (SELECT many FROM taken k WHERE k.prefix = c.prefix)
            RETURNING prefix, last),
          numbered AS (
            SELECT l.n, l.prefix, c.last - w.many + row_number() OVER (PARTITION BY l.prefix ORDER BY l.n) AS number
            FROM lacking l JOIN wanted w ON w.prefix = l.prefix JOIN counted c ON c.prefix = l.prefix)
          UPDATE import_row r SET properties = r.properties || jsonb_build_object('${key}', m.prefix || CASE WHEN m.number < 10000 THEN lpad(m.number::text, 4, '0') ELSE m.number::text END)
          FROM numbered m WHERE r.job_id = :job AND r.n = m.n`,
    bindings: { job },
  });
}
