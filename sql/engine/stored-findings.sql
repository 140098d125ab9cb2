-- The findings kept with one verdict, in the shape of read-findings.
SELECT f.outfall_id AS subject_id, f.rule, f.class, f.outcome, f.effect, f.distance_m, f.beyond_m, f.error_m, f.areas,
       f.evidence, k.traits,
       bearing_to(place_of(f.evidence, o.geom, o.entry_geom, d.geom), f.evidence -> 'nearest') AS bearing_deg,
       CASE WHEN f.outcome = 'borderline' OR f.error_m < 0.02 THEN lonlat_of(place_of(f.evidence, o.geom, o.entry_geom, d.geom)) END AS place
FROM finding f
JOIN outfall o ON o.id = f.outfall_id
LEFT JOIN category k ON k.code = o.category
LEFT JOIN discharger d ON d.id = o.discharger_id
WHERE f.outfall_id = :outfall_id AND f.verdict_id = :verdict_id
