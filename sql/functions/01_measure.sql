-- Geodesic measuring on CGCS2000 (EPSG:4490, ellipsoid GRS80). Edges are straight in lon/lat.

-- Metres of one degree of longitude, and of latitude, at a latitude (degrees). Plain expressions, so that they are inlined.
CREATE OR REPLACE FUNCTION metres_per_lon(lat double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT radians(1) * cos(radians(lat)) * 6378137 / sqrt(1 - 0.006694380022903416 * sin(radians(lat)) ^ 2)
$$;

CREATE OR REPLACE FUNCTION metres_per_lat(lat double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT radians(1) * 6378137 * (1 - 0.006694380022903416) / (1 - 0.006694380022903416 * sin(radians(lat)) ^ 2) ^ 1.5
$$;

-- A box that surely holds everything within metres of a point: for indexes and clipping, never for a result.
CREATE OR REPLACE FUNCTION box_around(point geometry, metres double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_Expand(point, 1.02 * metres / metres_per_lon(least(abs(ST_Y(point)), 89)), 1.02 * metres / 110574)
$$;

-- A cell of `size` degrees, numbered from 0° by column x and row y, and `metres` around it.
CREATE OR REPLACE FUNCTION cell_box(x double precision, y double precision, size double precision, metres double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_Expand(ST_MakeEnvelope(x * size, y * size, (x + 1) * size, (y + 1) * size, 4490),
                   1.02 * metres / metres_per_lon(least(greatest(abs(y), abs(y + 1)) * size, 89)), 1.02 * metres / 110574)
$$;

-- Metres in the flat metric of the point's latitude: for choosing the nearest of several, never for a result.
CREATE OR REPLACE FUNCTION flat_distance(point geometry, other geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_Distance(ST_Scale(point, metres_per_lon(ST_Y(point)), metres_per_lat(ST_Y(point))),
                     ST_Scale(other, metres_per_lon(ST_Y(point)), metres_per_lat(ST_Y(point))))
$$;

-- Nearest point of a line to a point, and its geodesic distance in metres; nulls beyond reach_m (null = no limit).
-- Geography closest-point functions are newer than PostGIS 3.3 and spherical, so: in the flat metric of the point's
-- latitude, in which straight lon/lat edges stay straight, only segments that can be the nearest are kept; on each the
-- foot is found in the metric of the latitude midway (error of second order, under 1 cm within 5 km); then one geodesic
-- on the ellipsoid each. A transform to a projection of its own for each point costs forty times as much.
CREATE OR REPLACE FUNCTION nearest_on(point geometry, line geometry, reach_m double precision,
                                      OUT metres double precision, OUT place geometry)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET plan_cache_mode = force_generic_plan -- planning anew costs four times the work itself
AS $$
DECLARE
  lat        double precision := ST_Y(point);
  per_lon    double precision := metres_per_lon(least(abs(ST_Y(point)), 89));
  per_lat    double precision := metres_per_lat(ST_Y(point));
  here       geometry := ST_Scale(point, per_lon, per_lat);
  near       geometry := line;
  guess_m    double precision;
  slack      double precision;
BEGIN
  IF reach_m IS NOT NULL THEN
    near := ST_ClipByBox2D(line, box_around(point, reach_m + 1)::box2d);
  END IF;
  IF near IS NULL OR ST_IsEmpty(near) THEN RETURN; END IF;
  guess_m := ST_Distance(ST_Scale(near, per_lon, per_lat), here);
  -- the flat metric drifts with latitude: twice tan(lat) · distance / radius, and a little for the ellipsoid
  slack := 1.002 + 4 * tan(radians(least(abs(lat), 89))) * guess_m / 6371000;
  near := ST_ClipByBox2D(near, box_around(point, guess_m * slack + 1)::box2d);
  SELECT g.metres, f.foot INTO metres, place
  FROM (SELECT d.geom, ST_Scale(d.geom, per_lon, per_lat) AS flat FROM ST_DumpSegments(near) d) s
  -- OFFSET: otherwise the whole expression would stand for mid.lat, too dear to be written out in metres_per_…, which would be parsed at each call
  CROSS JOIN LATERAL (SELECT (lat + ST_Y(ST_ClosestPoint(s.flat, here)) / per_lat) / 2 AS lat OFFSET 0) mid
  CROSS JOIN LATERAL (SELECT metres_per_lon(mid.lat) AS x, metres_per_lat(mid.lat) AS y) m
  CROSS JOIN LATERAL (SELECT ST_Scale(ST_ClosestPoint(ST_Scale(s.geom, m.x, m.y), ST_Scale(point, m.x, m.y)), 1 / m.x, 1 / m.y) AS foot) f
  CROSS JOIN LATERAL (SELECT ST_Distance(point::geography, f.foot::geography) AS metres) g
  WHERE ST_Distance(s.flat, here) <= guess_m * slack + 0.001
  ORDER BY g.metres LIMIT 1;
  IF metres > reach_m THEN metres := NULL; place := NULL; END IF;
END $$;

-- Signed geodesic distance in metres from a point to the boundary of an area, negative inside.
-- Outside and beyond reach_m: nulls. Inside there is no limit.
CREATE OR REPLACE FUNCTION signed_distance(point geometry, area geometry, reach_m double precision,
                                           OUT metres double precision, OUT place geometry)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  inside boolean := ST_Intersects(area, point);
BEGIN
  SELECT n.metres, n.place INTO metres, place
  FROM nearest_on(point, ST_Boundary(area), CASE WHEN NOT inside THEN reach_m END) n;
  IF inside THEN metres := -metres; END IF;
END $$;

-- Whether the disc of radius_m around a point lies wholly inside an area.
CREATE OR REPLACE FUNCTION disc_within(point geometry, radius_m double precision, area geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(ST_Intersects(area, point)
         AND NOT EXISTS (SELECT FROM nearest_on(point, ST_Boundary(area), radius_m) n WHERE n.metres < radius_m), false)
$$;
