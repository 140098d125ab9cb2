-- Metres along the meridian of GRS80 from the equator to a latitude (radians).
CREATE OR REPLACE FUNCTION meridian_arc(lat double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 6367449.145771624 * lat - 16038.508740150433 * sin(2 * lat) + 16.832611356840285 * sin(4 * lat)
         - 0.021983194802649333 * sin(6 * lat) + 0.0000307847705541637 * sin(8 * lat)
$$;

-- Signed geodesic distance in metres from a point to the boundary of an area, negative inside, and the boundary point
-- nearest to it (EPSG:4490). wall and centre are the area's own metric_wall and metric_centre. Outside and beyond
-- reach_m (null = no limit): nulls. Inside there is no limit.
-- The point is put into the area's local metric (transverse Mercator, series after Snyder, exact to 0.1 mm within 1°),
-- the nearest place is found there in one pass and brought back, and the distance is one geodesic on the ellipsoid. So far
-- from the centre that the scale could make another place the nearest by 1 cm, and within 2 mm of the boundary, nearest_on
-- measures on the lon/lat edges themselves.
CREATE OR REPLACE FUNCTION area_distance(point geometry, area geometry, wall geometry, centre geometry, reach_m double precision,
                                         OUT metres double precision, OUT place geometry)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  inside boolean := ST_Intersects(area, point);
  e2  constant double precision := 0.006694380022903416;
  ep2 constant double precision := 0.006739496775481622;
  lat  double precision := radians(ST_Y(point));
  lat0 double precision := radians(ST_Y(centre));
  sine double precision := sin(lat);
  cosine double precision := cos(lat);
  t double precision := (sine / cosine) ^ 2;
  c double precision := ep2 * cosine * cosine;
  a double precision := radians(ST_X(point) - ST_X(centre)) * cosine;
  n double precision := 6378137 / sqrt(1 - e2 * sine * sine);
  y0 double precision;
  x double precision;
  y double precision;
  foot geometry;
  flat double precision;
BEGIN
  y0 := meridian_arc(lat0);
  x := n * (a + (1 - t + c) * a ^ 3 / 6 + (5 - 18 * t + t * t + 72 * c - 58 * ep2) * a ^ 5 / 120);
  y := meridian_arc(lat) - y0
       + n * sine / cosine * (a * a / 2 + (5 - t + 9 * c + 4 * c * c) * a ^ 4 / 24 + (61 - 58 * t + t * t) * a ^ 6 / 720);
  foot := ST_ClosestPoint(wall, ST_MakePoint(x, y));
  flat := sqrt((ST_X(foot) - x) ^ 2 + (ST_Y(foot) - y) ^ 2);
  IF NOT inside AND flat > reach_m * 1.001 + 1 AND abs(a) < 0.02 THEN RETURN; END IF;
  IF flat < 0.002 OR abs(x) * flat * flat > 2e11 OR abs(a) > 0.02 OR abs(lat) > 1.55 THEN
    SELECT nearest.metres, nearest.place INTO metres, place
    FROM nearest_on(point, ST_Boundary(area), CASE WHEN NOT inside THEN reach_m END) nearest;
  ELSE
    x := ST_X(foot);
    lat := (ST_Y(foot) + y0) / 6367449.145771624;
    lat := lat + 0.0025188265967662046 * sin(2 * lat) + 3.700949071966959e-06 * sin(4 * lat) + 7.447813877220026e-09 * sin(6 * lat);
    sine := sin(lat);
    cosine := cos(lat);
    t := (sine / cosine) ^ 2;
    c := ep2 * cosine * cosine;
    n := 6378137 / sqrt(1 - e2 * sine * sine);
    a := x / n;
    place := ST_SetSRID(ST_MakePoint(
      ST_X(centre) + degrees((a - (1 + 2 * t + c) * a ^ 3 / 6 + (5 - 2 * c + 28 * t - 3 * c * c + 8 * ep2 + 24 * t * t) * a ^ 5 / 120) / cosine),
      degrees(lat - (1 - e2 * sine * sine) / (1 - e2) * sine / cosine
        * (a * a / 2 - (5 + 3 * t + 10 * c - 4 * c * c - 9 * ep2) * a ^ 4 / 24 + (61 + 90 * t + 298 * c + 45 * t * t - 252 * ep2 - 3 * c * c) * a ^ 6 / 720))), 4490);
    metres := ST_Distance(point::geography, place::geography);
    IF NOT inside AND metres > reach_m THEN metres := NULL; place := NULL; END IF;
  END IF;
  IF inside THEN metres := -metres; END IF;
END $$;
