-- Where each candidate lies against the areas that count, for all rules about areas at once: the one definition of signed
-- distance, error and outcome. Needs what was measured for their layers (lying, undeclared). :asked are the rules, each with
-- its layer, levels, effects, traits and whose place counts. One row per rule and candidate with a finding, or where what is
-- clear is told per candidate.
WITH asked AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(:asked::jsonb)
    AS q (rule text, layer text, levels text[], traits text[], effects jsonb, by_site boolean, tell_clear boolean)
),
here AS MATERIALIZED (
  -- the places that count: the production site where the rule asks for it and it is known, else mouth and entry point.
  -- inside: surely, or so close (2 cm) that dissolving could make it so
  SELECT q.rule, q.levels, q.effects, q.tell_clear OR (:with_clear AND c.variant_of IS NULL) AS tell_clear, l.*, l.d <= 0.02 AS inside, sqrt(l.position_m ^ 2 + l.boundary_m ^ 2) AS position_and_boundary_m,
         c.existing, c.set_up, effect_rank(effect_in(q.effects, l.level, c.existing, c.set_up, l.designated_on)) AS tier,
         count(*) OVER one_candidate > 1 OR bool_or(l.connected AND l.d <= 0.02) OVER one_candidate AS several
  FROM asked q
  JOIN lying l ON l.layer = q.layer AND l.level = ANY (q.levels)
  JOIN subject c ON c.id = l.subject_id AND c.judged AND coalesce(c.traits && q.traits, true)
  WHERE CASE WHEN q.by_site AND c.site_geom IS NOT NULL THEN l.place = 'site' ELSE l.place <> 'site' END
  WINDOW one_candidate AS (PARTITION BY q.rule, l.subject_id)
),
connected AS (
  -- with each area that a place lies in, all that touch or overlap it, directly or through others: the way out leads
  -- across them; outside, only what is near counts
  -- (asked one by one, OFFSET: they are few among all areas)
  WITH RECURSIVE link AS (
    SELECT DISTINCT rule, layer, levels, stamp AS root, stamp, level, boundary_m, designated_on FROM here WHERE several AND inside
    UNION
    SELECT l.rule, l.layer, l.levels, l.root, a.stamp, a.level, a.error_m, a.designated_on
    FROM link l
    JOIN area_contact k ON k.stamp = l.stamp
    CROSS JOIN LATERAL (SELECT * FROM area WHERE stamp = k.other AND layer = l.layer AND level = ANY (l.levels) OFFSET 0) a
  )
  SELECT rule, root, stamp, level, boundary_m, designated_on FROM link
),
member AS MATERIALIZED (
  SELECT DISTINCT h.rule, h.subject_id, h.place, c.stamp, c.boundary_m,
         effect_rank(effect_in(h.effects, c.level, h.existing, h.set_up, c.designated_on)) AS tier
  FROM here h
  JOIN connected c ON c.rule = h.rule AND c.root = h.stamp
  WHERE h.several AND h.inside
),
tier AS (
  SELECT rule, subject_id, tier FROM here WHERE several
  UNION
  SELECT rule, subject_id, tier FROM member
),
inside_set AS MATERIALIZED (
  -- areas at least as strict as each tier, as one set, for places inside one of them
  SELECT m.rule, m.subject_id, m.place, t.tier, array_agg(m.stamp ORDER BY m.stamp) AS stamps,
         min(m.boundary_m) AS least_m, max(m.boundary_m) AS most_m
  FROM member m
  JOIN tier t ON t.rule = m.rule AND t.subject_id = m.subject_id AND m.tier >= t.tier
  WHERE EXISTS (SELECT FROM here h WHERE h.rule = m.rule AND h.subject_id = m.subject_id AND h.place = m.place AND h.inside AND h.tier >= t.tier)
  GROUP BY m.rule, m.subject_id, m.place, t.tier
),
made AS MATERIALIZED (
  -- unions that nobody has kept yet
  SELECT s.stamps, u.geom, metric_wall(u.geom) AS wall, metric_centre(u.geom) AS centre
  FROM (SELECT DISTINCT stamps FROM inside_set WHERE cardinality(stamps) > 1
        EXCEPT SELECT stamps FROM dissolved_area) s
  CROSS JOIN LATERAL (SELECT dissolved(array_agg(a.geom ORDER BY a.stamp)) AS geom FROM area a WHERE a.stamp = ANY (s.stamps)) u
),
placed AS (
  SELECT DISTINCT rule, subject_id, place, point, position_m FROM here WHERE several
),
across AS MATERIALIZED (
  -- inside a set: the distance is that to the boundary of its union, the error that of the area whose boundary it is there
  SELECT s.rule, s.subject_id, s.place, s.tier, m.metres AS d, m.place AS nearest,
         sqrt(p.position_m ^ 2 + CASE WHEN s.least_m = s.most_m THEN s.most_m ELSE (
           SELECT a.error_m FROM area a WHERE a.stamp = ANY (s.stamps)
           ORDER BY round(flat_distance(m.place, ST_Boundary(a.geom))::numeric, 2), a.error_m DESC, a.id LIMIT 1) END ^ 2) AS error_m
  FROM inside_set s
  JOIN placed p ON p.rule = s.rule AND p.subject_id = s.subject_id AND p.place = s.place
  LEFT JOIN dissolved_area kept ON kept.stamps = s.stamps
  LEFT JOIN made ON made.stamps = s.stamps
  LEFT JOIN LATERAL (SELECT a.geom, a.wall, a.centre FROM area a WHERE cardinality(s.stamps) = 1 AND a.stamp = s.stamps[1] OFFSET 0) own ON true
  CROSS JOIN LATERAL area_distance(p.point, coalesce(kept.geom, made.geom, own.geom), coalesce(kept.wall, made.wall, own.wall),
                                   coalesce(kept.centre, made.centre, own.centre), NULL) m
),
beside AS (
  -- outside all of a tier: the nearest, but for one farther off whose wider error comes closer
  SELECT DISTINCT ON (h.rule, h.subject_id, h.place, t.tier) h.rule, h.subject_id, h.place, t.tier, h.d, h.nearest,
         h.position_and_boundary_m AS error_m
  FROM here h
  JOIN tier t ON t.rule = h.rule AND t.subject_id = h.subject_id AND h.tier >= t.tier
  WHERE h.several AND NOT EXISTS (SELECT FROM inside_set s WHERE s.rule = h.rule AND s.subject_id = h.subject_id AND s.place = h.place AND s.tier = t.tier)
  ORDER BY h.rule, h.subject_id, h.place, t.tier, outcome_rank(outcome_of(h.d, h.position_and_boundary_m, :boundary_inside)) DESC,
           round(h.d::numeric, 2), h.boundary_m DESC, h.id
),
measured AS (
  SELECT n.*, outcome_of(n.d, n.error_m, :boundary_inside) AS outcome, min(n.tier) OVER (PARTITION BY n.rule, n.subject_id) AS mildest_tier
  FROM (SELECT * FROM across UNION ALL SELECT * FROM beside) n
),
whole AS (
  -- all areas that count; of mouth and entry point the one with the smaller distance
  SELECT DISTINCT ON (m.rule, m.subject_id) m.rule, m.subject_id, m.place, m.d, m.nearest, m.error_m, m.outcome
  FROM measured m
  WHERE m.tier = m.mildest_tier
  ORDER BY m.rule, m.subject_id, outcome_rank(m.outcome) DESC, m.d, m.place DESC
),
effect AS (
  SELECT rule, subject_id, max(tier) FILTER (WHERE outcome = 'conflict') AS sure,
         max(tier) FILTER (WHERE outcome IN ('conflict', 'borderline')) AS possible
  FROM measured GROUP BY rule, subject_id
),
hit AS (
  -- every area with its own distance
  SELECT n.rule, n.subject_id, jsonb_agg(area_hit(n.layer, n.id, n.name, n.level, n.edition, n.edition_id, n.document, n.designated_on,
                                                  n.plant_id, n.place, n.d, n.position_and_boundary_m, n.boundary_m, n.outcome)
                                         ORDER BY n.tier DESC, array_position(n.levels, n.level), n.d, n.id, n.place) AS areas
  FROM (SELECT DISTINCT ON (rule, subject_id, id) here.*, outcome_of(d, position_and_boundary_m, :boundary_inside) AS outcome
        FROM here WHERE several ORDER BY rule, subject_id, id, d) n
  WHERE n.outcome <> 'clear' OR n.tell_clear
  GROUP BY n.rule, n.subject_id
),
lies AS (
  SELECT w.*, e.sure, e.possible, coalesce(h.areas, '[]') AS areas
  FROM whole w
  JOIN effect e ON e.rule = w.rule AND e.subject_id = w.subject_id
  LEFT JOIN hit h ON h.rule = w.rule AND h.subject_id = w.subject_id
  UNION ALL
  -- most have one area about them and nothing to dissolve
  SELECT h.rule, h.subject_id, h.place, h.d, h.nearest, h.position_and_boundary_m, o.outcome,
         CASE WHEN o.outcome = 'conflict' THEN h.tier END,
         CASE WHEN o.outcome IN ('conflict', 'borderline') THEN h.tier END,
         CASE WHEN o.outcome = 'clear' AND NOT h.tell_clear THEN '[]'::jsonb
              ELSE jsonb_build_array(area_hit(h.layer, h.id, h.name, h.level, h.edition, h.edition_id, h.document, h.designated_on,
                                              h.plant_id, h.place, h.d, h.position_and_boundary_m, h.boundary_m, o.outcome)) END
  FROM here h
  CROSS JOIN LATERAL (SELECT outcome_of(h.d, h.position_and_boundary_m, :boundary_inside) AS outcome) o
  WHERE NOT h.several
),
open AS (
  -- candidates with a place that is not declared; stale when an old declaration holds all of these
  SELECT q.rule, u.subject_id, bool_and(u.stale) AS stale, min(u.declared_on) AS declared_on
  FROM asked q
  JOIN undeclared u ON u.layer = q.layer
  JOIN subject c ON c.id = u.subject_id AND c.judged AND coalesce(c.traits && q.traits, true)
  WHERE CASE WHEN q.by_site AND c.site_geom IS NOT NULL THEN u.place = 'site' ELSE u.place <> 'site' END
  GROUP BY q.rule, u.subject_id
),
told AS (
  SELECT rule, subject_id FROM lies
  UNION
  SELECT rule, subject_id FROM open
  UNION
  SELECT q.rule, c.id FROM asked q JOIN subject c ON (q.tell_clear OR (:with_clear AND c.variant_of IS NULL)) AND c.judged AND coalesce(c.traits && q.traits, true)
)
SELECT t.rule, t.subject_id, o.outcome, w.d,
       coalesce(w.error_m, CASE WHEN q.by_site AND c.site_geom IS NOT NULL THEN c.site_error_m ELSE c.error_m END),
       coalesce(w.areas, '[]'),
       jsonb_strip_nulls(jsonb_build_object(
         'beyond_m', CASE WHEN w.d IS NULL AND (q.tell_clear OR :with_clear OR u.subject_id IS NOT NULL) THEN :reach_m::double precision END,
         'place', w.place,
         'nearest', CASE WHEN w.nearest IS NOT NULL THEN jsonb_build_array(ST_X(w.nearest), ST_Y(w.nearest)) END,
         'effect', (ARRAY['flag', 'review', 'ban'])[nullif(w.sure, 0)],
         'effect_possible', (ARRAY['flag', 'review', 'ban'])[nullif(w.possible, 0)],
         'reason', CASE WHEN o.outcome = 'unknown' THEN CASE WHEN u.stale THEN 'coverage_stale' ELSE 'coverage_missing' END END,
         'declared_on', CASE WHEN o.outcome = 'unknown' AND u.stale THEN u.declared_on END,
         'layer', q.layer))
FROM told t
JOIN asked q ON q.rule = t.rule
JOIN subject c ON c.id = t.subject_id
LEFT JOIN lies w ON w.rule = t.rule AND w.subject_id = t.subject_id
LEFT JOIN open u ON u.rule = t.rule AND u.subject_id = t.subject_id
CROSS JOIN LATERAL (
  SELECT CASE WHEN w.outcome = 'conflict' THEN 'conflict' WHEN u.subject_id IS NOT NULL THEN 'unknown'
              ELSE coalesce(w.outcome, 'clear') END AS outcome) o
