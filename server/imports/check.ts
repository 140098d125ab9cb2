import type { Knex } from 'knex';
import type { Catalog } from '../catalog';
import { FARTHEST_M } from '../checks/far-off';
import { type Query, runQuery } from '../db/query';
import { codeOf, propertyOf } from '../loading/geojson-table';
import type { Target } from './meaning/layers';
import { today } from '../today';
import { givenBy, type Plan } from './meaning/plan';
import { newNodes } from './reach-nodes';

/** A fault that a statement finds in many rows at once: condition over `r` (import_row) and what to say. Texts are SQL expressions. */
interface Check {
  where: string; column: string; value: string; reason: string; suggestion?: string; level?: 'error' | 'note'; from?: string; bindings?: Query['bindings'];
  /** Holds wherever `where` does, and costs little: asked of every row. What it needs is joined as `beside`. */
  quick: string; beside?: string;
  /** What `beside` joins, made once. */
  made?: string;
}

const text = (words: string) => `'${words.replaceAll("'", "''")}'`;

/**
 * Compares the rows of a job with each other and with the database, set by set: references, duplicates, places, validity of geometries.
 * One pass finds the rows that can be wrong at all; each check then looks at those alone. What is found stands in `checked`.
 */
export async function checkRows(trx: Knex.Transaction, catalog: Catalog, target: Target, plan: Plan, job: number, repairs: boolean): Promise<void> {
  await runQuery(trx, { sql: 'UPDATE import_row SET checked = NULL WHERE job_id = :job AND checked IS NOT NULL', bindings: { job } });
  const solid = target.shapes.some((shape) => !shape.endsWith('Point'));
  if (repairs && solid) await proposeRepairs(trx, job);
  if (repairs && solid && plan.ringsRuled) await proposeRings(trx, job);
  const checks = [...referenceChecks(catalog, target, plan, job), ...dateChecks(target, plan), ...placeChecks(target, solid), ...codeChecks(target, plan), ...nationalChecks(plan), ...sameplaceChecks(target, solid)];
  if (await suspects(trx, checks, job) === 0) return;
  for (const check of checks) await run(trx, job, check);
}

async function suspects(trx: Knex.Transaction, checks: Check[], job: number): Promise<number> {
  await trx.raw('DROP TABLE IF EXISTS pg_temp.import_suspect');
  await trx.raw('CREATE TEMP TABLE import_suspect (n integer NOT NULL) ON COMMIT DROP');
  const once = (texts: (string | undefined)[]) => [...new Set(texts.filter((one) => one !== undefined))];
  const made = once(checks.map((check) => check.made)).join(', ');
  await trx.raw('SET LOCAL enable_mergejoin = off'); // nobody can tell how few repeat another: sorting all rows for them is waste
  await runQuery(trx, {
    sql: `INSERT INTO import_suspect ${made && `WITH ${made}`} SELECT DISTINCT r.n FROM import_row r ${once(checks.map((check) => check.beside)).join(' ')} WHERE r.job_id = :job AND (${checks.map(({ quick }) => `(${quick})`).join(' OR ') || 'false'})`,
    bindings: Object.assign({ job }, ...checks.map(({ bindings }) => bindings ?? {})),
  });
  await trx.raw('SET LOCAL enable_mergejoin = on; ANALYZE pg_temp.import_suspect');
  const [row] = await runQuery<{ n: number }>(trx, { sql: 'SELECT count(*) AS n FROM pg_temp.import_suspect', bindings: {} });
  return (row as { n: number }).n;
}

const run = (trx: Knex.Transaction, job: number, { where, column, value, reason, suggestion = 'NULL', level = 'error', from = '', bindings = {} }: Check) => runQuery(trx, {
  sql: `UPDATE import_row r SET checked = coalesce(r.checked, '[]') || jsonb_build_array(jsonb_build_object('column', ${column}, 'value', ${value}, 'reason', ${reason}, 'suggestion', ${suggestion}, 'level', '${level}'))
        ${from} WHERE r.job_id = :job AND r.n IN (SELECT n FROM pg_temp.import_suspect) AND ${where}`,
  bindings: { job, ...bindings },
});

