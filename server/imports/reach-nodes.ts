import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import type { Declared } from './edition';
import { MISSING } from './meaning/convert';
import type { Plan } from './meaning/plan';

/** An end of a line within this of a node is at it, metres: what drawing at 1:10 000 leaves between two ends that are meant to meet. */
const AT_NODE_M = 10;
/** The same in degrees of latitude, with some to spare, to find by index what is then measured. */
const AT_NODE_DEGREES = AT_NODE_M / 40_000;

/** Beginning of the codes of nodes that the commit of a job makes. */
export const newNodes = (job: number) => `import-${job}-node-`;

/**
 * Gives river reaches that name no nodes those at the ends of their lines: nodes that stand, and where that was agreed to new ones, one for all
 * ends that meet. Lines are taken to run downstream, as a reach is directed. Each is told.
 */
export async function proposeNodes(trx: Knex.Transaction, plan: Plan, job: number): Promise<void> {
  if (plan.table !== 'reach' || !plan.nodes) return;
  await runQuery(trx, { sql: proposal(plan.nodes === 'make'), bindings: { job, prefix: newNodes(job), metres: AT_NODE_M, degrees: AT_NODE_DEGREES } });
}

const proposal = (make: boolean) => `
  WITH ends AS MATERIALIZED (
    SELECT r.n, e.property, e.at FROM import_row r
    CROSS JOIN LATERAL (VALUES ('from_node', ST_StartPoint(r.geom)), ('to_node', ST_EndPoint(r.geom))) e (property, at)
    WHERE r.job_id = :job AND GeometryType(r.geom) = 'LINESTRING' AND NOT r.properties ? e.property),
  standing AS MATERIALIZED (
    SELECT e.n, e.property, e.at, s.code, s.metres FROM ends e
    LEFT JOIN LATERAL (
      SELECT k.code, ST_Distance(k.geom::geography, e.at::geography) AS metres FROM reach_node k
      WHERE k.geom && ST_Expand(e.at, :degrees) AND ST_DWithin(k.geom::geography, e.at::geography, :metres) ORDER BY 2, 1 LIMIT 1) s ON true),
  meeting AS (SELECT n, property, ST_ClusterDBSCAN(ST_Transform(at, 3857), 5, 1) OVER (ORDER BY n, property) AS place FROM standing WHERE code IS NULL),
  found AS (
    SELECT s.n, s.property, s.metres, coalesce(s.code, ${make ? "(:prefix || (m.place + 1))" : 'NULL'}) AS code, s.code IS NULL AS made
    FROM standing s LEFT JOIN meeting m USING (n, property)),
  told AS (
    SELECT n, jsonb_object_agg(property, code) FILTER (WHERE code IS NOT NULL) AS nodes, array_agg(property) FILTER (WHERE code IS NOT NULL) AS given,
           jsonb_agg(jsonb_build_object('column', property, 'value', code, 'suggestion', NULL, 'level', 'note', 'reason',
             CASE WHEN made THEN '线端没有结点，入库时新建一个 (no node at this end: one is made with the commit)'
                  ELSE '结点取自线端 ' || round(metres::numeric, 1) || ' m 处的已有结点 (the node that stands at this end)' END) ORDER BY property) FILTER (WHERE code IS NOT NULL) AS notes
    FROM found GROUP BY n)
  UPDATE import_row r SET properties = r.properties || t.nodes,
    problems = (SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(coalesce(r.problems, '[]')) p WHERE NOT (starts_with(p ->> 'reason', '${MISSING}') AND p ->> 'column' = ANY (t.given))) || t.notes
  FROM told t WHERE r.job_id = :job AND r.n = t.n AND t.nodes IS NOT NULL`;

/** Makes the nodes that the rows to be written name and nobody has. Sources are those that nothing flows to, outlets those that nothing flows from. */
export const makeNodes = (trx: Knex.Transaction, job: number): Promise<Declared[]> => runQuery<Declared>(trx, {
  sql: `WITH ends AS (
          SELECT e.code, e.at, e.leaves, r.n, left(r.properties ->> 'region_code', 6) AS region FROM import_row r
          CROSS JOIN LATERAL (VALUES (r.properties ->> 'from_node', ST_StartPoint(r.geom), true), (r.properties ->> 'to_node', ST_EndPoint(r.geom), false)) e (code, at, leaves)
          WHERE r.job_id = :job AND r.action IN ('new', 'changed') AND starts_with(e.code, :prefix)),
        made AS (
          INSERT INTO reach_node (code, region_code, kind, geom)
          SELECT code, (array_agg(region ORDER BY n))[1], CASE WHEN bool_and(leaves) THEN 'source' WHEN bool_or(leaves) THEN 'junction' ELSE 'outlet' END, (array_agg(at ORDER BY n, leaves))[1]
          FROM ends GROUP BY code RETURNING id)
        SELECT 'reach_node' AS table, id, 'create' AS action FROM made ORDER BY id`,
  bindings: { job, prefix: newNodes(job) },
});
