-- What coordinates can be when they are not what they are said to be. Points are longitude, latitude in degrees.

-- WGS 84 / CGCS2000 to GCJ-02 by the published series; outside its box (72.004–137.8347 E, 0.8293–55.8271 N) unchanged.
CREATE OR REPLACE FUNCTION to_gcj02(point geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN lon BETWEEN 72.004 AND 137.8347 AND lat BETWEEN 0.8293 AND 55.8271
              THEN ST_SetSRID(ST_MakePoint(lon + degrees(east / (6378245 / sqrt(m) * cos(radians(lat)))),
                                           lat + degrees(north / (6378245 * (1 - 0.006693421622965943) / (m * sqrt(m))))), ST_SRID(point))
              ELSE point END
  FROM (SELECT ST_X(point) AS lon, ST_Y(point) AS lat, ST_X(point) - 105 AS x, ST_Y(point) - 35 AS y) p
  CROSS JOIN LATERAL (SELECT 1 - 0.006693421622965943 * sin(radians(lat)) ^ 2 AS m) e
  CROSS JOIN LATERAL (
    SELECT 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
           + (20 * sin(6 * x * pi()) + 20 * sin(2 * x * pi())
              + 20 * sin(x * pi()) + 40 * sin(x / 3 * pi()) + 150 * sin(x / 12 * pi()) + 300 * sin(x / 30 * pi())) * 2 / 3 AS east,
           -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
           + (20 * sin(6 * x * pi()) + 20 * sin(2 * x * pi())
              + 20 * sin(y * pi()) + 40 * sin(y / 3 * pi()) + 160 * sin(y / 12 * pi()) + 320 * sin(y * pi() / 30)) * 2 / 3 AS north
  ) s
$$;

-- GCJ-02 back to WGS 84 / CGCS2000: the shift hardly changes over its own length, so each round gains three digits; good to 1e-9 degrees.
CREATE OR REPLACE FUNCTION from_gcj02(point geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  guess geometry := point;
  there geometry;
BEGIN
  FOR round IN 1..6 LOOP
    there := to_gcj02(guess);
    guess := ST_Translate(guess, ST_X(point) - ST_X(there), ST_Y(point) - ST_Y(there));
  END LOOP;
  RETURN guess;
END $$;

-- BD-09 back to GCJ-02 (the published formula; its own inverse is good to a few centimetres).
CREATE OR REPLACE FUNCTION bd09_to_gcj02(point geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ST_SetSRID(ST_MakePoint(z * cos(t), z * sin(t)), ST_SRID(point))
  FROM (SELECT ST_X(point) - 0.0065 AS x, ST_Y(point) - 0.006 AS y) p
  CROSS JOIN LATERAL (SELECT sqrt(x * x + y * y) - 0.00002 * sin(y * pi() * 3000 / 180) AS z,
                             atan2(y, x) - 0.000003 * cos(x * pi() * 3000 / 180) AS t) polar
$$;

-- What a point typed as CGCS2000 can have been instead. A Gauss-Krüger zone taken for its neighbour keeps the easting and
-- so moves the longitude by what the central meridians are apart: 3 degrees, or 6.
CREATE OR REPLACE FUNCTION datum_readings(point geometry) RETURNS TABLE (reading text, place geometry)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 7 AS $$
  SELECT 'gcj02', from_gcj02(point)
  UNION ALL SELECT 'bd09', from_gcj02(bd09_to_gcj02(point))
  UNION ALL SELECT 'swapped_axes', ST_FlipCoordinates(point) WHERE abs(ST_X(point)) <= 90
  UNION ALL SELECT name, ST_Translate(point, degrees, 0)
  FROM (VALUES ('zone_3_west', -3), ('zone_3_east', 3), ('zone_6_west', -6), ('zone_6_east', 6)) AS z (name, degrees)
$$;

-- A name without what stands in brackets after it: 城北排渠（示意） is 城北排渠.
CREATE OR REPLACE FUNCTION plain_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(name, '[（(][^（()）]*[)）]', '', 'g'))
$$;
