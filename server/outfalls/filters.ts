import { z } from 'zod';
import { STAGES, VERDICTS } from '../api-types';
import type { Query } from '../db/query';
import { answeredBy } from '../departments/of-outfall';
import { endOf } from '../history/past';
import { asOf, bbox, codes, dayOf, knownAt, oneOrMore, regionCodes } from '../http/query';

/** Query parameters that list, tiles, exports and items share. Whether codes exist is for `known-codes.ts` to say. */
export const filterShape = {
  region: regionCodes,
  river: codes(/^.{1,100}$/u, '水体编码或名称 (code or name of a waterbody)'),
  category: codes(/^[a-z_]+(\.[a-z_]+)*$/, '分类编码，含下级 (category codes, with what lies below)'),
  verdict: oneOrMore(VERDICTS, '研判结论 verdict'),
  stage: oneOrMore(STAGES, '工作阶段 stage'),
  department: codes(/^.{1,60}$/u, '责任部门的代码或名称 (ids or Chinese names of departments)'),
  as_of: asOf,
  known_at: knownAt,
  q: z.string().trim().min(1, '至少一个字 (at least one character)').max(100, '至多 100 字 (at most 100 characters)')
    .optional()
    .meta({ description: '编码、名称或排污单位名称中的文字 (text in code, name or discharger)' }),
  bbox,
};

export type OutfallFilter = z.output<z.ZodObject<typeof filterShape>>;

export type Moments = Pick<OutfallFilter, 'as_of' | 'known_at'>;

/** The day that moments ask about: of `as_of`, else the present of `known_at`, else today. */
export const dayAsked = ({ as_of, known_at }: Moments): string => dayOf(as_of ?? known_at ?? new Date());

/**
 * The relation to select from, with the columns of the view `outfall_item`: the present state, or with `as_of` and `known_at`
 * the outfalls set up by that day (or nobody knows when), each with the latest verdict of that day or before that was on
 * record, and the override on record then. With `known_at` the statement must run in `asKnown`, which shows the rows of then.
 * @param day YYYY-MM-DD in China that the expiry of overrides is held against; it is a binding, so that what is shown and what
 * it is kept under (the version of a tile) are of the same day.
 * @param of whether a few outfalls are asked for, each of which looks for what belongs to it, or nearly all, to which it is joined
 */
export function outfallItems({ as_of, known_at }: Moments, day = dayAsked({ as_of, known_at }), of: 'few' | 'all' = 'few'): Query {
  if (!as_of && !known_at) return { sql: itemsOf(of, IN_FORCE), bindings: { items_day: day } };
  return {
    sql: itemsOf(of, of === 'all' ? ALL_IN_FORCE_THEN : IN_FORCE_THEN, SET_UP_THEN),
    bindings: { items_day: dayAsked({ as_of, known_at }), items_set_up: as_of ? dayOf(as_of) : 'infinity', items_known: known_at ? endOf(known_at) : 'infinity' },
  };
}

/** As the view: `verdict` is what counts, an override in force or the engine's. */
const itemsOf = (of: 'few' | 'all', inForce: string, setUp = '') => `(
  SELECT o.*, coalesce(f.verdict, v.verdict) AS verdict,
         CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.strictest END AS strictest,
         CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.mildest END AS mildest,
         CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.no_action END AS no_action,
         ${STAGES_OF[of].stage} AS stage,
         v.verdict AS engine_verdict, f.override_id
  FROM outfall o${inForce}${STAGES_OF[of].joins}${setUp})`;

/** A close-out, unless a patrol found it flowing after; else the plan. */
const WORKED_ON = `coalesce(
           (SELECT CASE WHEN EXISTS (SELECT FROM patrol p WHERE p.outfall_id = o.id AND p.discharging AND p.walked_on > x.decided_on AND p.walked_on <= CAST(:items_day AS date))
                        THEN 'reopened' ELSE 'closed' END
            FROM close_out x WHERE x.outfall_id = o.id AND x.decision = 'accepted' AND x.decided_on <= CAST(:items_day AS date)
              AND NOT EXISTS (SELECT FROM plan p WHERE p.outfall_id = o.id AND p.drawn_up_on > x.decided_on AND p.drawn_up_on <= CAST(:items_day AS date))
            ORDER BY x.decided_on DESC LIMIT 1),
           (SELECT CASE WHEN p.completed_on <= CAST(:items_day AS date) THEN 'completed' WHEN p.started_on <= CAST(:items_day AS date) THEN 'remediating' ELSE 'planned' END
            FROM plan p WHERE p.outfall_id = o.id AND p.drawn_up_on <= CAST(:items_day AS date) ORDER BY p.drawn_up_on DESC, p.id DESC LIMIT 1))`;

