-- Zones of every kind in force on :as_of, with edition and 95 % boundary error in metres. stamp names the drawn state;
-- wall and centre are what area_distance measures against.
SELECT z.id, 'drinking_water_zones' AS layer, 'drinking_water_zone' AS kind, z.level, z.name, z.geom, z.edition_id,
       coalesce(z.boundary_error_m, e.boundary_error_m) AS error_m, z.designated_on,
       coalesce(z.document, e.document) AS document, e.name AS edition, NULL::bigint AS plant_id, z.stamp, z.wall, z.centre
FROM drinking_water_zone z JOIN layer_edition e ON e.id = z.edition_id
WHERE e.valid_from <= :as_of AND coalesce(e.valid_to > :as_of, true)
UNION ALL
SELECT z.id, CASE z.class WHEN 'nature' THEN 'protected_areas' ELSE 'special_waters' END, z.kind, z.level, z.name, z.geom,
       z.edition_id, coalesce(z.boundary_error_m, e.boundary_error_m), z.designated_on,
       coalesce(z.document, e.document), e.name, NULL, z.stamp, z.wall, z.centre
FROM protected_area z JOIN layer_edition e ON e.id = z.edition_id
WHERE e.valid_from <= :as_of AND coalesce(e.valid_to > :as_of, true)
UNION ALL
SELECT z.id, 'sewer_coverage', 'sewer_coverage', 'sewer_coverage', z.name, z.geom, z.edition_id,
       coalesce(z.boundary_error_m, e.boundary_error_m), NULL, e.document, e.name, z.plant_id, z.stamp, z.wall, z.centre
FROM sewer_coverage z JOIN layer_edition e ON e.id = z.edition_id
WHERE e.valid_from <= :as_of AND coalesce(e.valid_to > :as_of, true)
UNION ALL
SELECT z.id, 'industrial_parks', 'industrial_park', 'industrial_park', z.name, z.geom, z.edition_id,
       coalesce(z.boundary_error_m, e.boundary_error_m), NULL, e.document, e.name, z.plant_id, z.stamp, z.wall, z.centre
FROM industrial_park z JOIN layer_edition e ON e.id = z.edition_id
WHERE e.valid_from <= :as_of AND coalesce(e.valid_to > :as_of, true)
