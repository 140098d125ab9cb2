import type { Knex } from 'knex';
import { runQuery } from '../db/query';
import { CITY_BOX } from './check';
import { MISNAMED, typedPair } from './meaning/convert';
import { guessRow } from './meaning/make-plan';
import type { Plan } from './meaning/plan';
import type { Cell } from './reading/source';

/** How many rows of one file are asked one by one what their coordinates can mean. */
const ASKED = 200;

/** A mouth lies within this of the middle of its river, metres; as the datum detective has it. */
const NEAR_M = 100;

interface Doubted { n: number; raw: Cell[]; x: number | null; y: number | null; city: string; /** No place in the city's box. */ nowhere: boolean; /** The town that it names, where it lies in another. */ town: string | null }

/**
 * 坐标疑错诊断 per row: points outside their city or the town that they name, or far from their river, or that could not be read, are tested under
 * every reading; what fits better is told with its evidence. Nothing is moved.
 */
export async function noteDoubts(trx: Knex.Transaction, plan: Plan, job: number): Promise<void> {
  if (!plan.shapes.includes('Point')) return;
  const rivers = plan.mapping.includes('river_name') || 'river_name' in plan.defaults ? await riversOf(trx, job) : [];
  const rows = await runQuery<Doubted>(trx, {
    sql: `WITH ${CITY_BOX}
          SELECT r.n, r.raw, ST_XMin(r.geom) AS x, ST_YMin(r.geom) AS y, c.code AS city, ${NOWHERE} AS nowhere, ${ELSEWHERE} AS town
          FROM import_row r JOIN city c ON c.code = left(coalesce(r.properties ->> 'region_code', :region), 6)
          WHERE r.job_id = :job AND (${NOWHERE} OR length(r.properties ->> 'region_code') = 9 AND ${ELSEWHERE} IS NOT NULL
            ${rivers.length ? `OR EXISTS (SELECT FROM jsonb_to_recordset(:rivers::jsonb) k (city text, river text) WHERE k.city = c.code AND k.river = r.properties ->> 'river_name')
              AND NOT EXISTS (SELECT FROM waterbody w WHERE w.region_code LIKE c.code || '%' AND plain_name(w.name) = plain_name(r.properties ->> 'river_name')
                              AND ST_DWithin(r.geom::geography, w.geom::geography, ${NEAR_M}))` : ''})
          ORDER BY r.n LIMIT ${ASKED + 1}`,
    bindings: { job, region: plan.region, ...(rivers.length ? { rivers: JSON.stringify(rivers) } : {}) },
  });
  for (const { n, raw, x, y, city, nowhere, town } of rows.slice(0, ASKED)) {
    const pair = typedPair(plan, raw) ?? (x === null ? undefined : [x, y] as [number, number]);
    const guess = pair && await guessRow(trx, plan, city, raw, pair);
    if (!guess) continue;
    const told = (reason: string, reading?: string) => note(trx, job, n, { column: plan.columns[plan.mapping.indexOf('lon')] ?? 'geometry', value: pair?.join(', '), reason, suggestion: reading ? `row_readings: {"${n}": "${reading}"}` : null, level: 'note' });
    const another = guess.readings.filter(({ fits, reading, place }) => fits && reading !== plan.reading && !place.coordinates.every((one, axis) => Math.abs(one - ([x, y][axis] ?? Number.NaN)) < 1e-9));
    const best = another.find(({ reading }) => reading === guess.best);
    if (best) {
      const evidence = [best.river_m === null ? null : `距所填河流 ${best.river_m} m`, best.town ? `在${(best.town as { name: string }).name}` : null].filter(Boolean).join('，');
      await told(`坐标疑错：按“${best.name.zh}”解读更相符（${evidence}） (read as "${best.name.en}" it fits better)`, best.reading);
    } else if (nowhere && another[0]) {
      const others = another.slice(1, 4).map(({ name }) => `“${name.zh}”`).join('、');
      await told(`坐标疑错：按“${another[0].name.zh}”解读即在市内${others ? `，按${others}亦然，须有所在河流等证据` : ''} (read as "${another[0].name.en}" it lies in the city${others ? '; so it does under other readings' : ''})`, another[0].reading);
    } else if (town) await told(`不在所填的“${town}”范围内 (not in the town that it names)`);
  }
  if (rows.length > ASKED) await note(trx, job, (rows[ASKED] as Doubted).n, { column: null, value: null, reason: `坐标存疑的行超过 ${ASKED} 行，其后未逐行诊断 (more than ${ASKED} rows are in doubt; those after are not tested one by one)`, suggestion: null, level: 'note' });
}

/** Of a row that says what stands already there is nothing to doubt or to repair: what cannot be read of it, and codes that the file has twice, stay told. */
export const forgetDoubtsOfSame = (trx: Knex.Transaction, job: number) => runQuery(trx, {
  sql: `UPDATE import_row r SET repairs = NULL,
          problems = nullif((SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(r.problems) p WHERE NOT starts_with(p ->> 'reason', '${MISNAMED}')), '[]'),
          checked = nullif((SELECT coalesce(jsonb_agg(p), '[]') FROM jsonb_array_elements(r.checked) p WHERE p ->> 'level' = 'error' AND p ->> 'column' <> 'geometry'), '[]')
        WHERE r.job_id = :job AND r.action = 'same' AND (r.problems IS NOT NULL OR r.checked IS NOT NULL OR r.repairs IS NOT NULL)`,
  bindings: { job },
});

const NOWHERE = '(r.geom IS NULL OR ST_XMin(r.geom) < c.west OR ST_XMax(r.geom) > c.east OR ST_YMin(r.geom) < c.south OR ST_YMax(r.geom) > c.north)';
/** Name of the town that a row names and does not lie in, by more than any ordinary error of position. */
const ELSEWHERE = `(SELECT t.name FROM region t WHERE t.code = r.properties ->> 'region_code' AND length(t.code) = 9 AND NOT ST_DWithin(t.geom::geography, r.geom::geography, ${NEAR_M}))`;

/** Rivers that rows of the file name and their city knows. */
const riversOf = (trx: Knex.Transaction, job: number) => runQuery<{ city: string; river: string }>(trx, {
  sql: `SELECT DISTINCT n.city, n.river FROM (SELECT DISTINCT left(properties ->> 'region_code', 6) AS city, properties ->> 'river_name' AS river FROM import_row WHERE job_id = :job AND properties ? 'river_name') n
        JOIN waterbody w ON w.region_code LIKE n.city || '%' AND plain_name(w.name) = plain_name(n.river)`,
  bindings: { job },
});

const note = (trx: Knex.Transaction, job: number, n: number, fault: Record<string, unknown>) => runQuery(trx, {
  sql: "UPDATE import_row SET checked = coalesce(checked, '[]') || jsonb_build_array(:fault::jsonb) WHERE job_id = :job AND n = :n", bindings: { job, n, fault: JSON.stringify(fault) },
});
