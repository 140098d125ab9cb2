import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { propertyIn } from '../edits/rows';
import { codeOf, propertyOf } from '../loading/geojson-table';
import type { Target } from './meaning/layers';
import { MISSING } from './meaning/convert';
import { hashOf } from './hash';
import type { Plan } from './meaning/plan';

/**
 * Which rows are new, which change one that stands, which say what stands already: by code, national code, the very row of an earlier
 * import, or a name that is unique on both sides. `changes` holds property → {from, to}.
 */
export async function matchRows(trx: Knex.Transaction, target: Target, plan: Plan, job: number): Promise<void> {
  const { resource: { table }, shape } = target;
  const bindings = { job, table, plan_hash: hashOf(plan) };
  const has = (column: string) => shape.columns.some(({ name }) => name === column);
  const key = codeOf(table);
  await runQuery(trx, { sql: 'UPDATE import_row SET action = NULL, target_id = NULL, changes = NULL WHERE job_id = :job AND action IS NOT NULL', bindings });
  await runQuery(trx, { sql: DUPLICATES, bindings });
  await runQuery(trx, {
    sql: `UPDATE import_row r SET target_id = t.id, action = 'changed' FROM "${table}" t WHERE r.job_id = :job AND r.action IS NULL AND t."${key}" = r.properties ->> '${key}'`, bindings,
  });
  await runQuery(trx, {
    sql: `UPDATE import_row r SET target_id = c.row_id, action = 'same'
          FROM import_change c JOIN import_job j ON j.id = c.job_id AND j.state = 'committed'
          WHERE r.job_id = :job AND c.row_table = :table AND c.hash = md5(:plan_hash || r.raw::text || coalesce(r.shape::text, '')) AND coalesce(r.action, '') <> 'duplicate'
            AND EXISTS (SELECT FROM "${table}" t WHERE t.id = c.row_id)`, bindings,
  });
  if (table === 'outfall') {
    await runQuery(trx, {
      sql: `UPDATE import_row r SET target_id = t.id, action = 'changed'
            FROM (SELECT national_code, min(id) AS id FROM outfall WHERE national_code IS NOT NULL GROUP BY 1 HAVING count(*) = 1) t
            WHERE r.job_id = :job AND r.action IS NULL AND t.national_code = r.properties ->> 'national_code'`, bindings,
    });
  }
  if (has('name') && has('region_code')) await runQuery(trx, { sql: byName(table, Object.entries(target.resource.fixed)), bindings });
  await runQuery(trx, { sql: "UPDATE import_row SET action = 'new' WHERE job_id = :job AND action IS NULL", bindings });
  await compare(trx, target, job);
  await runQuery(trx, { sql: NOT_MISSING, bindings });
}

/** What a row leaves out that stands already is not missing. */
const NOT_MISSING = `
  UPDATE import_row r SET problems = nullif((SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(r.problems) p WHERE NOT starts_with(p ->> 'reason', '${MISSING}')), '[]')
  WHERE r.job_id = :job AND r.target_id IS NOT NULL AND r.problems @? '$[*] ? (@.reason starts with "${MISSING}")'`;

/** Rows that repeat another of the file in all. */
const DUPLICATES = `
  UPDATE import_row r SET action = 'duplicate'
  FROM (SELECT ctid, row_number() OVER (PARTITION BY md5(properties::text || coalesce(ST_AsEWKB(geom)::text, '')) ORDER BY n) AS nth FROM import_row WHERE job_id = :job) d
  WHERE r.ctid = d.ctid AND d.nth > 1 AND r.job_id = :job`;

const byName = (table: string, fixed: [string, string][]) => `
  UPDATE import_row r SET target_id = t.id, action = 'changed'
  FROM (SELECT name, left(region_code, 6) AS city, min(id) AS id FROM "${table}" WHERE ${['true', ...fixed.map(([column, value]) => `"${column}" = '${value}'`)].join(' AND ')} GROUP BY 1, 2 HAVING count(*) = 1) t,
       (SELECT properties ->> 'name' AS name, left(properties ->> 'region_code', 6) AS city FROM import_row WHERE job_id = :job AND coalesce(action, '') <> 'duplicate' GROUP BY 1, 2 HAVING count(*) = 1) own
  WHERE r.job_id = :job AND r.action IS NULL AND t.name = r.properties ->> 'name' AND t.city = left(r.properties ->> 'region_code', 6)
    AND own.name = t.name AND own.city = t.city
    AND NOT EXISTS (SELECT FROM import_row o WHERE o.job_id = :job AND o.target_id = t.id)`;

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