/** Every reference by code, and what has a list of its own. Rows of the file can refer to each other. */
function referenceChecks(catalog: Catalog, { shape, resource }: Target, plan: Plan, job: number): Check[] {
  const given = givenBy(plan);
  const missing = (property: string, table: string, key: string, own: boolean): Check => ({
    bindings: table === 'reach_node' ? { new_nodes: newNodes(job) } : {},
    where: `r.properties ->> '${property}' IS NOT NULL AND NOT EXISTS (SELECT FROM "${table}" t WHERE t."${key}" = r.properties ->> '${property}')
            ${table === 'reach_node' ? `AND NOT starts_with(r.properties ->> '${property}', :new_nodes)` : ''}
            ${own ? `AND NOT EXISTS (SELECT FROM import_row o WHERE o.job_id = r.job_id AND o.properties ->> '${key}' = r.properties ->> '${property}')` : ''}`,
    quick: `r.properties ->> '${property}' IS NOT NULL AND to_${property}."${key}" IS NULL`,
    beside: `LEFT JOIN "${table}" to_${property} ON to_${property}."${key}" = r.properties ->> '${property}'`,
    column: text(property), value: `r.properties -> '${property}'`, reason: text(`没有此编码的 ${table} (no ${table} has this code)`),
  });
  const checks: Check[] = [];
  for (const column of shape.columns) {
    const property = propertyOf(column);
    const own = shape.constraints.find(({ kind, columns }) => kind === 'f' && columns.join() === column.name);
    if (property === 'region_code') checks.push(missing('region_code', 'region', 'code', resource.table === 'region'));
    else if (!given.has(property)) continue;
    else if (column.references) checks.push(missing(property, column.references, codeOf(column.references), column.references === resource.table));
    else if (own?.target && own.key && property !== 'category') checks.push(missing(property, own.target, own.key, own.target === resource.table));
    else if (property === 'layer') {
      const where = "r.properties ->> 'layer' <> ALL (:layers::text[]) AND NOT EXISTS (SELECT FROM layer_coverage s WHERE s.layer = r.properties ->> 'layer')"; // some are declared that no map shows
      checks.push({ where, quick: where, bindings: { layers: [...catalog.layers.keys()] }, column: text('layer'), value: "r.properties -> 'layer'", reason: text('没有这个图层 (no such layer)') });
    }
  }
  return checks;
}

/** Days that lie ahead by their meaning. */
const AHEAD = ['valid_from', 'valid_to'];
const OLDEST = '1900-01-01';

/** A day can be written, yet not be meant. */
function dateChecks({ shape }: Target, plan: Plan): Check[] {
  const given = new Set([...plan.mapping, ...Object.keys(plan.defaults)]);
  return shape.columns.filter(({ name, type }) => type === 'date' && given.has(name)).flatMap(({ name }) => {
    const told = (where: string, reason: string, bindings = {}): Check => ({ where, quick: where, bindings, column: text(name), value: `r.properties -> '${name}'`, reason: text(reason), level: 'note' });
    return [
      told(`r.properties ->> '${name}' < '${OLDEST}'`, `早于 ${OLDEST}，请核对 (before that day: is it meant?)`),
      ...(AHEAD.includes(name) ? [] : [told(`r.properties ->> '${name}' > :today`, '在今天之后，请核对 (a day to come: is it meant?)', { today: today() })]),
    ];
  });
}

