-- Points that are not in the database, as subjects with negative ids −1 − index.
INSERT INTO subject
SELECT -1 - f.index, -1 - f.index, NULL, true, true, f.status = 'existing', :region, 'feature ' || f.index, f.category,
       '{}', c.traits, c.regime, 'in_use', f.set_up, p.geom, NULL,
       position_error(f.error_m, f.position_method, false, :position_errors::jsonb),
       d.id, d.geom, position_error(d.position_error_m, d.position_method, false, :position_errors::jsonb),
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{}', NULL, NULL
FROM jsonb_to_recordset(:features::jsonb)
       AS f (index integer, lon double precision, lat double precision, category text, status text, set_up date,
             position_method text, error_m double precision, discharger text)
CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(f.lon, f.lat), 4490) AS geom) p
JOIN category c ON c.code = f.category
LEFT JOIN discharger d ON d.code = f.discharger
