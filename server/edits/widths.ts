import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { runQuery } from '../db/query';
import { today } from '../today';
import type { Touched } from './affected';
import { layersIn, readersOf } from './readers';

/** How wide the boundary errors of a table's areas are, metres. `told` is the same as long as no widest error of any kind changes. */
export interface Widths { widest: number; told: string }

/** Of the tables of areas among the touched; an edition counts for all of them. */
export async function widthsOf(trx: Knex.Transaction, catalog: Catalog, touched: Touched[]): Promise<Map<string, Widths>> {
  const areas = [...readersOf(catalog)].filter(([, readers]) => readers.areas).map(([table]) => table);
  const wanted = areas.filter((area) => touched.some(({ table }) => table === area || table === 'layer_edition'));
  const widths = new Map<string, Widths>();
  for (const table of wanted) widths.set(table, await widthOf(trx, catalog, table));
  return widths;
}

async function widthOf(trx: Knex.Transaction, catalog: Catalog, table: string): Promise<Widths> {
  const level = await trx.schema.hasColumn(table, 'level') ? 't.level' : "''";
  const [row] = await runQuery<{ of_rows: number | null; of_editions: number | null; in_force: Record<string, number> | null }>(trx, {
    sql: `SELECT (SELECT max(boundary_error_m) FROM "${table}") AS of_rows,
                 (SELECT max(boundary_error_m) FROM layer_edition WHERE layer = ANY (:layers::text[])) AS of_editions,
                 (SELECT jsonb_object_agg(level, width) FROM (
                    SELECT ${level} AS level, max(coalesce(t.boundary_error_m, e.boundary_error_m)) AS width
                    FROM "${table}" t JOIN layer_edition e ON e.id = t.edition_id
                    WHERE e.valid_from <= :as_of AND coalesce(e.valid_to > :as_of, true) GROUP BY 1) w) AS in_force`,
    bindings: { layers: layersIn(catalog, table), as_of: today() },
  });
  const { of_rows, of_editions, in_force } = row as NonNullable<typeof row>;
  return { widest: Math.max(of_rows ?? 0, of_editions ?? 0, ...Object.values(in_force ?? {})), told: JSON.stringify(row) };
}
