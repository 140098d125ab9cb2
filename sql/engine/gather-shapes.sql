-- Lines and areas that are not in the database, as subjects with negative ids −1 − index.
WITH posted AS MATERIALIZED (
  SELECT f.*, ST_SetSRID(ST_GeomFromGeoJSON(f.geometry), 4490) AS geom
  FROM jsonb_to_recordset(:features::jsonb)
         AS f (index integer, geometry jsonb, category text, status text, set_up date, position_method text, error_m double precision)
),
kept AS (
  INSERT INTO posted_shape SELECT -1 - index, geom FROM posted
)
INSERT INTO subject (id, outfall_id, own, judged, existing, region_code, local_code, category, category_candidates, traits,
                     regime, status, set_up, error_m, problems)
SELECT -1 - f.index, -1 - f.index, true, false, f.status = 'existing', :region, 'feature ' || f.index, f.category, '{}',
       c.traits, c.regime, 'in_use', f.set_up,
       position_error(f.error_m, f.position_method, false, :position_errors::jsonb), '{}'
FROM posted f JOIN category c ON c.code = f.category
