-- The outfalls to judge, as subjects; own = asked for, the others come in as siblings of the same discharger, in
-- whatever city. :chosen is chosen-city or chosen-ids.
INSERT INTO subject
SELECT o.id, o.id, NULL, t.own, o.status IN ('in_use', 'stopped'), true, o.region_code, o.local_code,
       CASE WHEN c.kinds IS NULL THEN o.category ELSE 'undetermined' END, coalesce(c.kinds, o.category_candidates), c.traits, c.regime, o.status, o.set_up, o.geom, o.entry_geom,
       position_error(o.position_error_m, o.position_method, o.whole_seconds, :position_errors::jsonb),
       o.discharger_id, d.geom, position_error(d.position_error_m, d.position_method, false, :position_errors::jsonb),
       o.approval, o.approval_no, o.retention_approved, o.retention_report_no, o.compliant,
       o.flow_m3d, o.inspected_on, o.problems, o.dry_flow_hours, o.dry_flow_cause,
       coalesce(o.reach_id, r.id), NULL, o.waterbody_id, o.river_name, o.typed_in_zone
FROM (
  :chosen
) t
JOIN outfall o ON o.id = t.id
JOIN judged_categories() c ON c.code = o.category
LEFT JOIN discharger d ON d.id = o.discharger_id
LEFT JOIN LATERAL (
  SELECT id FROM reach WHERE o.reach_id IS NULL AND waterbody_id = o.waterbody_id ORDER BY flat_distance(o.geom, geom), id LIMIT 1
) r ON true
