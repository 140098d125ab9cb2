-- The places that can count: mouth, entry point, production site.
INSERT INTO place
SELECT s.id, p.place, p.point, p.error_m
FROM subject s
CROSS JOIN LATERAL (VALUES ('mouth', s.geom, s.error_m), ('entry', s.entry_geom, s.error_m), ('site', s.site_geom, s.site_error_m))
  AS p (place, point, error_m)
WHERE s.judged AND p.point IS NOT NULL
