-- Points that are not in the database, as subjects with negative ids −1 − index. Their reach is the nearest one, if it
-- passes within :receiving_m; how far off the nearest of all lies is told up to 5 km. A point that stands for a stored
-- outfall has from it what a point cannot say of itself.
INSERT INTO subject
SELECT -1 - f.index, -1 - f.index, NULL, true, true, f.status = 'existing', coalesce(f.town, :region), coalesce(o.local_code, 'feature ' || f.index),
       CASE WHEN c.kinds IS NULL THEN f.category ELSE 'undetermined' END, coalesce(c.kinds, '{}'), c.traits, c.regime, coalesce(o.status, 'in_use'), f.set_up, p.geom, o.entry_geom,
       position_error(f.error_m, f.position_method, false, :position_errors::jsonb),
       d.id, d.geom, position_error(d.position_error_m, d.position_method, false, :position_errors::jsonb),
       o.approval, o.approval_no, o.retention_approved, o.retention_report_no, o.compliant,
       o.flow_m3d, o.inspected_on, coalesce(o.problems, '{}'), o.dry_flow_hours, o.dry_flow_cause,
       CASE WHEN r.off_m <= :receiving_m THEN r.id END, r.off_m, NULL, f.river, NULL
FROM jsonb_to_recordset(:features::jsonb)
       AS f (index integer, lon double precision, lat double precision, category text, status text, set_up date,
             position_method text, error_m double precision, discharger text, town text, river text, stands_for bigint)
CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(f.lon, f.lat), 4490) AS geom) p
JOIN judged_categories() c ON c.code = f.category
LEFT JOIN discharger d ON d.code = f.discharger
LEFT JOIN outfall o ON o.id = f.stands_for
LEFT JOIN LATERAL (
  SELECT t.id, n.metres AS off_m
  FROM (SELECT id, geom FROM reach WHERE geom && box_around(p.geom, 5000) ORDER BY flat_distance(p.geom, geom), id LIMIT 1) t
  CROSS JOIN LATERAL nearest_on(p.geom, t.geom, 5000) n
  WHERE n.metres IS NOT NULL
) r ON true
