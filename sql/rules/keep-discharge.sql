/*---
id: keep-discharge
title: {zh: "排污合理性：超标、共用未载明、晴天排水", en: "Discharge: over its limit, shared undeclared, flow in dry weather"}
class: keep
aspect: discharge
affects: self
needs: [outfall, monitoring_sample, monitoring_value, pollutant, discharge_limit]
parameters:
  season_months: {type: number, unit: 月, default: 12, zh: "上一排放期：自最近一次有效样品往前的月数"}
  max_age_months: {type: number, unit: 月, default: 24, zh: "最近有效样品早于此月数的不再作为依据"}
  cold_c: {type: number, unit: ℃, default: 12, zh: "水温不高于此值时用标准括号内的限值"}
  dry_hours: {type: number, unit: h, default: 24, zh: "雨洪排口无雨后仍持续出流的小时数"}
fix: {zh: "查明超标原因并治理达标，加密监测；共用的在排污许可证中载明各自责任；晴天排水溯源、雨污分流", en: "Treat until it complies and sample more often; state each discharger's duties in the permits; trace dry-weather flow and separate the sewers"}
trap: {zh: "瞬时样不能代表日均值，只作疑似超标；低温期限值不同；样品取自他处或闸断期；融雪、灌溉退水", en: "A grab sample is no daily mean: only suspected; other limits in cold water; taken elsewhere or while gated; snowmelt, irrigation return"}
---*/
-- A grab sample over a daily mean is borderline (疑似超标, evidence suspected): neither complying nor shown to exceed.
-- Limits that are not verified, and those of receiving waters, decide nothing.
-- Most of a new inventory has no sample, no limit settled and nobody else at its mouth: told at once, below.
WITH seen AS (
  SELECT c.id, c.outfall_id AS row_id, c.set_up, c.dry_flow_hours, c.dry_flow_cause, 'storm' = ANY (c.traits) AS storm,
         o.discharge_standard AS standard, coalesce(o.discharge_grade, 'all') AS grade,
         coalesce(cardinality(o.shared_with), 0) AS sharers, o.shared_declared,
         o.discharge_standard IS NULL AND coalesce(cardinality(o.shared_with), 0) = 0 AND 'storm' <> ALL (c.traits)
           AND NOT EXISTS (SELECT FROM monitoring_sample s WHERE s.outfall_id = c.outfall_id) AS bare
  FROM candidate c LEFT JOIN outfall o ON o.id = c.outfall_id
  WHERE c.existing
),
facts AS MATERIALIZED (SELECT * FROM seen WHERE bare IS NOT TRUE),
taken AS (
  SELECT f.id, s.outfall_id, s.id AS sample_id, s.code, s.taken_at, d.taken_on, s.kind, s.method,
         s.water_temperature_c AS celsius, s.valid, s.discharging
  FROM facts f JOIN monitoring_sample s ON s.outfall_id = f.row_id
  CROSS JOIN LATERAL (SELECT (s.taken_at AT TIME ZONE 'Asia/Shanghai')::date AS taken_on) d
  WHERE d.taken_on <= :as_of::date
),
visits AS (
  SELECT id, max(taken_on) FILTER (WHERE valid AND discharging) AS latest,
         bool_or(valid AND NOT discharging) AS dry, bool_or(NOT valid) AS refused
  FROM taken GROUP BY id
),
season AS (
  SELECT t.*, v.latest FROM taken t JOIN visits v ON v.id = t.id
  WHERE t.valid AND t.discharging AND t.taken_on > v.latest - make_interval(months => :season_months::integer)
    AND v.latest > :as_of::date - make_interval(months => :max_age_months::integer)
),
limited AS (
  -- limits that can hold for a sample: of both brackets while the temperature is unknown, of both dates of set-up likewise
  SELECT s.id, s.sample_id, l.pollutant, min(x.value) AS strictest, max(x.value) AS mildest, max(l.at_least) AS at_least,
         min(l.document) AS document, min(l.averaging) AS averaging, bool_and(l.confidence = 'high') AS verified,
         bool_or(l.cold_value IS NOT NULL) AS bracketed
  FROM season s
  JOIN facts f ON f.id = s.id
  JOIN discharge_limit l ON l.standard = f.standard AND l.grade = f.grade
   AND l.valid_from <= s.taken_on AND coalesce(l.valid_to > s.taken_on, true)
   AND coalesce(f.set_up >= l.set_up_from AND f.set_up < l.set_up_to, true)
  CROSS JOIN LATERAL unnest(CASE WHEN l.cold_value IS NULL OR s.celsius > :cold_c THEN ARRAY[l.value]
                                 WHEN s.celsius <= :cold_c THEN ARRAY[l.cold_value]
                                 ELSE ARRAY[l.value, l.cold_value] END) AS x (value)
  GROUP BY s.id, s.sample_id, l.pollutant
),
measured AS (
  SELECT s.id, s.code, s.taken_at, s.taken_on, s.kind, s.method, s.celsius, l.pollutant, v.value, v.unit, v.below_detection,
         l.document, l.at_least, l.verified,
         CASE WHEN v.value > l.mildest THEN l.mildest ELSE l.strictest END AS limit_value,
         CASE WHEN l.bracketed AND s.celsius IS NOT NULL THEN CASE WHEN s.celsius <= :cold_c THEN 'cold' ELSE 'normal' END END AS bracket,
         CASE WHEN NOT l.verified THEN 'limit_unverified'
              WHEN v.below_detection AND v.value > l.strictest THEN 'detection_too_coarse'
              WHEN v.value > l.strictest AND v.value <= l.mildest THEN
                   CASE WHEN l.bracketed AND s.celsius IS NULL THEN 'temperature_missing' ELSE 'set_up_missing' END END AS reason,
         CASE WHEN v.value > l.mildest OR (v.value < l.at_least AND NOT v.below_detection) THEN
                   CASE WHEN l.averaging = 'daily_mean' AND s.method = 'grab' THEN 'borderline' ELSE 'conflict' END
              ELSE 'clear' END AS compared
  FROM season s
  JOIN monitoring_value v ON v.outfall_id = s.outfall_id AND v.sample_id = s.sample_id
  JOIN limited l ON l.id = s.id AND l.sample_id = s.sample_id AND l.pollutant = v.pollutant
),
judged AS (
  SELECT m.*, CASE WHEN m.reason IS NULL THEN m.compared ELSE 'unknown' END AS outcome,
         CASE WHEN m.reason IS NULL AND m.at_least IS NULL THEN round((m.value / m.limit_value - 1)::numeric, 2) END AS factor
  FROM measured m
),
worst AS (
  SELECT DISTINCT ON (id) * FROM judged
  ORDER BY id, outcome_rank(outcome) DESC, factor DESC NULLS LAST, taken_at DESC, code, pollutant
),
over AS (
  SELECT id, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sample', code, 'taken_on', taken_on, 'pollutant', pollutant, 'value', value,
           'limit', limit_value, 'factor', factor, 'bracket', bracket, 'suspected', CASE WHEN outcome = 'borderline' THEN true END))
           ORDER BY factor DESC NULLS LAST, taken_at DESC, code, pollutant) AS list
  FROM judged WHERE outcome IN ('conflict', 'borderline') GROUP BY id
),
lacking AS (
  -- of the routine set, as far as the standard limits it, what no sample of the season has
  SELECT l.id, jsonb_agg(DISTINCT l.pollutant) AS list
  FROM limited l JOIN pollutant p ON p.code = l.pollutant AND p.required
  WHERE NOT EXISTS (SELECT 1 FROM judged j WHERE j.id = l.id AND j.pollutant = l.pollutant)
  GROUP BY l.id
),
water AS (
  SELECT f.id, w AS worst, o.list AS exceedances, k.list AS lacking, n.samples, n.season_from, n.season_to,
         CASE WHEN f.storm AND (n.samples IS NULL OR f.standard IS NULL) THEN NULL
              WHEN v.id IS NULL THEN 'sample_missing'
              WHEN n.samples IS NULL THEN CASE WHEN v.latest IS NOT NULL THEN 'sample_stale' WHEN v.dry THEN 'sample_dry' ELSE 'sample_invalid' END
              WHEN NOT EXISTS (SELECT 1 FROM limited l WHERE l.id = f.id) THEN 'limit_missing'
              WHEN w.outcome = 'conflict' THEN NULL
              WHEN w.outcome = 'unknown' THEN w.reason
              WHEN k.list IS NOT NULL THEN 'value_missing' END AS reason,
         w.outcome
  FROM facts f
  LEFT JOIN visits v ON v.id = f.id
  LEFT JOIN worst w ON w.id = f.id
  LEFT JOIN over o ON o.id = f.id
  LEFT JOIN lacking k ON k.id = f.id
  LEFT JOIN (SELECT id, count(*) AS samples, min(taken_on) AS season_from, max(taken_on) AS season_to FROM season GROUP BY id) n ON n.id = f.id
),
parts AS (
  SELECT f.*, w.worst, w.exceedances, w.lacking, w.samples, w.season_from, w.season_to, w.reason,
         CASE WHEN w.reason IS NOT NULL THEN 'unknown' ELSE coalesce(w.outcome, 'clear') END AS water,
         CASE WHEN f.sharers = 0 OR f.shared_declared THEN 'clear'
              WHEN f.shared_declared IS NULL THEN 'unknown' ELSE 'conflict' END AS sharing,
         CASE WHEN NOT f.storm THEN 'clear' WHEN f.dry_flow_hours IS NULL THEN 'unknown'
              WHEN f.dry_flow_hours >= :dry_hours AND coalesce(f.dry_flow_cause, '') NOT IN ('snowmelt', 'irrigation') THEN 'conflict'
              ELSE 'clear' END AS dry_weather
  FROM facts f JOIN water w ON w.id = f.id
)
SELECT p.id AS outfall_id,
       strictest_outcome(p.water, p.sharing, p.dry_weather) AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'causes', nullif(to_jsonb(array_remove(ARRAY[CASE p.water WHEN 'conflict' THEN 'over_limit' WHEN 'borderline' THEN 'suspected_over_limit' END,
                     CASE WHEN p.sharing = 'conflict' THEN 'shared_undeclared' END,
                     CASE WHEN p.dry_weather = 'conflict' THEN 'dry_weather_flow' END], NULL)), '[]'),
         'reason', coalesce(p.reason, CASE WHEN p.sharing = 'unknown' THEN 'shared_not_known' WHEN p.dry_weather = 'unknown' THEN 'observation_missing' END),
         'standard', p.standard, 'grade', CASE WHEN p.standard IS NOT NULL THEN p.grade END,
         'document', (p.worst).document, 'sample', (p.worst).code, 'taken_on', (p.worst).taken_on, 'kind', (p.worst).kind,
         'method', (p.worst).method, 'pollutant', (p.worst).pollutant, 'value', (p.worst).value, 'unit', nullif((p.worst).unit, '1'),
         -- an unverified limit is not told as if it held
         'limit', CASE WHEN (p.worst).verified THEN (p.worst).limit_value END, 'at_least', CASE WHEN (p.worst).verified THEN (p.worst).at_least END,
         'factor', CASE WHEN (p.worst).outcome IN ('conflict', 'borderline') THEN (p.worst).factor END,
         'temperature_c', (p.worst).celsius, 'bracket', (p.worst).bracket,
         'suspected', CASE WHEN (p.worst).outcome = 'borderline' THEN true END,
         'exceedances', p.exceedances, 'lacking', p.lacking, 'samples', p.samples, 'season_from', p.season_from, 'season_to', p.season_to,
         'sharers', nullif(p.sharers, 0), 'shared_declared', CASE WHEN p.sharers > 0 THEN p.shared_declared END,
         'dry_flow_hours', CASE WHEN p.storm THEN p.dry_flow_hours END, 'dry_flow_cause', CASE WHEN p.storm THEN p.dry_flow_cause END)) AS evidence
FROM parts p
UNION ALL
SELECT id, 'unknown', NULL, NULL, '[]', '{"reason": "sample_missing"}' FROM seen WHERE bare
