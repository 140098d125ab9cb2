-- From each area to the places about it, by the places' index; then only those in their own reach.
area a
CROSS JOIN reach r
JOIN wanted p ON a.layer = :area_layer AND a.level = ANY (:levels::text[])
 AND p.point && ST_Expand(a.geom::box2d, 1.02 * r.most_m / metres_per_lon(least(greatest(abs(ST_YMin(a.geom::box2d)), abs(ST_YMax(a.geom::box2d))) + r.most_m / 110574, 89)),
                          1.02 * r.most_m / 110574)::geometry
 AND a.geom && box_around(p.point, p.reach_m)
