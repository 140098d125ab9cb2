-- Places whose error disc does not lie wholly where a layer is declared complete; stale = only old declarations hold it, the
-- latest of them declared_on.
-- A cell of 1 degree that lies, with the widest error around, inside one fresh declaration settles all its places, then one
-- of 0.1 degrees; the rest is settled by a box around the disc, or measured against the union of declarations.
WITH cell AS MATERIALIZED (
  SELECT x, y, widest_m, cell_box(x, y, 0.1, widest_m) AS box
  FROM (SELECT floor(ST_X(point) * 10) AS x, floor(ST_Y(point) * 10) AS y, greatest(max(error_m), 1) AS widest_m
        FROM place GROUP BY 1, 2) c
),
wide_cell AS MATERIALIZED (
  SELECT x, y, cell_box(x, y, 1, widest_m) AS box
  FROM (SELECT floor(x / 10) AS x, floor(y / 10) AS y, max(widest_m) AS widest_m FROM cell GROUP BY 1, 2) c
),
-- asked one by one (OFFSET): in a join the geometries would be compared before the layers
wide_gap AS MATERIALIZED (
  SELECT l.layer, c.x, c.y
  FROM wide_cell c CROSS JOIN unnest(:layers::text[]) AS l (layer)
  WHERE NOT EXISTS (SELECT FROM coverage v WHERE v.layer = l.layer AND v.fresh AND v.geom && c.box AND ST_Contains(v.geom, c.box) OFFSET 0)
),
gap AS MATERIALIZED (
  SELECT w.layer, c.x, c.y
  FROM wide_gap w JOIN cell c ON floor(c.x / 10) = w.x AND floor(c.y / 10) = w.y
  WHERE NOT EXISTS (SELECT FROM coverage v WHERE v.layer = w.layer AND v.fresh AND v.geom && c.box AND ST_Contains(v.geom, c.box) OFFSET 0)
)
SELECT g.layer, p.subject_id, p.place, o.stale,
       CASE WHEN o.stale THEN (SELECT max(v.as_of) FROM coverage v WHERE v.layer = g.layer AND v.geom && p.point AND ST_Intersects(v.geom, p.point)) END
FROM gap g
JOIN place p ON floor(ST_X(p.point) * 10) = g.x AND floor(ST_Y(p.point) * 10) = g.y
CROSS JOIN LATERAL (
  SELECT disc_within(p.point, p.error_m, (SELECT ST_Union(v.geom, 1e-7) FROM coverage v WHERE v.layer = g.layer AND v.geom && p.point)) AS stale) o
WHERE CASE WHEN EXISTS (SELECT FROM coverage v WHERE v.layer = g.layer AND v.fresh AND v.geom && p.point
                        AND ST_Contains(v.geom, box_around(p.point, greatest(p.error_m, 0.01))) OFFSET 0) THEN false
           ELSE NOT disc_within(p.point, p.error_m,
                  (SELECT ST_Union(v.geom, 1e-7) FROM coverage v WHERE v.layer = g.layer AND v.fresh AND v.geom && p.point)) END
