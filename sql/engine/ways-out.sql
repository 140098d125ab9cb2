-- From each place the nearest one at which the outcome is another: outward, where every area lies farther off than its
-- error, inward, as deep as that inside their union. Looked for within reach_m of a centre, in the flat metric there, with a
-- margin for arcs drawn as chords and for the metric; then what was found is measured. (Areas are asked for one by one, OFFSET:
-- few are asked for, and all are large to read.)
WITH asked AS MATERIALIZED (
  SELECT q.n, q.layer, q.levels, q.position_m, q.reach_m, q.outward, q.inward, p.point, p.centre,
         metres_per_lon(ST_Y(p.centre)) AS per_lon, metres_per_lat(ST_Y(p.centre)) AS per_lat
  FROM jsonb_to_recordset(:asked::jsonb)
    AS q (n integer, layer text, levels text[], lon double precision, lat double precision, centre_lon double precision, centre_lat double precision,
          position_m double precision, reach_m double precision, outward boolean, inward boolean)
  CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(q.lon, q.lat), 4490) AS point, ST_SetSRID(ST_MakePoint(q.centre_lon, q.centre_lat), 4490) AS centre) p
),
near AS MATERIALIZED (
  SELECT q.n, a.geom, a.wall, a.centre, e.error_m, e.error_m * 0.0004 + e.error_m ^ 2 / 1500000 + 0.01 AS margin_m,
         q.per_lon, q.per_lat, ST_Intersection(a.geom, box_around(q.centre, q.reach_m)) AS part
  FROM asked q
  CROSS JOIN LATERAL (SELECT * FROM area WHERE layer = q.layer AND level = ANY (q.levels) AND geom && box_around(q.centre, q.reach_m) OFFSET 0) a
  CROSS JOIN LATERAL (SELECT sqrt(q.position_m ^ 2 + a.error_m ^ 2) AS error_m) e
),
band AS MATERIALIZED (
  SELECT n, max(error_m) AS error_m, ST_Boundary(ST_Union(ST_Buffer(ST_Scale(part, per_lon, per_lat), error_m + margin_m, 32))) AS out_of,
         ST_Buffer(ST_Scale(CASE count(*) WHEN 1 THEN ST_Union(part) ELSE dissolved(array_agg(part)) END, max(per_lon), max(per_lat)), -max(error_m + margin_m), 32) AS deep_in
  FROM near GROUP BY n
),
place AS MATERIALIZED (
  SELECT q.n, q.point, t.outward, ST_Scale(t.flat, 1 / q.per_lon, 1 / q.per_lat) AS place
  FROM asked q
  JOIN band b ON b.n = q.n
  CROSS JOIN LATERAL (SELECT ST_Scale(q.point, q.per_lon, q.per_lat) AS flat) here
  CROSS JOIN LATERAL (VALUES (true, q.outward, ST_ClosestPoint(b.out_of, here.flat)), (false, q.inward, ST_ClosestPoint(b.deep_in, here.flat))) AS t (outward, wanted, flat)
  WHERE t.wanted AND ST_Distance(t.flat, ST_Scale(q.centre, q.per_lon, q.per_lat)) < q.reach_m - 2 * b.error_m
)
SELECT DISTINCT ON (p.n) p.n, m.metres, degrees(ST_Azimuth(p.point::geography, p.place::geography)) AS bearing_deg
FROM place p
CROSS JOIN LATERAL (SELECT ST_Distance(p.point::geography, p.place::geography) AS metres) m
WHERE NOT p.outward OR NOT EXISTS (
  SELECT FROM near a CROSS JOIN LATERAL area_distance(p.place, a.geom, a.wall, a.centre, a.error_m) d
  WHERE a.n = p.n AND d.metres < a.error_m)
ORDER BY p.n, m.metres
