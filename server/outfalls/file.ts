import type { OutfallFile } from '../api-types';
import type { Db } from '../db/open';
import { type Query, runQuery } from '../db/query';
import { DEPARTMENTS, FALLBACK, LEAD } from '../departments/of-outfall';
import { AppError } from '../errors';
import { asKnown, endOf } from '../history/past';
import { dayAsked, type Moments, outfallItems } from './filters';
import { ITEM_COLUMNS, type ItemRow, itemOf } from './list';

type FileColumns = Omit<OutfallFile, keyof ReturnType<typeof itemOf> | 'place' | 'recorded_at'>;
type FileRow = ItemRow & FileColumns & { city: OutfallFile['place']['city']; town: OutfallFile['place']['town']; recorded_at: Date };

/** 一口一档: everything on record about one outfall, today, or of a day as known at a moment. @throws AppError 404 */
export async function outfallFile(db: Db, id: number, moments: Moments): Promise<OutfallFile> {
  const [row] = await asKnown(db, moments.known_at, (trx) => runQuery<FileRow>(trx, fileQuery(id, moments)));
  if (!row) throw noOutfall(id);
  const { local_code, region_code, strictest, mildest, lon, lat, city, town, recorded_at, ...rest } = row;
  return { ...rest, ...itemOf(row), place: { city, town }, recorded_at: recorded_at.toISOString() };
}

export const noOutfall = (id: number) =>
  new AppError('not_found', `没有编号为 ${id} 的排污口 (no outfall ${id})`, [{ field: 'id', reason: '没有此排污口 (no such outfall)', value: id }]);

function fileQuery(id: number, moments: Moments): Query {
  const items = outfallItems(moments);
  return {
    sql: `SELECT ${ITEM_COLUMNS}, ${FILE_COLUMNS} FROM ${items.sql} i WHERE i.id = :id`,
    bindings: {
      items_day: dayAsked(moments), ...items.bindings, id, taken_by: (moments.as_of ?? moments.known_at)?.toISOString() ?? 'infinity', judged_for: moments.as_of || moments.known_at ? dayAsked(moments) : 'infinity',
      judged_by: moments.known_at ? endOf(moments.known_at) : 'infinity',
    },
  };
}

const point = (geom: string) => `CASE WHEN ${geom} IS NOT NULL THEN
  json_build_object('type', 'Point', 'coordinates', json_build_array(ST_X(${geom}), ST_Y(${geom}))) END`;

/** The latest of an outfall's samples with their values, and how many there are. */
const SAMPLES = `(SELECT json_build_object(
    'total', (SELECT count(*) FROM monitoring_sample s WHERE s.outfall_id = i.id AND s.taken_at <= :taken_by::timestamptz),
    'items', (SELECT coalesce(json_agg(json_build_object('code', s.code,
        'taken_at', to_char(s.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'kind', s.kind, 'method', s.method,
        'water_temperature_c', s.water_temperature_c, 'flow_m3d', s.flow_m3d, 'discharging', s.discharging, 'valid', s.valid,
        'laboratory', s.laboratory, 'values', s.values) ORDER BY s.taken_at DESC, s.id DESC), '[]')
      FROM (SELECT m.*, (SELECT coalesce(json_agg(json_build_object('pollutant', v.pollutant, 'name', p.name, 'name_en', p.name_en, 'value', v.value,
                'unit', nullif(v.unit, '1'), 'below_detection', v.below_detection) ORDER BY p.sort), '[]')
              FROM monitoring_value v JOIN pollutant p ON p.code = v.pollutant WHERE v.outfall_id = m.outfall_id AND v.sample_id = m.id) AS values
            FROM monitoring_sample m WHERE m.outfall_id = i.id AND m.taken_at <= :taken_by::timestamptz
            ORDER BY m.taken_at DESC, m.id DESC LIMIT 50) s)))`;

/** The latest plan of that day. Overdue: its term, or the transition period in its place, has ended and nothing was completed. */
const PLAN = `(SELECT json_build_object('code', p.code, 'measure', p.measure, 'drawn_up_on', p.drawn_up_on, 'started_on', p.started_on,
      'completed_on', p.completed_on, 'due_on', p.due_on, 'transition', CASE WHEN p.transition_until IS NOT NULL THEN
        json_build_object('until', p.transition_until, 'reason', p.transition_reason, 'approval', p.transition_approval) END,
      'overdue_days', CASE WHEN i.stage IN ('planned', 'remediating', 'reopened') AND coalesce(p.transition_until, p.due_on) < :items_day::date
        THEN :items_day::date - coalesce(p.transition_until, p.due_on) END)
    FROM plan p WHERE p.outfall_id = i.id AND p.drawn_up_on <= :items_day::date ORDER BY p.drawn_up_on DESC, p.id DESC LIMIT 1)`;

