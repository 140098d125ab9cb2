/*---
id: flag-upstream-of-intake
title: {zh: "下游有饮用水取水口或水源保护区", en: "An intake or a drinking-water zone lies downstream"}
class: flag
affects: downstream
needs: [reaches, reach_node, waterbodies, intakes, drinking_water_zones]
# The way down is followed from reach to reach; an intake that no reach passes could be downstream of anything.
citywide: [reaches, reach_node, waterbodies, intakes]
parameters:
  within_m: {type: number, unit: m, default: 10000, zh: "沿河道向下游追踪的距离"}
  bank_m: {type: number, unit: m, default: 50, zh: "保护区边界距河道中心线此距离以内视为临河（界线常止于水边线）"}
  beside_m: {type: number, unit: m, default: 500, zh: "取水口距最近河段此距离以内视为在该河段上"}
fix: {zh: "核算对取水口的影响，加密监测并纳入供水应急预案；新设须征求供水、水行政主管部门意见", en: "Work out what reaches the intake, sample more often, put it into the emergency plan; a new one needs the supplier's and the water authority's opinion"}
trap: {zh: "河段流向画反；取水口已停用；灌渠引水使水流不沿天然河道", en: "A reach drawn against the flow; an intake out of use; canals that lead the water elsewhere"}
---*/
-- Ways down are followed once per reach that has outfalls, what lies on a reach is marked once, and outfalls join both.
WITH place AS MATERIALIZED (
  SELECT c.id AS outfall_id, c.reach_id, c.reach_off_m, c.error_m, coalesce(c.entry_geom, c.geom) AS point FROM candidate c
),
way AS MATERIALIZED (
  SELECT w.* FROM (SELECT array_agg(DISTINCT reach_id) AS ids FROM place WHERE reach_id IS NOT NULL) s
  CROSS JOIN LATERAL ways_down(s.ids, :within_m) w
),
passed AS MATERIALIZED (
  SELECT r.id, r.geom, r.length_m, r.to_node_id FROM reach r WHERE r.id IN (SELECT reach_id FROM way)
),
intake_near AS MATERIALIZED (
  -- each intake stands on one reach: of its own water or the river this belongs to, else the nearest
  SELECT i.id, i.name, i.kind, e.name AS edition, i.edition_id, e.document, spot.reach_id, spot.geom AS line, i.geom
  FROM (SELECT DISTINCT n.id FROM passed p JOIN intake n ON n.geom && shape_box(p.geom, :beside_m)) t
  JOIN intake i ON i.id = t.id
  LEFT JOIN layer_edition e ON e.id = i.edition_id
  LEFT JOIN waterbody own ON own.id = i.waterbody_id
  CROSS JOIN LATERAL (
    SELECT r.id AS reach_id, r.geom, flat_distance(i.geom, r.geom) AS off_m FROM reach r
    WHERE r.geom && box_around(i.geom, :beside_m)
    ORDER BY coalesce(r.waterbody_id IN (own.id, own.parent_id), false) DESC, off_m, r.id LIMIT 1
  ) spot
  WHERE spot.off_m <= :beside_m AND coalesce(e.valid_from <= :as_of, true) AND coalesce(e.valid_to > :as_of, true)
),
cover AS MATERIALIZED (
  SELECT p.id AS reach_id, l.layer, p.geom, p.length_m,
         EXISTS (SELECT FROM coverage v WHERE v.layer = l.layer AND v.fresh AND v.geom && p.geom AND ST_Covers(v.geom, p.geom)) AS whole
  FROM passed p CROSS JOIN (VALUES ('drinking_water_zones'), ('intakes')) l (layer)
),
mark AS MATERIALIZED (
  SELECT p.id AS reach_id, a.layer, a.id, a.name, a.level, a.edition, a.edition_id, a.document, s.from_m, s.to_m, NULL AS open
  FROM passed p
  JOIN area a ON a.layer = 'drinking_water_zones' AND a.geom && shape_box(p.geom, :bank_m)
  CROSS JOIN LATERAL stretches_in(p.geom, a.geom, :bank_m) s
  UNION ALL
  SELECT n.reach_id, 'intakes', n.id, n.name, n.kind, n.edition, n.edition_id, n.document, m.at_m, m.at_m, NULL
  FROM intake_near n CROSS JOIN LATERAL (SELECT metres_along(n.line, n.geom) AS at_m) m
  WHERE n.reach_id IN (SELECT id FROM passed)
  UNION ALL
  -- where nobody has declared the layer complete, and where the network breaks off without an outlet
  SELECT c.reach_id, c.layer, NULL, NULL, NULL, NULL, NULL, NULL, s.from_m, s.to_m, 'coverage_missing'
  FROM cover c
  LEFT JOIN LATERAL (
    SELECT ST_Union(v.geom, 1e-7) AS geom FROM coverage v WHERE v.layer = c.layer AND v.fresh AND v.geom && c.geom) u ON true
  CROSS JOIN LATERAL stretches_in(c.geom, CASE WHEN u.geom IS NULL THEN c.geom ELSE ST_Difference(c.geom, u.geom) END, 0) s
  WHERE NOT c.whole AND s.to_m - s.from_m > 1
  UNION ALL
  SELECT p.id, 'reaches', NULL, NULL, NULL, NULL, NULL, NULL, p.length_m, p.length_m, 'network_ends'
  FROM passed p JOIN reach_node n ON n.id = p.to_node_id
  WHERE n.kind <> 'outlet' AND NOT EXISTS (SELECT FROM reach r WHERE r.from_node_id = p.to_node_id)
),
placed AS MATERIALIZED (
  -- the place on the reach is wanted only where a mark can be within the distance; found once, not once per mark
  SELECT p.*, m.at_m, r.length_m - m.at_m AS rest_m
  FROM place p
  JOIN passed r ON r.id = p.reach_id
  CROSS JOIN LATERAL (SELECT metres_along(r.geom, p.point) AS at_m OFFSET 0) m
  WHERE EXISTS (SELECT FROM way w JOIN mark k ON k.reach_id = w.reach_id
                WHERE w.start_id = p.reach_id AND (w.reach_id = p.reach_id OR w.metres + k.from_m <= :within_m + p.error_m))
),
met AS (
  SELECT p.outfall_id, p.error_m, w.path, k.*, d.metres,
         CASE WHEN d.metres + p.error_m <= :within_m AND (w.reach_id <> p.reach_id OR k.to_m >= p.at_m + p.error_m)
              THEN 'conflict' ELSE 'borderline' END AS outcome
  FROM placed p
  JOIN way w ON w.start_id = p.reach_id
  JOIN mark k ON k.reach_id = w.reach_id
  CROSS JOIN LATERAL (
    SELECT CASE WHEN w.reach_id = p.reach_id THEN greatest(k.from_m - p.at_m, 0) ELSE p.rest_m + w.metres + k.from_m END AS metres) d
  WHERE (w.reach_id <> p.reach_id OR k.to_m >= p.at_m - p.error_m)
    AND (d.metres <= :within_m OR d.metres - p.error_m < :within_m)
),
target AS (
  SELECT DISTINCT ON (outfall_id, layer, id) * FROM met WHERE open IS NULL
  ORDER BY outfall_id, layer, id, outcome_rank(outcome) DESC, metres, path, from_m -- at a node two reaches are equally near
),
listed AS (
  SELECT outfall_id, max(outcome_rank(outcome)) AS worst, min(metres) AS metres, jsonb_agg(path ORDER BY metres, layer, id) -> 0 AS path,
         jsonb_agg(jsonb_build_object('layer', layer, 'id', id, 'name', name, 'level', level, 'edition', edition, 'edition_id', edition_id,
           'document', document, 'distance_m', round(metres::numeric, 3), 'outcome', outcome) ORDER BY metres, layer, id) AS areas,
         jsonb_agg(jsonb_build_object('layer', layer, 'id', id, 'name', name, 'level', level, 'km', round(metres::numeric / 1000, 3)) ORDER BY metres, layer, id) AS downstream
  FROM target GROUP BY outfall_id
),
blank AS (
  SELECT DISTINCT ON (outfall_id) outfall_id, layer, metres, open AS reason FROM met WHERE open IS NOT NULL
  ORDER BY outfall_id, metres, layer
),
unplaced AS MATERIALIZED (
  -- a surface intake that no reach passes could be downstream of anything in its city
  SELECT left(i.region_code, 6) AS city, min(i.name) AS name FROM intake i
  LEFT JOIN layer_edition e ON e.id = i.edition_id
  WHERE i.kind = 'surface' AND coalesce(e.valid_from <= :as_of, true) AND coalesce(e.valid_to > :as_of, true)
    AND left(i.region_code, 6) IN (SELECT left(region_code, 6) FROM candidate)
    AND NOT EXISTS (SELECT FROM reach r WHERE r.geom && box_around(i.geom, :beside_m) AND flat_distance(i.geom, r.geom) <= :beside_m)
  GROUP BY city
)
SELECT c.id AS outfall_id, o.outcome, l.metres AS distance_m, c.error_m, coalesce(l.areas, '[]') AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'reach', r.name, 'reach_off_m', round(c.reach_off_m::numeric, 1), 'within_km', :within_m::double precision / 1000,
         'km', round(l.metres::numeric / 1000, 3), 'downstream', l.downstream,
         'path', (SELECT jsonb_agg(jsonb_build_object('code', n.code, 'name', n.name) ORDER BY u.n)
                  FROM jsonb_array_elements_text(l.path) WITH ORDINALITY AS u (id, n) JOIN reach n ON n.id = u.id::bigint),
         'duty', CASE WHEN o.outcome IN ('conflict', 'borderline') THEN 'supply_downstream' END,
         'layer', CASE WHEN o.outcome = 'unknown' THEN b.layer END,
         'known_km', CASE WHEN o.outcome = 'unknown' THEN round(b.metres::numeric / 1000, 3) END,
         'intake', CASE WHEN o.outcome = 'unknown' AND b.reason IS NULL THEN u.name END,
         'reason', CASE WHEN o.outcome <> 'unknown' THEN NULL
                        WHEN c.reach_id IS NULL THEN CASE WHEN c.reach_off_m IS NULL THEN 'reach_missing' ELSE 'reach_too_far' END
                        ELSE coalesce(b.reason, 'intake_unplaced') END)) AS evidence
FROM candidate c
LEFT JOIN reach r ON r.id = c.reach_id
LEFT JOIN listed l ON l.outfall_id = c.id
LEFT JOIN blank b ON b.outfall_id = c.id
LEFT JOIN unplaced u ON u.city = left(c.region_code, 6)
CROSS JOIN LATERAL (
  SELECT CASE WHEN l.worst = outcome_rank('conflict') THEN 'conflict'
              WHEN c.reach_id IS NULL OR b.outfall_id IS NOT NULL OR u.city IS NOT NULL THEN 'unknown'
              WHEN l.worst IS NOT NULL THEN 'borderline' ELSE 'clear' END AS outcome) o
