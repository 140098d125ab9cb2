import type { ImportGone } from '../api-types';
import type { Db } from '../db/open';
import { runQuery } from '../db/query';
import { codeOf } from '../loading/geojson-table';
import { GONE } from './count';
import { cursorOf, type Page, readJob } from './told';

/** Records that earlier imports of the same file wrote and that this one does not have, by id. They are left as they are. */
export async function goneRows(db: Db, id: number, { limit, cursor }: Page): Promise<ImportGone> {
  const job = await readJob(db, id);
  if (!job.plan || !['previewed', 'committing'].includes(job.state)) return { items: [], matched: 0, next: null };
  const { table } = job.plan;
  const named = await db.knex.schema.hasColumn(table, 'name');
  const rows = await runQuery<ImportGone['items'][number]>(db.knex, {
    sql: `SELECT DISTINCT ON (t.id) t.id, t."${codeOf(table)}" AS code, ${named ? 't.name' : 'NULL AS name'}, g.job_id AS import, g.sheet, g.line AS row
          FROM (SELECT c.* FROM ${GONE}) g JOIN "${table}" t ON t.id = g.row_id
          WHERE g.row_table = :table AND t.id > :after ORDER BY t.id, g.job_id DESC LIMIT :limit`,
    bindings: { job: id, layer: job.layer, table, after: cursorOf(cursor), limit: limit + 1 },
  });
  const items = rows.slice(0, limit);
  return { items, matched: job.counts.gone ?? 0, next: rows.length > limit ? String(items.at(-1)?.id) : null };
}
