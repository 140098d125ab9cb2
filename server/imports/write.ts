import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { type Column, codeOf, propertyOf, valueIn } from '../loading/geojson-table';
import { hashOf } from './hash';
import type { Target } from './meaning/layers';
import type { Plan } from './meaning/plan';

export interface Writing { target: Target; plan: Plan; job: number; file: string; /** Code of the edition of what is written. */ edition: string | null }

const quoted = (name: string) => `"${name}"`;

/** Rows of the job that are taken, as `s`, with their feature as `f` and the record of their properties as `r`. */
function taken({ target, plan, edition }: Writing, action: 'new' | 'changed'): { from: string; bindings: Record<string, unknown> } {
  const has = (column: string) => target.shape.columns.some(({ name }) => name === column);
  const at = (property: string) => plan.mapping.indexOf(property);
  const cells = ['lon', 'lat', 'lonlat', 'wkt'].map(at).filter((n) => n >= 0).map((n) => `i.raw -> ${n}`);
  const source = has('source') ? `|| jsonb_build_object('source', jsonb_strip_nulls(jsonb_build_object('import', :job::bigint, 'file', :file::text, 'sheet', i.sheet, 'row', i.line,
      'crs', :reading::text, 'coordinates', ${cells.length ? `jsonb_build_array(${cells.join(', ')})` : 'NULL::jsonb'})))` : '';
  const dated = has('edition_id') && edition !== null ? `|| CASE WHEN i.properties ? 'edition' THEN '{}'::jsonb ELSE jsonb_build_object('edition', :edition::text) END` : '';
  return {
    from: `(SELECT i.n, i.sheet, i.line, i.target_id, i.changes, coalesce(i.repaired, i.geom) AS geom, md5(:plan_hash || i.raw::text || coalesce(i.shape::text, '')) AS hash,
                   jsonb_build_object('properties', i.properties || :fixed::jsonb ${source} ${dated}) AS feature
            FROM import_row i WHERE i.job_id = :job AND i.action = '${action}') f
           CROSS JOIN LATERAL jsonb_populate_record(NULL::${quoted(target.resource.table)}, (f.feature -> 'properties') - 'shared_with' - 'entry') r`,
    bindings: { fixed: JSON.stringify(target.resource.fixed), reading: plan.reading, plan_hash: hashOf(plan), edition },
  };
}

const written = (column: Column) => (column.name === 'geom' ? 'f.geom'
  : column.name === 'entry_geom' ? `CASE WHEN f.feature #> '{properties,entry}' IS NOT NULL THEN ${valueIn(column)} END`
    : column.name === 'shared_with' ? "'{}'" : valueIn(column));

/** Writes the new rows by one statement and notes where each comes from. @returns how many. */
export async function insertNew(trx: Knex.Transaction, writing: Writing): Promise<number> {
  const { target: { shape, resource: { table } }, job, file, plan } = writing;
  const { from, bindings } = taken(writing, 'new');
  const given = new Set([...plan.mapping, ...Object.keys(plan.defaults), 'source', 'edition', 'region_code', 'code', ...Object.keys(writing.target.resource.fixed)]);
  const used = shape.columns.filter((column) => !column.generated && (['geom', codeOf(table)].includes(column.name) || given.has(propertyOf(column)) || (column.name === 'entry_geom' && given.has('entry_lon'))) && !['id', 'recorded_at'].includes(column.name));
  const self = used.filter(({ references }) => references === table);
  const columns = used.filter((column) => !self.includes(column));
  const key = codeOf(table);
  const made = await runQuery<{ n: number }>(trx, {
    sql: `WITH made AS (
            INSERT INTO ${quoted(table)} (${columns.map(({ name }) => quoted(name)).join(', ')})
            SELECT ${columns.map(written).join(', ')} FROM ${from} ORDER BY f.n
            RETURNING id, ${quoted(key)} AS code, recorded_at),
          noted AS (
            INSERT INTO import_change (job_id, row_table, row_id, action, sheet, line, hash, recorded_at_then)
            SELECT :job, :table, m.id, 'create', i.sheet, i.line, md5(:plan_hash || i.raw::text || coalesce(i.shape::text, '')), m.recorded_at
            FROM made m JOIN import_row i ON i.job_id = :job AND i.action = 'new' AND i.properties ->> '${key}' = m.code
            RETURNING 1)
          SELECT count(*) AS n FROM noted`,
    bindings: { ...bindings, job, file, table },
  });
  for (const column of self) {
    await runQuery(trx, {
      sql: `UPDATE ${quoted(table)} t SET ${quoted(column.name)} = (SELECT p.id FROM ${quoted(table)} p WHERE p.${quoted(key)} = i.properties ->> '${propertyOf(column)}')
            FROM import_row i WHERE i.job_id = :job AND i.action = 'new' AND i.properties ? '${propertyOf(column)}' AND t.${quoted(key)} = i.properties ->> '${key}'`,
      bindings: { job },
    });
  }
  return (made[0] as { n: number }).n;
}

/** Changes the rows that stand, in what the file gives and nothing else. @returns how many. */
export async function updateChanged(trx: Knex.Transaction, writing: Writing): Promise<number> {
  const { target: { shape, resource: { table } }, job, file, plan } = writing;
  const { from, bindings } = taken(writing, 'changed');
  const given = new Set([...plan.mapping, ...Object.keys(plan.defaults), 'source', 'edition', 'region_code']);
  const columns = shape.columns.filter((column) => column.name === 'geom' || given.has(propertyOf(column)) || (column.name === 'entry_geom' && given.has('entry_lon')));
  const sets = columns.map((column) => `${quoted(column.name)} = CASE WHEN ${column.name === 'geom' ? "f.changes ? 'geometry'" : `f.feature -> 'properties' ? '${propertyOf(column)}'`} THEN ${written(column)} ELSE t.${quoted(column.name)} END`);
  const rows = await runQuery<{ n: number }>(trx, {
    sql: `WITH done AS (
            UPDATE ${quoted(table)} t SET ${sets.join(', ')} FROM ${from} WHERE t.id = f.target_id RETURNING t.id, t.recorded_at, f.sheet, f.line, f.hash),
          noted AS (
            INSERT INTO import_change (job_id, row_table, row_id, action, sheet, line, hash, recorded_at_then)
            SELECT :job, :table, id, 'change', sheet, line, hash, recorded_at FROM done RETURNING 1)
          SELECT count(*) AS n FROM noted`,
    bindings: { ...bindings, job, file, table },
  });
  return (rows[0] as { n: number }).n;
}
