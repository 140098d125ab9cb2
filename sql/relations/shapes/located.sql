-- How each posted line or area lies against the areas that count, in the columns of located for points. Its distance is
-- shape_distance: from outside the nearest, inside how deep it reaches. Each area within reach carries what lies inside it.
-- Needs candidate, area, coverage.
WITH shape AS (
  SELECT c.id AS outfall_id, c.existing, c.set_up, c.error_m AS position_m, p.geom, ST_Dimension(p.geom) AS dimension,
         shape_box(p.geom, :reach_m) AS reach_box
  FROM candidate c JOIN posted_shape p ON p.subject_id = c.id
),
near AS MATERIALIZED (
  SELECT s.outfall_id, s.position_m, s.dimension, a.id, a.layer, a.level, a.name, a.edition, a.edition_id, a.document,
         a.designated_on, a.plant_id, a.error_m AS boundary_m, m.metres AS d, m.start, m.place, m.part,
         effect_rank(effect_in(:effects::jsonb, a.level, s.existing, s.set_up, a.designated_on)) AS tier
  FROM shape s
  JOIN area a ON a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.geom && s.reach_box
  CROSS JOIN LATERAL shape_distance(s.geom, a.geom, :reach_m) m
  WHERE m.metres IS NOT NULL
),
connected AS (
  -- with each area near by, all that touch or overlap it, directly or through others: deep inside, the way out leads
  -- across them
  WITH RECURSIVE link AS (
    SELECT DISTINCT id AS root, id FROM near
    UNION
    SELECT l.root, b.id
    FROM link l
    JOIN area a ON a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.id = l.id
    JOIN area b ON b.layer = :area_layer AND b.level = ANY (:levels::text[]) AND b.geom && a.geom AND ST_Intersects(b.geom, a.geom)
  )
  SELECT root, id FROM link
),
counted AS MATERIALIZED (
  SELECT DISTINCT n.outfall_id, a.id, a.error_m AS boundary_m,
         effect_rank(effect_in(:effects::jsonb, a.level, s.existing, s.set_up, a.designated_on)) AS tier
  FROM near n
  JOIN shape s ON s.outfall_id = n.outfall_id
  JOIN connected c ON c.root = n.id
  JOIN area a ON a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.id = c.id
),
tier_set AS (
  -- areas at least as strict as each tier, as one set
  SELECT n.outfall_id, t.tier, array_agg(n.id ORDER BY n.id) AS ids
  FROM counted n JOIN (SELECT DISTINCT outfall_id, tier FROM counted) t ON t.outfall_id = n.outfall_id AND n.tier >= t.tier
  GROUP BY n.outfall_id, t.tier
),
dissolved AS MATERIALIZED (
  -- one union per distinct set, as for points
  SELECT s.ids, dissolved(array_agg(a.geom ORDER BY a.id)) AS geom
  FROM (SELECT DISTINCT ids FROM tier_set WHERE cardinality(ids) > 1) s
  JOIN area a ON a.layer = :area_layer AND a.id = ANY (s.ids)
  GROUP BY s.ids
),
union_distance AS MATERIALIZED (
  SELECT t.outfall_id, t.tier, t.ids, coalesce(n.d, m.metres) AS d, coalesce(n.start, m.start) AS start,
         coalesce(n.place, m.place) AS nearest, coalesce(n.part, m.part) AS part
  FROM tier_set t
  JOIN shape s ON s.outfall_id = t.outfall_id
  LEFT JOIN dissolved u ON u.ids = t.ids
  LEFT JOIN near n ON u.ids IS NULL AND n.outfall_id = t.outfall_id AND n.id = t.ids[1]
  LEFT JOIN LATERAL shape_distance(s.geom, u.geom, :reach_m) m ON u.ids IS NOT NULL
),
measured AS MATERIALIZED (
  -- the error is that of the area whose boundary is the nearest
  SELECT u.outfall_id, u.tier, u.d, u.start, u.nearest, u.part, e.error_m, outcome_of(u.d, e.error_m, :boundary_inside) AS outcome
  FROM union_distance u
  JOIN shape s ON s.outfall_id = u.outfall_id
  CROSS JOIN LATERAL (
    SELECT sqrt(s.position_m ^ 2 + c.boundary_m ^ 2) AS error_m
    FROM counted c
    LEFT JOIN area a ON cardinality(u.ids) > 1 AND a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND a.id = c.id
    WHERE c.outfall_id = u.outfall_id AND c.tier >= u.tier
    ORDER BY round(flat_distance(u.nearest, ST_Boundary(a.geom))::numeric, 2), c.boundary_m DESC, c.id LIMIT 1
  ) e
  WHERE u.d IS NOT NULL
),
whole AS (
  SELECT m.* FROM measured m WHERE m.tier = (SELECT min(tier) FROM measured l WHERE l.outfall_id = m.outfall_id)
),
effect AS (
  SELECT outfall_id, max(tier) FILTER (WHERE outcome = 'conflict') AS sure,
         max(tier) FILTER (WHERE outcome IN ('conflict', 'borderline')) AS possible
  FROM measured GROUP BY outfall_id
),
hit AS (
  SELECT n.outfall_id, jsonb_agg(jsonb_build_object(
           'layer', n.layer, 'id', n.id, 'name', n.name, 'level', n.level, 'edition', n.edition, 'edition_id', n.edition_id,
           'document', n.document, 'designated_on', n.designated_on, 'plant_id', n.plant_id,
           'distance_m', round(n.d::numeric, 3), 'error_m', round(n.e::numeric, 3), 'boundary_m', n.boundary_m,
           'outcome', outcome_of(n.d, n.e, :boundary_inside),
           CASE n.dimension WHEN 1 THEN 'inside_m' ELSE 'inside_m2' END, round(size_of(n.part)::numeric, 3))
           || CASE WHEN :with_parts AND NOT ST_IsEmpty(n.part)
                   THEN jsonb_build_object('part', ST_AsGeoJSON(n.part, 7)::jsonb) ELSE '{}' END
         ORDER BY n.tier DESC, array_position(:levels::text[], n.level), n.d, n.id) AS areas
  FROM (SELECT near.*, sqrt(position_m ^ 2 + boundary_m ^ 2) AS e FROM near) n
  GROUP BY n.outfall_id
),
declared AS (
  SELECT s.outfall_id, s.position_m, s.dimension, shape_within(s.geom, s.position_m, f.fresh) AS covered,
         shape_within(s.geom, s.position_m, f.ever) AS ever_covered
  FROM shape s
  LEFT JOIN LATERAL (
    SELECT CASE WHEN count(*) FILTER (WHERE c.fresh) = 1 THEN (array_agg(c.geom) FILTER (WHERE c.fresh))[1]
                ELSE ST_Union(c.geom, 1e-7) FILTER (WHERE c.fresh) END AS fresh,
           CASE WHEN bool_and(c.fresh) THEN NULL ELSE ST_Union(c.geom, 1e-7) END AS ever
    FROM coverage c
    WHERE c.layer = :area_layer AND c.geom && s.geom
  ) f ON true
)
SELECT d.outfall_id, o.outcome, w.d AS distance_m, coalesce(w.error_m, d.position_m) AS error_m,
       coalesce(h.areas, '[]') AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'beyond_m', CASE WHEN w.d IS NULL THEN :reach_m::double precision END,
         'from', CASE WHEN w.start IS NOT NULL THEN jsonb_build_array(ST_X(w.start), ST_Y(w.start)) END,
         'nearest', CASE WHEN w.nearest IS NOT NULL THEN jsonb_build_array(ST_X(w.nearest), ST_Y(w.nearest)) END,
         CASE d.dimension WHEN 1 THEN 'inside_m' ELSE 'inside_m2' END, round(size_of(w.part)::numeric, 3),
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
