import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import type { ReadRow } from './reading/reader';

/** Puts rows of a file beside the data, not into them. Points go as two numbers, other geometries as GeoJSON. */
export async function stageRows(runner: Knex | Knex.Transaction, job: number, rows: ReadRow[]): Promise<void> {
  const items = rows.map(({ n, sheet, line, cells, shape, given, properties, geometry, faults, repairs }) => ({
    n, sheet, line, raw: cells, shape, given, properties,
    ...(geometry?.type === 'Point' ? { x: (geometry.coordinates as number[])[0], y: (geometry.coordinates as number[])[1] } : { geometry }),
    problems: faults.length ? faults : undefined, repairs: repairs.length ? repairs : undefined,
  }));
  await runQuery(runner, {
    sql: `INSERT INTO import_row (job_id, n, sheet, line, raw, shape, faults, properties, geom, repairs, problems)
          SELECT :job, r.n, r.sheet, r.line, r.raw, nullif(r.shape, 'null'), r.given, r.properties,
                 CASE WHEN r.x IS NOT NULL THEN ST_SetSRID(ST_MakePoint(r.x, r.y), 4490) ELSE ST_SetSRID(ST_GeomFromGeoJSON(nullif(r.geometry, 'null')), 4490) END, r.repairs, r.problems
          FROM jsonb_to_recordset(:rows::jsonb) AS r (n integer, sheet text, line integer, raw jsonb, shape jsonb, given jsonb, properties jsonb, x float8, y float8, geometry jsonb, repairs jsonb, problems jsonb)`,
    bindings: { job, rows: safeJson(items) },
  });
}

/** NUL cannot be stored; the reader has told of it already. */
const safeJson = (value: unknown) => JSON.stringify(value).replaceAll('\\u0000', '\\uFFFD');

/** Rows read again by another plan: what was made of them is replaced. */
export async function restageRows(trx: Knex.Transaction, job: number, rows: ReadRow[]): Promise<void> {
  await trx('import_row').where({ job_id: job }).whereIn('n', rows.map(({ n }) => n)).del();
  await stageRows(trx, job, rows);
}
