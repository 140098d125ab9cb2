-- Lines and areas against an area. Edges are straight in lon/lat on both sides.

-- A line or area with no edge longer than 200 m, added positions on the straight lon/lat edges; before any geography
-- length or area. 200 m of a meridian at the poles, where a degree is the longest, is 0.00179 degrees.
CREATE OR REPLACE FUNCTION densified(shape geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT ST_Segmentize(shape, 0.00179)
$$;

-- Geodesic length in metres of lines, area in square metres of areas; 0 of nothing.
CREATE OR REPLACE FUNCTION size_of(shape geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN shape IS NULL OR ST_IsEmpty(shape) THEN 0
              WHEN ST_Dimension(shape) = 1 THEN ST_Length(densified(shape)::geography)
              ELSE ST_Area(densified(shape)::geography) END
$$;

-- The point of a line or area that lies farthest from a wall (the boundary of what it is inside of). Squares over the
-- part are quartered; one whose best possible point (distance of its centre and half its diagonal: distance cannot grow
-- faster than one goes) is no better than the best found is dropped. Ends within 0.1 % or 1 cm; of squares that all may
-- hold it the 64 most promising are followed. In the flat metric of the middle latitude: for choosing the point only,
-- it is then measured by itself.
CREATE OR REPLACE FUNCTION deepest_point(part geometry, wall geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET plan_cache_mode = force_generic_plan -- planning anew costs more than the work itself
AS $$
DECLARE
  lat     double precision := (ST_YMin(part) + ST_YMax(part)) / 2;
  per_lon double precision := metres_per_lon(least(abs(lat), 89));
  per_lat double precision := metres_per_lat(lat);
  flat    geometry := ST_Scale(part, per_lon, per_lat);
  flat_wall geometry := ST_Scale(wall, per_lon, per_lat);
  half    double precision := greatest(ST_XMax(flat) - ST_XMin(flat), ST_YMax(flat) - ST_YMin(flat)) / 2 + 0.001;
  xs      double precision[] := ARRAY[(ST_XMin(flat) + ST_XMax(flat)) / 2];
  ys      double precision[] := ARRAY[(ST_YMin(flat) + ST_YMax(flat)) / 2];
  best    geometry;
  best_m  double precision := -1;
  found   record;
BEGIN
  WHILE cardinality(xs) > 0 AND half > 0.005 LOOP
    WITH square AS MATERIALIZED (
      SELECT c.x, c.y, ST_SetSRID(ST_MakePoint(c.x, c.y), ST_SRID(flat)) AS centre
      FROM unnest(xs, ys) AS c (x, y)
      WHERE ST_Intersects(ST_MakeEnvelope(c.x - half, c.y - half, c.x + half, c.y + half, ST_SRID(flat)), flat)
    ),
    tried AS MATERIALIZED (
      SELECT s.x, s.y, p.place, ST_Distance(p.place, flat_wall) AS depth,
             ST_Distance(s.centre, flat_wall) + half * sqrt(2) AS most
      FROM square s CROSS JOIN LATERAL (SELECT ST_ClosestPoint(flat, s.centre) AS place) p
    ),
    top AS (SELECT greatest(max(depth), best_m) AS depth FROM tried),
    kept AS (
      SELECT t.x, t.y FROM tried t, top WHERE t.most > top.depth + greatest(0.01, top.depth * 0.001) ORDER BY t.most DESC, t.x, t.y LIMIT 64
    )
    SELECT (SELECT place FROM tried ORDER BY depth DESC, x, y LIMIT 1) AS place, (SELECT max(depth) FROM tried) AS depth,
           array_agg(k.x + i * half / 2) AS xs, array_agg(k.y + j * half / 2) AS ys
    INTO found
    FROM kept k, unnest(ARRAY[-1, 1]) AS i, unnest(ARRAY[-1, 1]) AS j;
    IF found.depth > best_m THEN
      best := found.place;
      best_m := found.depth;
    END IF;
    xs := found.xs;
    ys := found.ys;
    half := half / 2;
  END LOOP;
  RETURN ST_Scale(best, 1 / per_lon, 1 / per_lat);
END $$;

-- The nearest two points of two shapes that are apart, and their geodesic distance in metres; nulls beyond reach_m.
-- The pair is found in the metric of the latitude midway between them (off by second order, as in nearest_on).
CREATE OR REPLACE FUNCTION nearest_pair(shape geometry, other geometry, reach_m double precision,
                                        OUT metres double precision, OUT start geometry, OUT place geometry)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  near_shape geometry := ST_ClipByBox2D(shape, shape_box(other, reach_m + 1)::box2d);
  near_other geometry := ST_ClipByBox2D(other, shape_box(shape, reach_m + 1)::box2d);
  lat        double precision;
  pair       geometry;
BEGIN
  IF near_shape IS NULL OR near_other IS NULL OR ST_IsEmpty(near_shape) OR ST_IsEmpty(near_other) THEN RETURN; END IF;
  lat := (ST_YMin(near_shape) + ST_YMax(near_shape)) / 2;
  FOR pass IN 1..3 LOOP
    pair := ST_Scale(ST_ShortestLine(ST_Scale(near_shape, metres_per_lon(lat), metres_per_lat(lat)),
                                     ST_Scale(near_other, metres_per_lon(lat), metres_per_lat(lat))),
                     1 / metres_per_lon(lat), 1 / metres_per_lat(lat));
    lat := (ST_Y(ST_StartPoint(pair)) + ST_Y(ST_EndPoint(pair))) / 2;
  END LOOP;
  start := ST_StartPoint(pair);
  place := ST_EndPoint(pair);
  metres := ST_Distance(start::geography, place::geography);
  IF metres > reach_m THEN metres := NULL; start := NULL; place := NULL; END IF;
END $$;

-- A box that surely holds everything within metres of a shape: for indexes and clipping, never for a result.
CREATE OR REPLACE FUNCTION shape_box(shape geometry, metres double precision) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_Expand(ST_Envelope(shape),
                   1.02 * metres / metres_per_lon(least(greatest(abs(ST_YMin(shape)), abs(ST_YMax(shape))) + metres / 110574, 89)),
                   1.02 * metres / 110574)
$$;

-- Signed geodesic distance in metres of a line or area to an area: apart, that of the nearest two points; where a part
-- lies inside, how deep it reaches, negative: the greatest distance from the boundary of any of its points. start = that
-- point of the shape, place = the boundary point nearest to it, part = what lies inside, of the shape's own dimension.
-- Apart and beyond reach_m: nulls.
CREATE OR REPLACE FUNCTION shape_distance(shape geometry, area geometry, reach_m double precision,
                                          OUT metres double precision, OUT start geometry, OUT place geometry, OUT part geometry)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  common geometry;
BEGIN
  IF NOT ST_Intersects(shape, area) THEN
    SELECT n.metres, n.start, n.place INTO metres, start, place FROM nearest_pair(shape, area, reach_m) n;
    RETURN;
  END IF;
  common := ST_Intersection(shape, area);
  part := ST_CollectionExtract(common, ST_Dimension(shape) + 1);
  start := CASE WHEN ST_IsEmpty(part) THEN ST_PointOnSurface(common) ELSE deepest_point(part, ST_Boundary(area)) END;
  SELECT -n.metres, n.place INTO metres, place FROM nearest_on(start, ST_Boundary(area), NULL) n;
  IF ST_IsEmpty(part) THEN metres := 0; END IF;
END $$;

-- Whether a shape lies inside an area with margin_m all round.
CREATE OR REPLACE FUNCTION shape_within(shape geometry, margin_m double precision, area geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(ST_CoveredBy(shape, area)
         AND NOT EXISTS (SELECT FROM nearest_pair(shape, ST_Boundary(area), margin_m) n WHERE n.metres < margin_m), false)
$$;