/** National codes: each belongs to one outfall, and names its county and the kind of outfall. */
function nationalChecks(plan: Plan): Check[] {
  if (plan.table !== 'outfall' || !plan.mapping.includes('national_code')) return [];
  const code = "r.properties ->> 'national_code'";
  const told = (rest: Pick<Check, 'where' | 'quick' | 'reason'> & Partial<Check>): Check => ({ column: text('national_code'), value: "r.properties -> 'national_code'", level: 'note', ...rest });
  const county = `${code} ~ '^[A-Z]{2}-\\d{6}-' AND substring(${code}, 4, 4) <> left(r.properties ->> 'region_code', 4)`;
  const kind = `CASE substring(${code}, 16, 2) WHEN 'GY' THEN NOT starts_with(r.properties ->> 'category', 'industrial') WHEN 'CZ' THEN r.properties ->> 'category' <> 'urban_plant'
    WHEN 'NY' THEN NOT starts_with(r.properties ->> 'category', 'agricultural') WHEN 'QT' THEN NOT starts_with(r.properties ->> 'category', 'other') END AND r.properties ->> 'category' <> 'undetermined' AND ${code} ~ '^[A-Z]{2}-\\d{6}-\\d{4}-[A-Z]{2}-\\d{2}$'`;
  return [
    told({ where: county, quick: county, reason: text('国家编码的行政区划段不属于该地市 (its region segment is that of another prefecture)') }),
    told({ where: kind, quick: kind, reason: text('国家编码的类型码与所填类型不符 (its type letters are those of another kind)') }),
    told({
      made: "national AS MATERIALIZED (SELECT properties ->> 'national_code' AS code, min(n) AS first FROM import_row WHERE job_id = :job AND properties ? 'national_code' GROUP BY 1 HAVING count(*) > 1)",
      beside: `LEFT JOIN national ON national.code = ${code}`, quick: 'national.code IS NOT NULL', level: 'error',
      from: "FROM (SELECT properties ->> 'national_code' AS code, min(n) AS first FROM import_row WHERE job_id = :job AND n IN (SELECT n FROM pg_temp.import_suspect) AND properties ? 'national_code' GROUP BY 1 HAVING count(*) > 1) d",
      where: `${code} = d.code AND r.n > d.first`, reason: "'国家编码与第 ' || d.first || ' 条重复 (the same national code as an earlier row)'",
    }),
  ];
}

/** Two points of the file at the very same place: twice the same, or a place that was copied down. */
const sameplaceChecks = ({ shape }: Target, solid: boolean): Check[] => (solid || !shape.columns.some(({ name }) => name === 'geom') ? [] : [{
  made: 'place AS MATERIALIZED (SELECT geom FROM import_row WHERE job_id = :job AND geom IS NOT NULL GROUP BY geom HAVING count(*) > 1)',
  beside: 'LEFT JOIN place ON place.geom = r.geom', quick: 'place.geom IS NOT NULL',
  from: 'FROM (SELECT geom, min(n) AS first FROM import_row WHERE job_id = :job AND n IN (SELECT n FROM pg_temp.import_suspect) AND geom IS NOT NULL GROUP BY geom HAVING count(*) > 1) d',
  where: 'r.geom = d.geom AND r.n > d.first AND r.content <> (SELECT o.content FROM import_row o WHERE o.job_id = r.job_id AND o.n = d.first)',
  column: text('geometry'), value: 'to_jsonb(ST_AsText(r.geom, 7))', reason: "'与第 ' || d.first || ' 条坐标完全相同 (the very place of an earlier row)'", level: 'note',
}]);

/** Materialised: else the corners of a city's thousand vertices would be sought for every row. */
export const CITY_BOX = `city AS MATERIALIZED (
  SELECT code, ST_XMin(geom) AS west, ST_YMin(geom) AS south, ST_XMax(geom) AS east, ST_YMax(geom) AS north FROM region WHERE length(code) = 6)`;
const OUT_OF_BOX = 'ST_XMin(r.geom) < city.west OR ST_XMax(r.geom) > city.east OR ST_YMin(r.geom) < city.south OR ST_YMax(r.geom) > city.north';

