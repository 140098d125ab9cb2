/*---
id: flag-contradiction
title: {zh: "台账与空间事实不符（疑点核对）", en: "The ledger and the ground say different things"}
class: flag
affects: distance
needs: [regions, waterbodies, reaches, drinking_water_zones, protected_areas, special_waters]
# Rivers are found by name, all over the city.
citywide: [waterbodies, reaches]
# A better reading of the coordinates tells which zones lie there.
elsewhere: datum
parameters:
  near_m: {type: number, unit: m, default: 100, zh: "口门（或入河点）距所填河流此距离以内视为相符"}
  far_m: {type: number, unit: m, default: 500, zh: "距所填河流超过此值视为不符"}
fix: {zh: "核对台账与坐标（坐标系、带号、经纬度次序），查明后更正；系统不自行移动点位", en: "Compare ledger and coordinates (datum, zone, order of axes) and correct what is wrong; the system moves no point"}
trap: {zh: "口门在堤后、以渠入河；河流改道；同名河流；界河两岸", en: "A mouth behind the levee with a ditch to the river; a shifted river bed; rivers of one name; a border river"}
---*/
-- What the ledger says (town, river, in a zone or not) against what the point shows. Only where they differ are other
-- readings of the coordinates tried: one that puts right what was wrong, and nothing wrong, fits better.
WITH given AS MATERIALIZED (
  SELECT c.id AS outfall_id, c.geom, coalesce(c.entry_geom, c.geom) AS entry, c.error_m, c.typed_in_zone, c.reach_id, c.waterbody_id,
         c.river_name, plain_name(c.river_name) AS river, left(c.region_code, 6) AS city, CASE length(c.region_code) WHEN 9 THEN c.region_code END AS town
  FROM candidate c
),
city AS MATERIALIZED (
  SELECT r.code, ST_Envelope(r.geom) AS box, EXISTS (SELECT FROM region t WHERE t.parent_code = r.code) AS has_towns
  FROM region r WHERE r.code IN (SELECT city FROM given)
),
water AS MATERIALIZED (
  SELECT w.id, left(w.region_code, 6) AS city, plain_name(w.name) AS name, plain_name(p.name) AS parent, w.geom
  FROM waterbody w LEFT JOIN waterbody p ON p.id = w.parent_id LEFT JOIN layer_edition e ON e.id = w.edition_id
  WHERE left(w.region_code, 6) IN (SELECT city FROM given)
    AND coalesce(e.valid_from <= :as_of, true) AND coalesce(e.valid_to > :as_of, true)
),
compared AS MATERIALIZED (
  SELECT g.*, NOT ST_Intersects(c.box, g.geom) AS outside, t.geom AS town_geom, t.name AS town_name,
         CASE WHEN g.town IS NULL OR NOT c.has_towns THEN NULL WHEN t.code IS NULL THEN false ELSE ST_Intersects(t.geom, g.geom) END AS town_agrees,
         CASE WHEN g.river IS NULL OR NOT EXISTS (SELECT FROM water w WHERE w.city = g.city) THEN NULL
              ELSE EXISTS (SELECT FROM water w WHERE w.city = g.city AND w.name = g.river) END AS river_known,
         EXISTS (SELECT FROM reach r JOIN water w ON w.id = r.waterbody_id AND w.name = g.river
                 WHERE r.id = g.reach_id AND least(flat_distance(g.geom, r.geom), flat_distance(g.entry, r.geom)) < :near_m) AS river_agrees
  FROM given g
  LEFT JOIN city c ON c.code = g.city
  LEFT JOIN region t ON t.code = g.town
),
out_of_town AS MATERIALIZED (
  SELECT c.outfall_id, s.metres FROM compared c CROSS JOIN LATERAL signed_distance(c.geom, c.town_geom, NULL) s
  WHERE NOT c.town_agrees AND c.town_geom IS NOT NULL
),
measured AS MATERIALIZED (
  SELECT c.*, river.metres AS river_m, own.metres AS town_m
  FROM compared c
  LEFT JOIN LATERAL (
    SELECT min(CASE WHEN ST_Dimension(w.geom) = 2 AND ST_Intersects(w.geom, p.point) THEN 0 ELSE n.metres END) AS metres
    FROM water w
    CROSS JOIN (VALUES (c.geom), (c.entry)) p (point)
    CROSS JOIN LATERAL nearest_on(p.point, CASE ST_Dimension(w.geom) WHEN 2 THEN ST_Boundary(w.geom) ELSE w.geom END, 20000) n
    WHERE c.river_known AND NOT c.river_agrees AND w.city = c.city AND (w.name = c.river OR w.parent = c.river AND ST_Dimension(w.geom) = 2)
  ) river ON true
  LEFT JOIN out_of_town own ON own.outfall_id = c.outfall_id
),
doubt AS MATERIALIZED (
  SELECT m.*, d.river_off, d.town_off, coalesce(m.outside, false) OR d.river_off OR d.town_off AS suspicious
  FROM measured m
  CROSS JOIN LATERAL (
    SELECT coalesce(m.river_known AND NOT m.river_agrees AND coalesce(m.river_m > :near_m + m.error_m, true), false) AS river_off,
           coalesce(NOT m.town_agrees AND m.town_m > m.error_m, false) AS town_off) d
),
reading AS (
  -- readings that put right all that the point as given has wrong, and keep what it has right
  SELECT DISTINCT ON (d.outfall_id) d.outfall_id, r.reading, r.place, after.metres AS river_after_m,
         ST_Distance(d.geom::geography, r.place::geography) AS shift_m
  FROM doubt d
  JOIN city c ON c.code = d.city
  CROSS JOIN LATERAL datum_readings(d.geom) r
  LEFT JOIN LATERAL (
    SELECT min(n.metres) AS metres FROM water w
    CROSS JOIN LATERAL nearest_on(r.place, CASE ST_Dimension(w.geom) WHEN 2 THEN ST_Boundary(w.geom) ELSE w.geom END, :near_m) n
    WHERE w.city = d.city AND (w.name = d.river OR w.parent = d.river AND ST_Dimension(w.geom) = 2)
  ) after ON d.river_known
  WHERE d.suspicious AND (d.river_known OR d.town_geom IS NOT NULL) AND ST_Intersects(c.box, r.place)
    AND (d.river_known IS NOT TRUE OR after.metres IS NOT NULL)
    AND (d.town_geom IS NULL OR ST_Intersects(d.town_geom, r.place))
  ORDER BY d.outfall_id, after.metres, r.reading
),
zoned AS (
  -- typed "in a zone" or not, against the zones of class 1 and 2; nothing is said within the errors, nor where nobody has declared
  SELECT g.outfall_id, (array_agg(a.name ORDER BY s.metres, a.id))[1] AS name, min(s.metres) AS metres,
         coalesce(bool_or(s.metres <= -sqrt(g.error_m ^ 2 + a.error_m ^ 2) AND s.metres < 0), false) AS surely_in,
         NOT coalesce(bool_or(s.metres < sqrt(g.error_m ^ 2 + a.error_m ^ 2)), false)
           AND EXISTS (SELECT FROM coverage v WHERE v.layer = 'drinking_water_zones' AND v.fresh AND v.geom && g.geom AND ST_Intersects(v.geom, g.geom)) AS surely_out
  FROM given g
  LEFT JOIN area a ON a.layer = 'drinking_water_zones' AND a.level IN ('class_1', 'class_2') AND a.geom && box_around(g.geom, 1000)
  LEFT JOIN LATERAL signed_distance(g.geom, a.geom, 1000) s ON true
  WHERE g.typed_in_zone IS NOT NULL
  GROUP BY g.outfall_id, g.geom
),
said AS (
  SELECT m.outfall_id, 1 AS place, 'conflict' AS outcome, jsonb_build_object('kind', 'outside_city', 'ledger', m.city, 'computed', 'outside') AS one
  FROM doubt m WHERE m.outside
  UNION ALL
  SELECT m.outfall_id, 2, CASE WHEN m.town_m <= m.error_m THEN 'borderline' ELSE 'conflict' END,
         jsonb_build_object('kind', 'town', 'ledger', m.town, 'ledger_name', m.town_name, 'computed', t.code, 'computed_name', t.name,
                            'metres', round(m.town_m::numeric, 1))
  FROM doubt m
  LEFT JOIN LATERAL (SELECT code, name FROM region r WHERE length(r.code) = 9 AND ST_Intersects(r.geom, m.geom) ORDER BY code LIMIT 1) t ON true
  WHERE NOT m.town_agrees
  UNION ALL
  SELECT m.outfall_id, 3, 'conflict', jsonb_build_object('kind', 'river_unknown', 'ledger', m.river_name, 'computed',
           (SELECT w.name FROM reach r JOIN water w ON w.id = r.waterbody_id WHERE r.id = m.reach_id))
  FROM doubt m WHERE NOT m.river_known
  UNION ALL
  SELECT m.outfall_id, 4, CASE WHEN m.river_m < :far_m + m.error_m THEN 'borderline' ELSE 'conflict' END,
         jsonb_build_object('kind', 'river_far', 'ledger', m.river_name, 'metres', round(m.river_m::numeric, 1),
                            'computed', CASE WHEN m.river_m IS NULL THEN 'beyond_20_km' ELSE round(m.river_m) || ' m' END)
  FROM doubt m WHERE m.river_off AND coalesce(m.river_m > :far_m - m.error_m, true)
  UNION ALL
  SELECT m.outfall_id, 5, 'conflict', jsonb_build_object('kind', 'waterbody', 'ledger', m.river_name, 'computed', w.name)
  FROM doubt m JOIN water w ON w.id = m.waterbody_id
  WHERE m.river_known AND w.name <> m.river
    AND NOT (ST_Dimension(w.geom) = 2 AND coalesce(w.parent = m.river, false))
  UNION ALL
  SELECT g.outfall_id, 6, 'conflict', jsonb_build_object('kind', 'in_zone', 'ledger', g.typed_in_zone, 'computed', z.surely_in, 'zone', z.name,
           'metres', round(z.metres::numeric, 1))
  FROM given g JOIN zoned z ON z.outfall_id = g.outfall_id
  WHERE CASE WHEN g.typed_in_zone THEN z.surely_out ELSE z.surely_in END
  UNION ALL
  SELECT r.outfall_id, 7, 'conflict', jsonb_build_object('kind', 'datum', 'ledger', jsonb_build_array(ST_X(d.geom), ST_Y(d.geom)),
           'computed', jsonb_build_array(round(ST_X(r.place)::numeric, 7), round(ST_Y(r.place)::numeric, 7)), 'reading', r.reading,
           'metres', round(r.shift_m::numeric, 1))
  FROM reading r JOIN doubt d ON d.outfall_id = r.outfall_id
),
listed AS (
  SELECT outfall_id, max(outcome_rank(outcome)) AS worst, jsonb_agg(jsonb_strip_nulls(one) ORDER BY place) AS contradictions
  FROM said GROUP BY outfall_id
)
SELECT d.outfall_id, o.outcome, NULL::double precision AS distance_m, d.error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'contradictions', l.contradictions,
         'datum', CASE WHEN r.reading IS NOT NULL THEN jsonb_build_object(
            'reading', r.reading, 'place', jsonb_build_array(round(ST_X(r.place)::numeric, 7), round(ST_Y(r.place)::numeric, 7)),
            'shift_m', round(r.shift_m::numeric, 1), 'river_before_m', round(d.river_m::numeric, 1), 'river_after_m', round(r.river_after_m::numeric, 1),
            'town_before_m', round(d.town_m::numeric, 1),
            'in_zones', (SELECT jsonb_agg(jsonb_build_object('layer', a.layer, 'name', a.name, 'level', a.level) ORDER BY a.layer, a.level, a.id)
                         FROM area a WHERE a.layer IN ('drinking_water_zones', 'protected_areas', 'special_waters') AND a.geom && r.place AND ST_Intersects(a.geom, r.place))) END,
         'duty', CASE WHEN o.outcome IN ('conflict', 'borderline') THEN 'check_ledger' END,
         'reason', CASE WHEN o.outcome = 'unknown' THEN 'reference_missing' END)) AS evidence
FROM doubt d
LEFT JOIN listed l ON l.outfall_id = d.outfall_id
LEFT JOIN reading r ON r.outfall_id = d.outfall_id
CROSS JOIN LATERAL (
  SELECT CASE WHEN l.worst = outcome_rank('conflict') THEN 'conflict'
              WHEN d.town IS NOT NULL AND d.town_agrees IS NULL OR d.river IS NOT NULL AND d.river_known IS NULL THEN 'unknown'
              WHEN l.worst IS NOT NULL THEN 'borderline' ELSE 'clear' END AS outcome) o
WHERE l.outfall_id IS NOT NULL OR d.town IS NOT NULL OR d.river IS NOT NULL OR d.typed_in_zone IS NOT NULL
