-- Places whose error disc does not lie wholly where a layer is declared complete; stale = only an old declaration holds it.
-- A cell of 0.1 degrees that lies, with the widest error around, inside one fresh declaration settles all its places; the
-- rest is settled by a box around the disc, or measured against the union of declarations.
WITH cell AS MATERIALIZED (
  SELECT x, y, ST_Expand(ST_MakeEnvelope(x / 10, y / 10, (x + 1) / 10, (y + 1) / 10, 4490),
                         1.02 * widest_m / metres_per_lon(least(greatest(abs(y), abs(y + 1)) / 10, 89)), 1.02 * widest_m / 110574) AS box
  FROM (SELECT floor(ST_X(point) * 10) AS x, floor(ST_Y(point) * 10) AS y, greatest(max(error_m), 1) AS widest_m
        FROM place GROUP BY 1, 2) c
),
gap AS MATERIALIZED (
  SELECT l.layer, c.x, c.y
  FROM cell c CROSS JOIN unnest(:layers::text[]) AS l (layer)
  -- asked one by one (OFFSET): in a join the geometries would be compared before the layers
  WHERE NOT EXISTS (SELECT FROM coverage v WHERE v.layer = l.layer AND v.fresh AND v.geom && c.box AND ST_Contains(v.geom, c.box) OFFSET 0)
)
SELECT g.layer, p.subject_id, p.place, disc_within(p.point, p.error_m,
         (SELECT ST_Union(v.geom, 1e-7) FROM coverage v WHERE v.layer = g.layer AND v.geom && p.point)) AS stale
FROM gap g
JOIN place p ON floor(ST_X(p.point) * 10) = g.x AND floor(ST_Y(p.point) * 10) = g.y
WHERE CASE WHEN EXISTS (SELECT FROM coverage v WHERE v.layer = g.layer AND v.fresh AND v.geom && p.point
                        AND ST_Contains(v.geom, box_around(p.point, greatest(p.error_m, 0.01))) OFFSET 0) THEN false
           ELSE NOT disc_within(p.point, p.error_m,
                  (SELECT ST_Union(v.geom, 1e-7) FROM coverage v WHERE v.layer = g.layer AND v.fresh AND v.geom && p.point)) END
