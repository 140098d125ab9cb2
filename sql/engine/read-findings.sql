-- What an evaluation found on its own subjects, with the bearing (degrees) from the place measured to the nearest boundary point,
-- and that place where this does not lead to another outcome: within the error, or where there is none.
SELECT f.subject_id, f.rule, f.class, f.outcome, f.evidence ->> 'effect' AS effect, f.distance_m,
       (f.evidence ->> 'beyond_m')::double precision AS beyond_m, f.error_m, f.areas, f.evidence,
       CASE WHEN f.outcome IN ('clear', 'not_applicable') THEN '{}' ELSE s.traits END AS traits, -- only what is found asks for them
       bearing_to(place_of(f.evidence, s.geom, s.entry_geom, s.site_geom), f.evidence -> 'nearest') AS bearing_deg,
       CASE WHEN f.outcome = 'borderline' OR f.error_m < 0.02 THEN lonlat_of(place_of(f.evidence, s.geom, s.entry_geom, s.site_geom)) END AS place
FROM found_so_far f JOIN subject s ON s.id = f.subject_id
WHERE s.own AND s.variant_of IS NULL
