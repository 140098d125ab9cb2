/*---
id: flag-state-border
title: {zh: "拟设排污口靠近国界", en: "A proposed outfall near the state border"}
class: flag
affects: distance
needs: [state_border]
parameters:
  near_m: {type: number, unit: m, default: 3000, zh: "距国界此距离以内须先明确审批管辖"}
fix: {zh: "先向有管理权限的流域机构、生态环境与外事（边界）主管部门确认管辖和程序，再受理申请", en: "First clear with the basin, environment and border authorities who is competent and by what procedure"}
trap: {zh: "界河主流中心线随河道变动；示意国界不能作为管辖依据", en: "The thalweg of a border river moves; a demonstration line settles nothing"}
---*/
-- Of proposed outfalls only: an existing one has its competent authority already.
WITH place AS (
  SELECT c.id AS outfall_id, c.geom AS point, c.error_m FROM candidate c WHERE NOT c.existing AND c.geom IS NOT NULL
),
hit AS (
  SELECT p.outfall_id, b.id, b.name, e.name AS edition, b.edition_id, e.document, m.metres AS d, o.boundary_m, o.error_m,
         outcome_of(m.metres - :near_m, o.error_m, :boundary_inside) AS outcome
  FROM place p
  JOIN state_border b ON b.geom && box_around(p.point, :near_m::double precision + :reach_m::double precision)
  LEFT JOIN layer_edition e ON e.id = b.edition_id
  CROSS JOIN LATERAL nearest_on(p.point, b.geom, :near_m::double precision + :reach_m::double precision) m
  CROSS JOIN LATERAL (SELECT e0.boundary_m, sqrt(p.error_m ^ 2 + e0.boundary_m ^ 2) AS error_m
                      FROM (SELECT coalesce(b.boundary_error_m, e.boundary_error_m, 0) AS boundary_m) e0) o
  WHERE m.metres IS NOT NULL AND coalesce(e.valid_from <= :as_of, true) AND coalesce(e.valid_to > :as_of, true)
),
worst AS (
  SELECT DISTINCT ON (outfall_id) * FROM hit ORDER BY outfall_id, outcome_rank(outcome) DESC, d, id
),
declared AS (
  SELECT p.outfall_id, CASE WHEN u.geom IS NULL THEN false ELSE disc_within(p.point, p.error_m + :near_m, u.geom) END AS covered
  FROM place p
  CROSS JOIN LATERAL (SELECT ST_Union(v.geom, 1e-7) AS geom FROM coverage v WHERE v.layer = 'state_border' AND v.fresh AND v.geom && p.point OFFSET 0) u
)
SELECT d.outfall_id, o.outcome, w.d AS distance_m, w.error_m,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                   'layer', 'state_border', 'id', h.id, 'name', h.name, 'level', NULL, 'edition', h.edition, 'edition_id', h.edition_id,
                   'document', h.document, 'place', 'mouth', 'distance_m', round(h.d::numeric, 3), 'error_m', round(h.error_m::numeric, 3),
                   'boundary_m', h.boundary_m, 'outcome', h.outcome) ORDER BY h.d, h.id)
                 FROM hit h WHERE h.outfall_id = d.outfall_id AND (h.outcome <> 'clear' OR :with_clear)), '[]') AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'layer', 'state_border', 'border', w.name, 'near_m', :near_m::double precision,
         'duty', CASE WHEN o.outcome IN ('conflict', 'borderline') THEN 'ask_competence' END,
         'reason', CASE WHEN o.outcome = 'unknown' THEN 'coverage_missing' END)) AS evidence
FROM declared d
LEFT JOIN worst w ON w.outfall_id = d.outfall_id
CROSS JOIN LATERAL (
  SELECT CASE WHEN w.outcome = 'conflict' THEN 'conflict' WHEN NOT d.covered THEN 'unknown' ELSE coalesce(w.outcome, 'clear') END AS outcome) o