/** Outside the city's box, by metres; what no layer can take. */
function placeChecks({ shape, resource }: Target, solid: boolean): Check[] {
  if (!shape.columns.some(({ name }) => name === 'geom') || resource.table === 'region') return [];
  const line = resource.shapes?.some((one) => one.endsWith('LineString')) || shape.columns.some((column) => column.shape?.endsWith('LineString'));
  // a river flows on: of a line some part must be near
  const metres = line ? 'ST_Distance(ST_ClosestPoint(r.geom, c.box)::geography, ST_ClosestPoint(c.box, r.geom)::geography)' : `(SELECT max(ST_Distance(p.geom::geography, ST_ClosestPoint(c.box, p.geom)::geography)) FROM ST_DumpPoints(r.geom) p)`;
  const box = { from: `FROM (SELECT code, name, ST_Envelope(geom) AS box FROM region WHERE length(code) = 6) c`, made: CITY_BOX, beside: "LEFT JOIN city ON city.code = left(r.properties ->> 'region_code', 6)", quick: OUT_OF_BOX, column: text('geometry'), value: 'to_jsonb(ST_AsText(ST_PointOnSurface(r.geom), 6))' };
  const outside = `c.code = left(r.properties ->> 'region_code', 6) AND r.geom IS NOT NULL AND NOT ST_CoveredBy(r.geom, c.box)`;
  const told = `round((${metres} / 1000)::numeric, 1)`;
  const checks: Check[] = [
    { ...box, where: `${outside} AND ${metres} > ${FARTHEST_M}`, reason: `'距该市范围 ' || ${told} || ' km，超过 ${FARTHEST_M / 1000} km (too far outside the city''s box)'`, suggestion: text('区划、坐标系或坐标次序有误？ (wrong region, coordinate system or order of axes?)') },
    { ...box, where: `${outside} AND ${metres} <= ${FARTHEST_M} AND ST_Distance(r.geom, c.box) > 0`, level: 'note', reason: `'在该市范围之外 ' || ${told} || ' km (outside the city''s box)'` },
  ];
  if (!solid) return checks;
  const drawn = (where: string, rest: Pick<Check, 'reason' | 'level'>, quick = where): Check => ({ column: text('geometry'), value: 'NULL::jsonb', where, quick, ...rest });
  return [
    ...checks,
    drawn("ST_Dimension(r.geom) = 2 AND ST_XMax(r.geom) - ST_XMin(r.geom) > 180", { reason: text('跨度超过 180°，疑跨 180° 经线 (wider than 180°: does it cross the antimeridian?)') }),
    drawn('ST_Dimension(r.geom) = 2 AND ST_IsValid(r.geom) AND ST_Area(r.geom) < 1e-7 AND ST_Area(r.geom::geography) < 1', { level: 'note', reason: text('面积不足 1 m²，疑为碎面 (less than 1 m²: a sliver?)') }, 'ST_Dimension(r.geom) = 2 AND ST_Area(r.geom) < 1e-7'),
    drawn('r.repaired IS NULL AND r.geom IS NOT NULL AND NOT ST_IsValid(r.geom)', { reason: "'几何无效，不能修复 (invalid and beyond repair): ' || ST_IsValidReason(r.geom)" }),
    drawn("r.repairs @> '[{\"kind\": \"rings\"}]'", { level: 'note', reason: text('环的方向不合 RFC 7946（外环应逆时针）；同意修复则改正，否则照原样入库 (rings run the other way than RFC 7946 has it: turned with consent to repairs, else stored as they are)') }, 'r.repairs IS NOT NULL'),
    { ...drawn("r.repairs @> '[{\"large\": true}]'", { level: 'note', reason: text('修复使面积变化超过 0.1 %，须另行同意 (the repair changes the area by more than 0.1 %: it needs consent of its own)') }, 'r.repairs IS NOT NULL'), value: "to_jsonb(jsonb_path_query_first(r.repairs, '$[*].area_change ? (@ > 0)'))" },
  ];
}

function codeChecks({ resource: { table } }: Target, plan: Plan): Check[] {
  const key = codeOf(table);
  if (!plan.mapping.includes('code') && !plan.mapping.includes(key)) return [];
  const code = `r.properties ->> '${key}'`;
  return [{
    // by hashes: those that are equal by chance are told apart among the few
    made: `twice AS MATERIALIZED (SELECT hashtextextended(properties ->> '${key}', 0) AS code FROM import_row WHERE job_id = :job AND properties ? '${key}' GROUP BY 1 HAVING count(*) > 1)`,
    beside: `LEFT JOIN twice ON twice.code = hashtextextended(${code}, 0)`,
    quick: 'twice.code IS NOT NULL',
    from: `FROM (SELECT properties ->> '${key}' AS code, min(n) AS first FROM import_row WHERE job_id = :job AND n IN (SELECT n FROM pg_temp.import_suspect) AND properties ? '${key}' GROUP BY 1 HAVING count(*) > 1) d`,
    where: `${code} = d.code AND r.n > d.first`, column: text(key), value: `r.properties -> '${key}'`, reason: `'编码与第 ' || d.first || ' 条重复 (the same code as an earlier row)'`,
  }];
}

