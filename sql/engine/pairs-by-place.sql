-- From each of a few places to the areas in its reach, by the areas' index.
wanted p
CROSS JOIN LATERAL (
  SELECT * FROM area WHERE layer = :area_layer AND level = ANY (:levels::text[]) AND geom && box_around(p.point, p.reach_m) OFFSET 0
) a
