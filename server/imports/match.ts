import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { propertyIn } from '../edits/rows';
import { codeOf, propertyOf } from '../loading/geojson-table';
import type { Target } from './meaning/layers';
import { MISSING, NO_POSITION } from './meaning/convert';
import type { Plan } from './meaning/plan';

/**
 * Which rows are new, which change one that stands, which say what stands already: by code, national code, the very row of an earlier
 * import, or a name that is unique on both sides. A row is new unless found otherwise. `changes` holds property → {from, to}.
 */
export async function matchRows(trx: Knex.Transaction, target: Target, plan: Plan, job: number): Promise<void> {
  const { resource: { table }, shape } = target;
  const bindings = { job, table };
  const has = (column: string) => shape.columns.some(({ name }) => name === column);
  const given = new Set([...plan.mapping, ...Object.keys(plan.defaults)]);
  const key = codeOf(table);
  const change = (sql: string) => runQuery(trx, { sql, bindings });
  await change("UPDATE import_row SET action = 'new', target_id = NULL, changes = NULL WHERE job_id = :job AND action <> 'new'");
  await change(DUPLICATES);
  if (given.has(key) || given.has('code')) {
    await change(`UPDATE import_row r SET target_id = t.id, action = 'changed' FROM "${table}" t WHERE r.job_id = :job AND r.action = 'new' AND t."${key}" = r.properties ->> '${key}'`);
  }
  const [before] = await runQuery<{ imported: boolean }>(trx, { sql: 'SELECT EXISTS (SELECT FROM import_change WHERE row_table = :table) AS imported', bindings });
  if (before?.imported) {
    await change(`UPDATE import_row r SET target_id = c.row_id, action = 'same'
      FROM import_change c JOIN import_job j ON j.id = c.job_id AND j.state = 'committed'
      WHERE r.job_id = :job AND c.row_table = :table AND c.hash = r.hash AND r.action <> 'duplicate' AND EXISTS (SELECT FROM "${table}" t WHERE t.id = c.row_id)`);
  }
  if (table === 'outfall' && given.has('national_code')) {
    await change(`UPDATE import_row r SET target_id = t.id, action = 'changed'
      FROM (SELECT national_code, min(id) AS id FROM outfall WHERE national_code IS NOT NULL GROUP BY 1 HAVING count(*) = 1) t
      WHERE r.job_id = :job AND r.action = 'new' AND t.national_code = r.properties ->> 'national_code'`);
  }
  if (has('name') && has('region_code')) await change(byName(table, Object.entries(target.resource.fixed)));
  await compare(trx, target, job);
  await runQuery(trx, { sql: NOT_MISSING, bindings });
}

/** What a row leaves out that stands already is not missing. */
const NOT_MISSING = `
  UPDATE import_row r SET problems = nullif((SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(r.problems) p WHERE NOT (starts_with(p ->> 'reason', '${MISSING}') OR starts_with(p ->> 'reason', '${NO_POSITION}'))), '[]')
  WHERE r.job_id = :job AND r.problems IS NOT NULL AND r.target_id IS NOT NULL AND r.problems @? '$[*] ? (@.reason starts with "${MISSING}" || @.reason starts with "${NO_POSITION}")'`;

/** Rows that repeat another of the file in all. */
const DUPLICATES = `
  UPDATE import_row r SET action = 'duplicate'
  FROM (SELECT content, min(n) AS first FROM import_row WHERE job_id = :job GROUP BY content HAVING count(*) > 1) d
  WHERE r.job_id = :job AND r.content = d.content AND r.n > d.first`;

/** A name that one row of the table and one of the file have; nothing else took that row before. */
const byName = (table: string, fixed: [string, string][]) => `
  WITH standing AS (
    SELECT name, left(region_code, 6) AS city, min(id) AS id FROM "${table}" WHERE ${['true', ...fixed.map(([column, value]) => `"${column}" = '${value}'`)].join(' AND ')} GROUP BY 1, 2 HAVING count(*) = 1),
  namesake AS (
    SELECT t.id, r.n, r.action, count(*) OVER (PARTITION BY t.id) AS many
    FROM standing t JOIN import_row r ON r.properties ->> 'name' = t.name AND left(r.properties ->> 'region_code', 6) = t.city
    WHERE r.job_id = :job AND r.action <> 'duplicate'),
  alone AS (
    SELECT s.id, s.n FROM namesake s WHERE s.many = 1 AND s.action = 'new' AND NOT EXISTS (SELECT FROM import_row o WHERE o.job_id = :job AND o.target_id = s.id))
  UPDATE import_row r SET target_id = a.id, action = 'changed' FROM alone a WHERE r.job_id = :job AND r.n = a.n`;

/** 1e-9 of a degree is 0.1 mm; where a ring begins and which way it runs says nothing. */
const SAME_PLACE = 'ST_OrderingEquals(ST_Normalize(ST_SnapToGrid(ST_Force2D(g.geom), 1e-9)), ST_Normalize(ST_SnapToGrid(t.geom, 1e-9)))';

/** What a row without its own has from its edition: a file that repeats it says nothing new. */
const OF_EDITIONS = ['document', 'boundary_error_m'];
const ofEdition = (column: string) => `coalesce(t."${column}", (SELECT e."${column}" FROM layer_edition e WHERE e.id = t.edition_id))`;

async function compare(trx: Knex.Transaction, { resource: { table }, shape }: Target, job: number) {
  const columns = [...shape.given.values()];
  const dated = columns.some(({ name }) => name === 'edition_id');
  const standing = columns.map((column) => `${dated && OF_EDITIONS.includes(column.name) ? ofEdition(column.name) : propertyIn(column)} AS "${propertyOf(column)}"`).join(', ');
  const placed = shape.columns.some(({ name }) => name === 'geom');
  await runQuery(trx, {
    sql: `WITH compared AS (
            SELECT r.ctid AS at, (SELECT jsonb_object_agg(given.key, jsonb_build_object('from', stands.row -> given.key, 'to', given.value))
                     FROM jsonb_each(r.properties) given WHERE stands.row ? given.key AND stands.row -> given.key IS DISTINCT FROM given.value) AS properties
                   ${placed ? `, CASE WHEN g.geom IS NOT NULL AND (t.geom IS NULL OR NOT ${SAME_PLACE}) THEN jsonb_build_object('geometry', jsonb_build_object(
                        'metres', round(ST_Distance(ST_PointOnSurface(g.geom)::geography, ST_PointOnSurface(t.geom)::geography)::numeric, 1))) END AS moved` : ', NULL::jsonb AS moved'}
            FROM import_row r JOIN "${table}" t ON t.id = r.target_id
            CROSS JOIN LATERAL (SELECT coalesce(r.repaired, r.geom) AS geom) g
            CROSS JOIN LATERAL (SELECT to_jsonb(x) AS row FROM (SELECT ${standing}) x) stands
            WHERE r.job_id = :job AND r.action = 'changed')
          UPDATE import_row r SET changes = coalesce(c.properties, '{}') || coalesce(c.moved, '{}'),
                 action = CASE WHEN c.properties IS NULL AND c.moved IS NULL THEN 'same' ELSE 'changed' END
          FROM compared c WHERE r.ctid = c.at AND r.job_id = :job`,
    bindings: { job },
  });
}
