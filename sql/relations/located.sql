-- Where each candidate lies against the areas that count: the one definition of signed distance, error and outcome
-- for every rule about areas. Needs candidate, area, coverage.
-- One row per candidate: outfall_id, outcome, distance_m, error_m, areas, evidence.
WITH place AS (
  -- the places that count: the production site where the rule asks for it and it is known, else mouth and entry point
  SELECT c.id AS outfall_id, c.existing, c.set_up, p.place, p.point, p.error_m
  FROM candidate c
  CROSS JOIN LATERAL (VALUES
    ('site',  CASE WHEN :by_site THEN c.site_geom END,                                  c.site_error_m),
    ('mouth', CASE WHEN NOT :by_site OR c.site_geom IS NULL THEN c.geom END,            c.error_m),
    ('entry', CASE WHEN NOT :by_site OR c.site_geom IS NULL THEN c.entry_geom END,      c.error_m)
  ) AS p (place, point, error_m)
  WHERE p.point IS NOT NULL
),
declared AS MATERIALIZED (
  -- whether the disc of the position error lies wholly where the layer is declared complete. A box around the disc inside
  -- one declaration settles it for nearly all; the rest is measured against the union of declarations
  SELECT p.outfall_id, max(p.error_m) AS position_m, bool_and(f.covered) AS covered,
         bool_and(f.covered OR disc_within(p.point, p.error_m,
           (SELECT ST_Union(c.geom, 1e-7) FROM coverage c WHERE c.layer = :area_layer AND c.geom && p.point))) AS ever_covered
  FROM place p
  CROSS JOIN LATERAL (
    SELECT CASE WHEN EXISTS (SELECT FROM coverage c WHERE c.layer = :area_layer AND c.fresh AND c.geom && p.point
                             AND ST_Contains(c.geom, box_around(p.point, greatest(p.error_m, 0.01)))) THEN true
                ELSE disc_within(p.point, p.error_m,
                       (SELECT ST_Union(c.geom, 1e-7) FROM coverage c WHERE c.layer = :area_layer AND c.fresh AND c.geom && p.point))
           END AS covered) f
  GROUP BY p.outfall_id
),
reached AS (
  -- what is clear and not asked for need not be told how far off it lies: then only errors must be in reach
  SELECT p.*, r.reach_m, box_around(p.point, r.reach_m) AS reach_box
  FROM place p
  JOIN declared d ON d.outfall_id = p.outfall_id
  CROSS JOIN (SELECT coalesce(max(error_m), 0) AS widest_m FROM area WHERE layer = :area_layer AND level = ANY (:levels::text[])) b
  CROSS JOIN LATERAL (SELECT CASE WHEN :tell_clear OR NOT d.covered THEN :reach_m::double precision
                                  ELSE p.error_m + b.widest_m + 1 END AS reach_m) r
),
near AS MATERIALIZED (
  -- each area within reach with its own distance, and what the pack makes of it for this candidate
  SELECT p.outfall_id, p.place, p.point, p.error_m AS position_m, a.id, a.layer, a.level, a.name, a.geom, a.edition,
         a.edition_id, a.document, a.designated_on, a.plant_id, a.error_m AS boundary_m,
         own.metres AS d, own.place AS nearest,
         effect_rank(effect_in(:effects::jsonb, a.level, p.existing, p.set_up, a.designated_on)) AS tier
  FROM reached p
  JOIN area a ON a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.geom && p.reach_box
  CROSS JOIN LATERAL signed_distance(p.point, a.geom, p.reach_m) own
  WHERE own.metres IS NOT NULL
),
connected AS (
  -- with each area that a place lies in, all that touch or overlap it, directly or through others: the way out leads
  -- across them; outside, only what is near counts
  WITH RECURSIVE link AS (
    SELECT id AS root, id FROM near WHERE d < 0 GROUP BY id
    UNION
    SELECT l.root, b.id
    FROM link l
    JOIN area a ON a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.id = l.id
    JOIN area b ON b.layer = :area_layer AND b.level = ANY (:levels::text[]) AND b.geom && a.geom AND ST_Intersects(b.geom, a.geom)
  )
  SELECT root, id FROM link
  UNION
  SELECT id, id FROM near
),
counted AS MATERIALIZED (
  SELECT DISTINCT n.outfall_id, n.place, n.point, n.position_m, a.id, a.error_m AS boundary_m,
         effect_rank(effect_in(:effects::jsonb, a.level, p.existing, p.set_up, a.designated_on)) AS tier
  FROM near n
  JOIN connected c ON c.root = n.id
  JOIN area a ON a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.id = c.id
  JOIN place p ON p.outfall_id = n.outfall_id AND p.place = n.place
),
tier_of_place AS (
  -- areas at least as strict as each tier, as one set
  SELECT n.outfall_id, n.place, n.point, t.tier, array_agg(n.id ORDER BY n.id) AS ids
  FROM counted n JOIN (SELECT DISTINCT outfall_id, tier FROM counted) t ON t.outfall_id = n.outfall_id AND n.tier >= t.tier
  GROUP BY n.outfall_id, n.place, n.point, t.tier
),
dissolved AS MATERIALIZED (
  -- one union per distinct set: two abutting pieces of one zone have no boundary between them. On a grid of 1e-7 degrees
  -- (1 cm): pieces whose common border has vertices of its own on each side would leave a crack else
  SELECT s.ids, ST_Union(a.geom, 1e-7) AS geom
  FROM (SELECT DISTINCT ids FROM tier_of_place WHERE cardinality(ids) > 1) s
  JOIN area a ON a.layer = :area_layer AND a.id = ANY (s.ids)
  GROUP BY s.ids
),
union_distance AS (
  SELECT t.outfall_id, t.place, t.tier, t.ids, coalesce(n.d, m.metres) AS d, coalesce(n.nearest, m.place) AS nearest
  FROM tier_of_place t
  LEFT JOIN dissolved u ON u.ids = t.ids
  LEFT JOIN near n ON u.ids IS NULL AND n.outfall_id = t.outfall_id AND n.place = t.place AND n.id = t.ids[1]
  LEFT JOIN LATERAL signed_distance(t.point, u.geom, :reach_m) m ON u.ids IS NOT NULL
),
nearest_area AS (
  -- the error is that of the area whose boundary is the nearest
  SELECT DISTINCT ON (u.outfall_id, u.place, u.tier) u.outfall_id, u.place, u.tier, u.d, u.nearest,
         sqrt(c.position_m ^ 2 + c.boundary_m ^ 2) AS error_m
  FROM union_distance u
  JOIN counted c ON c.outfall_id = u.outfall_id AND c.place = u.place AND c.tier >= u.tier
  LEFT JOIN area a ON cardinality(u.ids) > 1 AND a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.id = c.id
  WHERE u.d IS NOT NULL
  ORDER BY u.outfall_id, u.place, u.tier, round(flat_distance(u.nearest, ST_Boundary(a.geom))::numeric, 2), c.boundary_m DESC, c.id
),
measured AS (
  SELECT n.*, outcome_of(n.d, n.error_m, :boundary_inside) AS outcome, min(n.tier) OVER (PARTITION BY n.outfall_id) AS mildest_tier
  FROM nearest_area n
),
whole AS (
  -- all areas that count; of mouth and entry point the one with the smaller distance
  SELECT DISTINCT ON (m.outfall_id) m.outfall_id, m.place, m.d, m.nearest, m.error_m, m.outcome
  FROM measured m
  WHERE m.tier = m.mildest_tier
  ORDER BY m.outfall_id, outcome_rank(m.outcome) DESC, m.d, m.place DESC
),
effect AS (
  SELECT outfall_id, max(tier) FILTER (WHERE outcome = 'conflict') AS sure,
         max(tier) FILTER (WHERE outcome IN ('conflict', 'borderline')) AS possible
  FROM measured GROUP BY outfall_id
),
hit AS (
  SELECT n.outfall_id, jsonb_agg(jsonb_build_object(
           'layer', n.layer, 'id', n.id, 'name', n.name, 'level', n.level, 'edition', n.edition, 'edition_id', n.edition_id,
           'document', n.document, 'designated_on', n.designated_on, 'plant_id', n.plant_id, 'place', n.place,
           'distance_m', round(n.d::numeric, 3), 'error_m', round(n.e::numeric, 3), 'boundary_m', n.boundary_m,
           'outcome', outcome_of(n.d, n.e, :boundary_inside))
         ORDER BY n.tier DESC, n.d, n.id, n.place) AS areas
  FROM (SELECT DISTINCT ON (outfall_id, id) near.*, sqrt(position_m ^ 2 + boundary_m ^ 2) AS e
        FROM near ORDER BY outfall_id, id, d) n
  WHERE outcome_of(n.d, n.e, :boundary_inside) <> 'clear' OR :tell_clear
  GROUP BY n.outfall_id
)
SELECT d.outfall_id, o.outcome, w.d AS distance_m, coalesce(w.error_m, d.position_m) AS error_m,
       coalesce(h.areas, '[]') AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'beyond_m', CASE WHEN w.d IS NULL AND (:tell_clear OR NOT d.covered) THEN :reach_m::double precision END,
         'place', w.place,
         'nearest', CASE WHEN w.nearest IS NOT NULL THEN jsonb_build_array(ST_X(w.nearest), ST_Y(w.nearest)) END,
         'effect', (ARRAY['flag', 'review', 'ban'])[nullif(e.sure, 0)],
         'effect_possible', (ARRAY['flag', 'review', 'ban'])[nullif(e.possible, 0)],
         'reason', CASE WHEN o.outcome = 'unknown' THEN
                        CASE WHEN d.ever_covered THEN 'coverage_stale' ELSE 'coverage_missing' END END,
         'layer', :area_layer::text)) AS evidence
FROM declared d
LEFT JOIN whole w ON w.outfall_id = d.outfall_id
LEFT JOIN effect e ON e.outfall_id = d.outfall_id
LEFT JOIN hit h ON h.outfall_id = d.outfall_id
CROSS JOIN LATERAL (
  SELECT CASE WHEN w.outcome = 'conflict' THEN 'conflict' WHEN NOT d.covered THEN 'unknown'
              ELSE coalesce(w.outcome, 'clear') END AS outcome) o
