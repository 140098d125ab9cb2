-- Geodesic measuring on CGCS2000 (EPSG:4490, ellipsoid GRS80). Edges are straight in lon/lat.

-- Metres of one degree at a latitude (degrees): along the parallel and along the meridian.
CREATE OR REPLACE FUNCTION metres_per_degree(lat double precision, OUT along_lon double precision, OUT along_lat double precision)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT radians(1) * cos(radians(lat)) * 6378137 / sqrt(1 - 0.006694380022903416 * sin(radians(lat)) ^ 2),
         radians(1) * 6378137 * (1 - 0.006694380022903416)
           / (1 - 0.006694380022903416 * sin(radians(lat)) ^ 2) ^ 1.5
$$;

-- A box that surely holds everything within metres of a point: for indexes and clipping, never for a result.
CREATE OR REPLACE FUNCTION box_around(point geometry, metres double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ST_Expand(point, 1.02 * metres / m.along_lon, 1.02 * metres / m.along_lat)
  FROM metres_per_degree(least(abs(ST_Y(point)), 89)) m
$$;

-- Nearest point of a line to a point, and its geodesic distance in metres; nulls beyond reach_m (null = no limit).
-- Geography closest-point functions are newer than PostGIS 3.3 and spherical, so: a flat first guess bounds a small
-- window; in it the line, densified to 200 m (great circle against straight edge: under 1 mm), is brought into a
-- transverse Mercator beside the point (scale error under 1e-6 within 5 km); then one geodesic on the ellipsoid.
CREATE OR REPLACE FUNCTION nearest_on(point geometry, line geometry, reach_m double precision,
                                      OUT metres double precision, OUT place geometry)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  per_degree record;
  near       geometry := line;
  guess_m    double precision;
  local_crs  text := format('+proj=tmerc +lat_0=0 +lon_0=%s +k=1 +ellps=GRS80 +units=m +no_defs',
                            round(ST_X(point)::numeric, 1));
BEGIN
  IF reach_m IS NOT NULL THEN
    near := ST_ClipByBox2D(line, box_around(point, reach_m + 1)::box2d);
  END IF;
  IF near IS NULL OR ST_IsEmpty(near) THEN RETURN; END IF;
  per_degree := metres_per_degree(least(abs(ST_Y(point)), 89));
  guess_m := ST_Distance(
    ST_SetSRID(ST_Affine(near, per_degree.along_lon, 0, 0, per_degree.along_lat,
                         -ST_X(point) * per_degree.along_lon, -ST_Y(point) * per_degree.along_lat), 0),
    ST_MakePoint(0, 0));
  near := ST_ClipByBox2D(near, box_around(point, guess_m * 1.02 + 1)::box2d);
  place := ST_Transform(
    ST_ClosestPoint(ST_Transform(ST_Segmentize(near, 200 / per_degree.along_lat), local_crs),
                    ST_Transform(point, local_crs)),
    local_crs, ST_SRID(point));
  metres := ST_Distance(point::geography, place::geography);
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
