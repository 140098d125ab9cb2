-- Where each place lies against each area of one layer within reach: measured once, for every rule about the layer. How far
-- off lies what is clear need not be told unless it is asked for, and never of a category only tried out: then only errors
-- must be in reach.
WITH reach AS MATERIALIZED (
  SELECT w.widest_m, greatest(CASE WHEN :tell_all OR :with_clear OR :tell_traits::text[] IS NOT NULL
                                     OR EXISTS (SELECT FROM undeclared u WHERE u.layer = :area_layer) THEN :reach_m::double precision END,
                              (SELECT max(error_m) FROM place) + w.widest_m + 1) AS most_m
  FROM (SELECT coalesce(max(widest_m), 0) AS widest_m FROM (
          SELECT max(boundary_error_m) AS widest_m FROM layer_edition WHERE layer = :area_layer
          UNION ALL SELECT max(boundary_error_m) FROM drinking_water_zone
          UNION ALL SELECT max(boundary_error_m) FROM protected_area
          UNION ALL SELECT max(boundary_error_m) FROM sewer_coverage
          UNION ALL SELECT max(boundary_error_m) FROM industrial_park) t) w
),
wanted AS NOT MATERIALIZED (
  SELECT p.*, greatest(CASE WHEN :tell_all OR (:with_clear AND s.variant_of IS NULL) OR coalesce(s.traits && :tell_traits::text[], false)
                              OR EXISTS (SELECT FROM undeclared u WHERE u.layer = :area_layer AND u.subject_id = s.id) THEN :reach_m::double precision END,
                       p.error_m + r.widest_m + 1) AS reach_m
  FROM place p
  JOIN subject s ON s.id = p.subject_id
  CROSS JOIN reach r
  WHERE coalesce(s.traits && :traits::text[], true)
    AND CASE WHEN p.place <> 'site' THEN :by_mouth OR s.site_geom IS NULL ELSE :by_site END
)
SELECT :area_layer, p.subject_id, p.place, p.point, p.error_m, a.id, a.stamp, a.level, a.name, a.edition, a.edition_id,
       a.document, a.designated_on, a.plant_id, a.error_m,
       EXISTS (SELECT FROM area_contact k WHERE k.stamp = a.stamp), m.metres, m.place
FROM :pairs
CROSS JOIN LATERAL area_distance(p.point, a.geom, a.wall, a.centre, p.reach_m) m
WHERE m.metres IS NOT NULL
