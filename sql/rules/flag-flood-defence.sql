/*---
id: flag-flood-defence
title: {zh: "取缔或合并可能影响行洪排涝、堤防安全", en: "Closing or merging may touch flood passage or a levee"}
class: flag
affects: distance
after: [ban, merge]
needs: [flood_defences]
parameters:
  near_m: {type: number, unit: m, default: 50, zh: "距堤防此距离以内视为可能影响堤防安全"}
fix: {zh: "先依法依规采取措施消除安全隐患并征求水行政主管部门意见，此前不施工、不销号；研判结论不变", en: "First remove the hazard and ask the water authority; no works and no close-out before; the verdict stands"}
trap: {zh: "堤防中心线与堤脚线混用；管理范围未划定不等于没有", en: "Centre line taken for the toe; a range not yet drawn is not no range"}
---*/
-- Only where something is to be done: closed, merged, or newly set up. A levee counts with the pack's distance around it, a management range as it is drawn.
WITH acted AS (
  SELECT DISTINCT outfall_id FROM found
  WHERE outcome = 'conflict' AND (class = 'merge' OR class = 'ban' AND evidence ->> 'effect' = 'ban')
  UNION
  SELECT id FROM candidate WHERE NOT existing
),
place AS (
  SELECT c.id AS outfall_id, p.place, p.point, c.error_m
  FROM candidate c
  JOIN acted a ON a.outfall_id = c.id
  CROSS JOIN LATERAL (VALUES ('mouth', c.geom), ('entry', c.entry_geom)) AS p (place, point)
  WHERE p.point IS NOT NULL
),
hit AS (
  SELECT p.outfall_id, p.place, f.id, f.name, f.kind, e.name AS edition, f.edition_id, e.document, m.d, m.boundary_m,
         m.error_m, m.d - m.margin AS beyond, outcome_of(m.d - m.margin, m.error_m, :boundary_inside) AS outcome
  FROM place p
  JOIN flood_defence f ON f.geom && box_around(p.point, :reach_m)
  LEFT JOIN layer_edition e ON e.id = f.edition_id
  CROSS JOIN LATERAL signed_distance(p.point, CASE ST_Dimension(f.geom) WHEN 2 THEN f.geom END, :reach_m) range
  CROSS JOIN LATERAL nearest_on(p.point, CASE ST_Dimension(f.geom) WHEN 1 THEN f.geom END, :reach_m) line
  CROSS JOIN LATERAL (
    SELECT coalesce(range.metres, line.metres) AS d, b.boundary_m, sqrt(p.error_m ^ 2 + b.boundary_m ^ 2) AS error_m,
           CASE f.kind WHEN 'levee' THEN :near_m::double precision ELSE 0 END AS margin
    FROM (SELECT coalesce(f.boundary_error_m, e.boundary_error_m, 0) AS boundary_m) b
  ) m
  WHERE m.d IS NOT NULL AND coalesce(e.valid_from <= :as_of, true) AND coalesce(e.valid_to > :as_of, true)
),
worst AS (
  SELECT DISTINCT ON (outfall_id) * FROM hit ORDER BY outfall_id, outcome_rank(outcome) DESC, beyond, id, place DESC
),
declared AS (
  SELECT p.outfall_id, bool_and(CASE WHEN u.geom IS NULL THEN false ELSE disc_within(p.point, p.error_m + :near_m, u.geom) END) AS covered
  FROM place p
  CROSS JOIN LATERAL (SELECT ST_Union(v.geom, 1e-7) AS geom FROM coverage v WHERE v.layer = 'flood_defences' AND v.fresh AND v.geom && p.point OFFSET 0) u
  GROUP BY p.outfall_id
)
SELECT d.outfall_id, o.outcome, w.d AS distance_m, w.error_m,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                   'layer', 'flood_defences', 'id', h.id, 'name', h.name, 'level', h.kind, 'edition', h.edition,
                   'edition_id', h.edition_id, 'document', h.document, 'place', h.place, 'distance_m', round(h.d::numeric, 3),
                   'error_m', round(h.error_m::numeric, 3), 'boundary_m', h.boundary_m, 'outcome', h.outcome) ORDER BY h.beyond, h.id, h.place)
                 FROM hit h WHERE h.outfall_id = d.outfall_id AND (h.outcome <> 'clear' OR :with_clear)), '[]') AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'layer', 'flood_defences', 'defence', w.name, 'kind', w.kind, 'place', w.place,
         'near_m', CASE w.kind WHEN 'levee' THEN :near_m::double precision END,
         'duty', CASE WHEN o.outcome IN ('conflict', 'borderline') THEN
                   CASE WHEN (SELECT existing FROM candidate c WHERE c.id = d.outfall_id) THEN 'hazard_first' ELSE 'ask_water_authority' END END,
         'reason', CASE WHEN o.outcome = 'unknown' THEN 'coverage_missing' END)) AS evidence
FROM declared d
LEFT JOIN worst w ON w.outfall_id = d.outfall_id
CROSS JOIN LATERAL (
  SELECT CASE WHEN w.outcome = 'conflict' THEN 'conflict' WHEN NOT d.covered THEN 'unknown'
              ELSE coalesce(w.outcome, 'clear') END AS outcome) o