/** Before any work: verdict, discharger, samples. */
const notWorkedOn = (sampled: string) => `CASE WHEN coalesce(f.verdict, v.verdict) IN ('ban', 'merge', 'keep') THEN 'judged'
                WHEN o.discharger_id IS NOT NULL THEN 'traced'
                WHEN ${sampled} THEN 'monitored'
                ELSE 'surveyed' END`;

const SAMPLED = "s.taken_at < (CAST(:items_day AS date) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'";

/** From the records of that day. Of all outfalls few have been worked on: those alone are looked into. */
const STAGES_OF = {
  few: {
    stage: `coalesce(${WORKED_ON}, ${notWorkedOn(`EXISTS (SELECT FROM monitoring_sample s WHERE s.outfall_id = o.id AND ${SAMPLED})`)})`,
    joins: '',
  },
  all: {
    stage: `coalesce(CASE WHEN worked.outfall_id IS NOT NULL THEN ${WORKED_ON} END, ${notWorkedOn('sampled.outfall_id IS NOT NULL')})`,
    joins: `
  LEFT JOIN (SELECT outfall_id FROM plan WHERE drawn_up_on <= CAST(:items_day AS date)
             UNION SELECT outfall_id FROM close_out WHERE decision = 'accepted' AND decided_on <= CAST(:items_day AS date)) worked ON worked.outfall_id = o.id
  LEFT JOIN (SELECT DISTINCT outfall_id FROM monitoring_sample s WHERE ${SAMPLED}) sampled ON sampled.outfall_id = o.id`,
  },
};

const IN_FORCE = `
  LEFT JOIN verdict_current v ON v.outfall_id = o.id
  LEFT JOIN override_current f ON f.outfall_id = o.id AND f.expires_on >= CAST(:items_day AS date)`;

/** Of overrides the acts on record count; one that was made on a verdict of a later day says nothing of this one. */
const IN_FORCE_THEN = `
  LEFT JOIN LATERAL (
    SELECT verdict, strictest, mildest, no_action FROM verdict
    WHERE outfall_id = o.id AND as_of <= CAST(:items_day AS date) AND decided_at <= CAST(:items_known AS timestamptz)
    ORDER BY as_of DESC, id DESC LIMIT 1
  ) v ON true
  LEFT JOIN LATERAL (
    SELECT r.id AS override_id, r.verdict, r.expires_on, r.verdict_id
    FROM verdict_override_act a JOIN verdict_override r ON r.outfall_id = a.outfall_id AND r.id = a.override_id
    WHERE a.outfall_id = o.id AND a.act = 'in_force' AND a.at <= CAST(:items_known AS timestamptz)
    ORDER BY a.id DESC LIMIT 1
  ) f ON f.expires_on >= CAST(:items_day AS date) AND NOT EXISTS (
    SELECT FROM verdict_override_act w WHERE w.outfall_id = o.id AND w.override_id = f.override_id AND w.act = 'withdrawn'
      AND w.at <= CAST(:items_known AS timestamptz)) AND EXISTS (
    SELECT FROM verdict made_on WHERE made_on.outfall_id = o.id AND made_on.id = f.verdict_id AND made_on.as_of <= CAST(:items_day AS date))`;

