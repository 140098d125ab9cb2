import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { demandOf } from '../edits/refusals';
import type { Constraint } from '../edits/table-shape';
import { listOf } from '../edits/values';
import { propertyOf } from '../loading/geojson-table';
import type { Target } from './meaning/layers';
import type { Plan } from './meaning/plan';
import { Values } from './write';

/**
 * Which new and changed rows the table itself would refuse, asked of its own constraints over the values that would be written; told in
 * `checked` by row, column, value and reason. What was read from a list of values, and geometries, are checked elsewhere.
 */
export async function checkConstraints(trx: Knex.Transaction, target: Target, plan: Plan, job: number): Promise<void> {
  const { shape, fields, resource } = target;
  const values = new Values({ target, plan, job, edition: null, repaired: false });
  const given = new Map(values.columns.map((column) => [column.name, column]));
  const isListed = ({ columns }: Constraint) => columns.length === 1 && listOf(shape.constraints, columns[0] as string) !== undefined && fields[columns[0] as string]?.values !== undefined;
  const asked = shape.constraints.filter((one) => one.kind === 'c' && one.columns.some((name) => given.has(name)) && !one.columns.some((name) => ['geom', 'region_code'].includes(name)) && !isListed(one));
  if (asked.length === 0) return;
  const columns = shape.columns.filter(({ name }) => asked.some((one) => one.columns.includes(name)));
  const said = (one: Constraint) => columns.find(({ name }) => one.columns.includes(name) && given.has(name)) as (typeof columns)[number];
  for (const action of ['new', 'changed']) {
    const standing = action === 'changed';
    const value = (column: (typeof columns)[number]) => {
      const left = standing ? `t."${column.name}"` : `${column.usual ?? 'NULL'}::${column.type}`;
      return given.has(column.name) ? `CASE WHEN ${values.isIn(column)} THEN ${values.of(column)} ELSE ${left} END` : left;
    };
    await runQuery(trx, {
      sql: `WITH broken AS MATERIALIZED (
              SELECT n, ${asked.map((one, at) => `${expression(one)} IS FALSE AS broken_${at}`).join(', ')}
              FROM (SELECT i.n, ${columns.map((column) => `${value(column)} AS "${column.name}"`).join(', ')}
                    FROM import_row i ${standing ? `JOIN "${resource.table}" t ON t.id = i.target_id` : ''} WHERE i.job_id = :job AND i.action = '${action}' OFFSET 0) row
              WHERE (${asked.map(expression).join(' AND ')}) IS FALSE),
            told AS (
              SELECT b.n, jsonb_agg(jsonb_build_object('column', f.property, 'value', r.properties -> f.property, 'reason', f.reason, 'suggestion', NULL, 'level', 'error') ORDER BY f.at) AS faults
              FROM broken b JOIN import_row r ON r.job_id = :job AND r.n = b.n
              CROSS JOIN LATERAL (VALUES ${asked.map((_, at) => `(${at}, broken_${at}, :property_${at}::text, :reason_${at}::text)`).join(', ')}) f (at, broken, property, reason)
              WHERE f.broken GROUP BY b.n)
            UPDATE import_row r SET checked = coalesce(r.checked, '[]') || t.faults FROM told t WHERE r.job_id = :job AND r.n = t.n`,
      bindings: { ...values.bindings, ...Object.fromEntries(asked.flatMap((one, at) => [[`property_${at}`, propertyOf(said(one))], [`reason_${at}`, demandOf(one, shape.constraints)]])) },
    });
  }
}

const expression = ({ definition }: Constraint) => definition.replace(/^CHECK /, '').replace(/ NOT VALID$/, '');
