-- An outfall of undetermined category is judged once more under each candidate category.
INSERT INTO subject
SELECT -1000000000 - row_number() OVER (ORDER BY s.id, c.code), s.outfall_id, s.id, s.own, s.judged, s.existing,
       s.region_code, s.local_code, c.code, '{}', c.traits, c.regime, s.status, s.set_up, s.geom, s.entry_geom, s.error_m,
       s.discharger_id, s.site_geom, s.site_error_m, s.approval, s.approval_no, s.retention_approved,
       s.retention_report_no, s.compliant, s.flow_m3d, s.inspected_on, s.problems, s.dry_flow_hours, s.dry_flow_cause,
       s.reach_id, s.reach_off_m, s.waterbody_id, s.river_name, s.typed_in_zone
FROM subject s
JOIN category c ON c.code = ANY (s.category_candidates)
WHERE s.category = 'undetermined' AND s.judged
