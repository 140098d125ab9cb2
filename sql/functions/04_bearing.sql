-- Geodesic bearing in degrees from north, clockwise, from a point to [lon, lat]; null where they are one point.
CREATE OR REPLACE FUNCTION bearing_to(point geometry, lonlat jsonb) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT degrees(ST_Azimuth(point::geography,
    ST_SetSRID(ST_MakePoint((lonlat ->> 0)::double precision, (lonlat ->> 1)::double precision), ST_SRID(point))::geography))
$$;

-- Which point a finding was measured from.
CREATE OR REPLACE FUNCTION place_of(evidence jsonb, mouth geometry, entry geometry, site geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE evidence ->> 'place' WHEN 'entry' THEN entry WHEN 'site' THEN site ELSE mouth END
$$;

-- [lon, lat] of a point, degrees.
CREATE OR REPLACE FUNCTION lonlat_of(point geometry) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT jsonb_build_array(ST_X(point), ST_Y(point))
$$;