const ALL_IN_FORCE_THEN = `
  LEFT JOIN (
    SELECT DISTINCT ON (outfall_id) outfall_id, verdict, strictest, mildest, no_action FROM verdict
    WHERE as_of <= CAST(:items_day AS date) AND decided_at <= CAST(:items_known AS timestamptz)
    ORDER BY outfall_id, as_of DESC, id DESC
  ) v ON v.outfall_id = o.id
  LEFT JOIN (
    SELECT * FROM (
      SELECT DISTINCT ON (a.outfall_id) a.outfall_id, r.id AS override_id, r.verdict, r.expires_on, r.verdict_id
      FROM verdict_override_act a JOIN verdict_override r ON r.outfall_id = a.outfall_id AND r.id = a.override_id
      WHERE a.act = 'in_force' AND a.at <= CAST(:items_known AS timestamptz)
      ORDER BY a.outfall_id, a.id DESC
    ) came
    WHERE came.expires_on >= CAST(:items_day AS date) AND NOT EXISTS (
      SELECT FROM verdict_override_act w WHERE w.outfall_id = came.outfall_id AND w.override_id = came.override_id AND w.act = 'withdrawn'
        AND w.at <= CAST(:items_known AS timestamptz)) AND EXISTS (
      SELECT FROM verdict made_on WHERE made_on.outfall_id = came.outfall_id AND made_on.id = came.verdict_id AND made_on.as_of <= CAST(:items_day AS date))
  ) f ON f.outfall_id = o.id`;

const SET_UP_THEN = `
  WHERE coalesce(o.set_up <= CAST(:items_set_up AS date), true)`;

/**
 * The condition of a filter on `outfallItems(filter)` under the alias `i`: `… FROM ${items.sql} i WHERE ${where.sql}`.
 * Bindings are named `filter_…`. Without any filter the condition is `true`.
 */
export function outfallWhere(filter: OutfallFilter): Query {
  const parts = [
    branches('region', filter.region, ''),
    branches('category', filter.category, '.'),
    filter.river && part('i.waterbody_id IN (SELECT id FROM waterbody WHERE code = ANY(:filter_river::text[]) OR name = ANY(:filter_river::text[]))', { filter_river: filter.river }),
    filter.verdict && part('i.verdict = ANY(:filter_verdict::text[])', { filter_verdict: filter.verdict }),
    filter.department && answeredBy(filter.department),
    filter.stage && part('i.stage = ANY(:filter_stage::text[])', { filter_stage: filter.stage }),
    filter.q === undefined ? undefined : part(`(i.local_code ILIKE :filter_q OR i.national_code ILIKE :filter_q OR i.name ILIKE :filter_q
      OR i.discharger_id IN (SELECT id FROM discharger WHERE name ILIKE :filter_q))`, { filter_q: `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` }),
    filter.bbox && inBox(filter.bbox),
  ].filter((each) => each !== undefined);
  return {
    sql: parts.map(({ sql }) => sql).join('\n  AND ') || 'true',
    bindings: Object.assign({}, ...parts.map(({ bindings }) => bindings)),
  };
}

const part = (sql: string, bindings: Query['bindings']): Query => ({ sql, bindings });

/** A code and everything below it. Region codes grow by digits, category codes by `.part`. */
function branches(name: 'region' | 'category', wanted: string[] | undefined, separator: '' | '.'): Query | undefined {
  if (!wanted) return undefined;
  const column = name === 'region' ? 'i.region_code' : 'i.category';
  const sql = wanted.map((_, n) => `${column} = :filter_${name}_${n} OR ${column} LIKE :filter_${name}_${n}_below`).join(' OR ');
  const bindings = wanted.flatMap((code, n) => [
    [`filter_${name}_${n}`, code],
    [`filter_${name}_${n}_below`, `${code.replace(/_/g, '\\_')}${separator}%`],
  ]);
  return part(`(${sql})`, Object.fromEntries(bindings));
}

/** Square degrees from which a box is wide. */
const WIDE = 4;

/**
 * The operator && alone compares boxes of 32-bit floats, so the coordinates decide; ST_Intersects costs four times as much. Without it
 * all are gone through, which for a wide box is several times faster than finding most of them by the index: of a kept plan the
 * planner cannot tell.
 */
function inBox([west, south, east, north]: [number, number, number, number]) {
  const found = (east - west) * (north - south) < WIDE ? 'i.geom && ST_MakeEnvelope(:filter_west, :filter_south, :filter_east, :filter_north, 4490) AND ' : '';
  return part(`(${found}ST_X(i.geom) BETWEEN CAST(:filter_west AS float8) AND CAST(:filter_east AS float8)
      AND ST_Y(i.geom) BETWEEN CAST(:filter_south AS float8) AND CAST(:filter_north AS float8))`,
  { filter_west: west, filter_south: south, filter_east: east, filter_north: north });
}