/** Rings that run the other way than RFC 7946 has it (outside anticlockwise): they can be stored as they are, so turning them is only offered. */
const proposeRings = (trx: Knex.Transaction, job: number) => runQuery(trx, {
  sql: `UPDATE import_row r SET repaired = ST_ForcePolygonCCW(r.geom),
          repairs = coalesce(r.repairs, '[]') || '[{"kind": "rings", "zh": "按 RFC 7946 改正环的方向", "en": "rings turned as RFC 7946 has them", "area_change": 0, "optional": true}]'
        WHERE r.job_id = :job AND ST_Dimension(r.geom) = 2 AND r.repaired IS NULL AND NOT ST_IsPolygonCCW(r.geom)`,
  bindings: { job },
});

/** A hole that stands before the ring around it: the rings, the largest first, where that makes the polygon valid. */
const RINGS_SORTED = `(SELECT ST_MakePolygon((array_agg(d.ring ORDER BY d.area DESC))[1], (array_agg(d.ring ORDER BY d.area DESC))[2:])
  FROM (SELECT ST_ExteriorRing(geom) AS ring, ST_Area(geom) AS area FROM ST_DumpRings(ST_GeometryN(i.geom, 1))) d)`;

/** Geometries that cannot be stored get a valid one beside them, of the same dimension, with the change of area. */
async function proposeRepairs(trx: Knex.Transaction, job: number) {
  await runQuery(trx, {
    sql: `WITH wrong AS MATERIALIZED (
            SELECT i.n, i.ctid, i.geom, ST_IsValidReason(i.geom) AS why, CASE WHEN ST_Dimension(i.geom) = 2 AND ST_NumGeometries(i.geom) = 1 AND ST_NRings(i.geom) > 1 THEN ${RINGS_SORTED} END AS sorted
            FROM import_row i WHERE i.job_id = :job AND i.geom IS NOT NULL AND NOT ST_IsValid(i.geom)),
          made AS (
            SELECT n, ctid, geom, why, coalesce(ST_IsValid(sorted), false) AS by_order,
                   CASE WHEN ST_IsValid(sorted) THEN sorted ELSE ST_CollectionExtract(ST_MakeValid(geom, 'method=structure keepcollapsed=false'), ST_Dimension(geom) + 1) END AS fixed
            FROM wrong),
          sized AS (
            SELECT *, CASE WHEN ST_Dimension(geom) = 2 THEN abs(ST_Area(fixed) - abs(shoelace.area)) / nullif(greatest(abs(shoelace.area), ST_Area(fixed)), 0) ELSE 0 END AS change
            FROM made LEFT JOIN LATERAL (SELECT ST_Area(geom) AS area) shoelace ON true WHERE NOT ST_IsEmpty(fixed))
          UPDATE import_row r SET repaired = CASE WHEN GeometryType(r.geom) LIKE 'MULTI%' THEN ST_Multi(s.fixed) WHEN ST_NumGeometries(s.fixed) = 1 THEN ST_GeometryN(s.fixed, 1) ELSE s.fixed END,
            repairs = coalesce(r.repairs, '[]') || jsonb_build_array(jsonb_build_object('kind', CASE WHEN s.by_order THEN 'order' ELSE 'valid' END, 'zh', CASE WHEN s.by_order THEN '改正环的次序（外环在前）' ELSE '修复无效几何' END, 'en', CASE WHEN s.by_order THEN 'rings put in order, the outer first' ELSE 'made valid' END, 'why', s.why, 'area_change', s.change, 'large', s.change > 0.001))
          FROM sized s WHERE r.ctid = s.ctid AND r.repaired IS NULL`,
    bindings: { job },
  });
}