const FILE_COLUMNS = `
  i.category_candidates, i.status_proof, i.set_up, i.approval, i.approval_no, i.retention_approved, i.retention_report_no,
  i.position_error_m, i.whole_seconds, i.river_name, i.flow_m3d, i.discharge_feature, i.mouth_form, i.inspected_on, i.problems,
  i.dry_flow_hours, i.dry_flow_cause, i.compliant, i.discharge_standard, i.discharge_grade, i.shared_declared, i.source, i.sample, i.situation, i.recorded_at,
  ${point('i.entry_geom')} AS entry_point,
  (SELECT regime FROM category WHERE code = i.category) AS regime,
  (SELECT json_build_object('code', code, 'name', name, 'name_en', name_en) FROM region WHERE code = left(i.region_code, 6)) AS city,
  (SELECT json_build_object('code', code, 'name', name, 'name_en', name_en) FROM region
    WHERE code = i.region_code AND length(code) = 9) AS town,
  (SELECT json_agg(json_build_object('code', code, 'name', name, 'name_en', name_en) ORDER BY level)
    FROM category WHERE i.category = code OR starts_with(i.category, code || '.')) AS category_names,
  (SELECT json_build_object('id', id, 'code', code, 'name', name, 'kind', kind, 'grade', grade)
    FROM waterbody WHERE id = i.waterbody_id) AS waterbody,
  (SELECT json_build_object('id', id, 'code', code, 'name', name, 'grade', grade,
      'chiefs', json_build_object('city', chief_city, 'town', chief_town, 'village', chief_village))
    FROM reach WHERE id = i.reach_id) AS reach,
  (SELECT json_build_object('id', id, 'code', code, 'name', name, 'kind', kind, 'credit_code', credit_code, 'industry', industry,
      'discharge_permit', discharge_permit, 'drainage_permit', drainage_permit, 'registered_in_park', registered_in_park,
      'livelihood', livelihood, 'location', ${point('d.geom')})
    FROM discharger d WHERE id = i.discharger_id) AS discharger_file,
  (SELECT coalesce(json_agg(json_build_object('id', c.id, 'code', c.code, 'kind', c.kind, 'discharger', d.name,
      'length_m', round(ST_Length(c.geom::geography)::numeric, 1)) ORDER BY c.id), '[]')
    FROM channel c LEFT JOIN discharger d ON d.id = c.discharger_id WHERE c.outfall_id = i.id) AS channels,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'code', code, 'name', name) ORDER BY id), '[]')
    FROM discharger WHERE id = ANY(i.shared_with)) AS shared_with,
  json_build_object(
    'departments', ${DEPARTMENTS}, 'lead', ${LEAD},
    'party', CASE WHEN i.discharger_id IS NULL THEN 'fallback' ELSE 'discharger' END, 'fallback', ${FALLBACK}) AS responsibility,
  ${PLAN} AS plan,
  (SELECT json_build_object('code', x.code, 'measure', x.measure, 'applied_on', x.applied_on, 'decided_on', x.decided_on,
      'decision', x.decision, 'document', x.document)
    FROM close_out x WHERE x.outfall_id = i.id AND x.applied_on <= :items_day::date ORDER BY x.applied_on DESC, x.id DESC LIMIT 1) AS close_out,
  ${SAMPLES} AS samples,
  (SELECT json_build_object('pack', json_build_object('id', v.pack_id, 'version', v.pack_version), 'run', v.run_id,
      'as_of', v.as_of, 'decided_at', to_char(v.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'findings', (SELECT coalesce(json_agg(json_build_object('rule', f.rule, 'class', f.class, 'outcome', f.outcome) ORDER BY f.rule), '[]')
        FROM finding f WHERE f.outfall_id = v.outfall_id AND f.verdict_id = v.id))
    FROM verdict v WHERE v.outfall_id = i.id AND v.as_of <= :judged_for::date AND v.decided_at <= :judged_by::timestamptz
    ORDER BY v.as_of DESC, v.id DESC LIMIT 1) AS judged`;
