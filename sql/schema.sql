--
-- PostgreSQL database dump
--

\restrict paikou


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: postgis; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;


--
-- Name: EXTENSION postgis; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';


--
-- Name: bd09_to_gcj02(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.bd09_to_gcj02(point public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT ST_SetSRID(ST_MakePoint(z * cos(t), z * sin(t)), ST_SRID(point))
  FROM (SELECT ST_X(point) - 0.0065 AS x, ST_Y(point) - 0.006 AS y) p
  CROSS JOIN LATERAL (SELECT sqrt(x * x + y * y) - 0.00002 * sin(y * pi() * 3000 / 180) AS z,
                             atan2(y, x) - 0.000003 * cos(x * pi() * 3000 / 180) AS t) polar
$$;


--
-- Name: bearing_to(public.geometry, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.bearing_to(point public.geometry, lonlat jsonb) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT degrees(ST_Azimuth(point::geography,
    ST_SetSRID(ST_MakePoint((lonlat ->> 0)::double precision, (lonlat ->> 1)::double precision), ST_SRID(point))::geography))
$$;


--
-- Name: box_around(public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.box_around(point public.geometry, metres double precision) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT ST_Expand(point, 1.02 * metres / metres_per_lon(least(abs(ST_Y(point)), 89)), 1.02 * metres / 110574)
$$;


--
-- Name: datum_readings(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.datum_readings(point public.geometry) RETURNS TABLE(reading text, place public.geometry)
    LANGUAGE sql IMMUTABLE ROWS 7 PARALLEL SAFE
    AS $$
  SELECT 'gcj02', from_gcj02(point)
  UNION ALL SELECT 'bd09', from_gcj02(bd09_to_gcj02(point))
  UNION ALL SELECT 'swapped_axes', ST_FlipCoordinates(point) WHERE abs(ST_X(point)) <= 90
  UNION ALL SELECT name, ST_Translate(point, degrees, 0)
  FROM (VALUES ('zone_3_west', -3), ('zone_3_east', 3), ('zone_6_west', -6), ('zone_6_east', 6)) AS z (name, degrees)
$$;


--
-- Name: deepest_point(public.geometry, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.deepest_point(part public.geometry, wall public.geometry) RETURNS public.geometry
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET plan_cache_mode TO 'force_generic_plan'
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


--
-- Name: densified(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.densified(shape public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT ST_Segmentize(shape, 0.00179)
$$;


--
-- Name: disc_within(public.geometry, double precision, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.disc_within(point public.geometry, radius_m double precision, area public.geometry) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(ST_Intersects(area, point)
         AND NOT EXISTS (SELECT FROM nearest_on(point, ST_Boundary(area), radius_m) n WHERE n.metres < radius_m), false)
$$;


--
-- Name: effect_in(jsonb, text, boolean, date, date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.effect_in(effects jsonb, level text, existing boolean, set_up date, designated_on date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN e -> 'before' = e -> 'after' OR NOT existing OR set_up >= designated_on THEN e ->> 'after'
    WHEN set_up < designated_on THEN e ->> 'before'
    ELSE 'review'
  END
  FROM (SELECT effects -> level AS e) t
$$;


--
-- Name: effect_rank(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.effect_rank(effect text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(array_position(ARRAY['flag', 'review', 'ban'], effect), 0)
$$;


--
-- Name: flat_distance(public.geometry, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.flat_distance(point public.geometry, other public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT ST_Distance(ST_Scale(point, metres_per_lon(ST_Y(point)), metres_per_lat(ST_Y(point))),
                     ST_Scale(other, metres_per_lon(ST_Y(point)), metres_per_lat(ST_Y(point))))
$$;


--
-- Name: from_gcj02(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.from_gcj02(point public.geometry) RETURNS public.geometry
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
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


--
-- Name: metres_along(public.geometry, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.metres_along(line public.geometry, point public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT metres_to(line, ST_Scale(ST_ClosestPoint(ST_Scale(line, m.x, m.y), ST_Scale(point, m.x, m.y)), 1 / m.x, 1 / m.y))
  FROM (SELECT metres_per_lon(ST_Y(point)) AS x, metres_per_lat(ST_Y(point)) AS y) m
$$;


--
-- Name: metres_per_lat(double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.metres_per_lat(lat double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT radians(1) * 6378137 * (1 - 0.006694380022903416) / (1 - 0.006694380022903416 * sin(radians(lat)) ^ 2) ^ 1.5
$$;


--
-- Name: metres_per_lon(double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.metres_per_lon(lat double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT radians(1) * cos(radians(lat)) * 6378137 / sqrt(1 - 0.006694380022903416 * sin(radians(lat)) ^ 2)
$$;


--
-- Name: metres_to(public.geometry, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.metres_to(line public.geometry, place public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT size_of(ST_LineSubstring(line, 0, ST_LineLocatePoint(line, place)))
$$;


--
-- Name: nearest_on(public.geometry, public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.nearest_on(point public.geometry, line public.geometry, reach_m double precision, OUT metres double precision, OUT place public.geometry) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET plan_cache_mode TO 'force_generic_plan'
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
  CROSS JOIN LATERAL (SELECT (lat + ST_Y(ST_ClosestPoint(s.flat, here)) / per_lat) / 2 AS lat) mid
  CROSS JOIN LATERAL (SELECT metres_per_lon(mid.lat) AS x, metres_per_lat(mid.lat) AS y) m
  CROSS JOIN LATERAL (SELECT ST_Scale(ST_ClosestPoint(ST_Scale(s.geom, m.x, m.y), ST_Scale(point, m.x, m.y)), 1 / m.x, 1 / m.y) AS foot) f
  CROSS JOIN LATERAL (SELECT ST_Distance(point::geography, f.foot::geography) AS metres) g
  WHERE ST_Distance(s.flat, here) <= guess_m * slack + 0.001
  ORDER BY g.metres LIMIT 1;
  IF metres > reach_m THEN metres := NULL; place := NULL; END IF;
END $$;


--
-- Name: nearest_pair(public.geometry, public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.nearest_pair(shape public.geometry, other public.geometry, reach_m double precision, OUT metres double precision, OUT start public.geometry, OUT place public.geometry) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
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


--
-- Name: note_layer_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.note_layer_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO layer_change (layer, xid) VALUES (TG_TABLE_NAME, pg_current_xact_id()) ON CONFLICT DO NOTHING;
  PERFORM pg_notify('paikou_layer', TG_TABLE_NAME);
  RETURN NULL;
END $$;


--
-- Name: outcome_of(double precision, double precision, boolean); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.outcome_of(d double precision, e double precision, boundary_inside boolean) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN d IS NULL THEN 'clear'
    WHEN d <= -e AND (d < 0 OR boundary_inside) THEN 'conflict'
    WHEN d >= e THEN 'clear'
    ELSE 'borderline'
  END
$$;


--
-- Name: outcome_rank(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.outcome_rank(outcome text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT array_position(ARRAY['not_applicable', 'clear', 'borderline', 'unknown', 'conflict'], outcome)
$$;


--
-- Name: place_of(jsonb, public.geometry, public.geometry, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.place_of(evidence jsonb, mouth public.geometry, entry public.geometry, site public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE evidence ->> 'place' WHEN 'entry' THEN entry WHEN 'site' THEN site ELSE mouth END
$$;


--
-- Name: plain_name(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.plain_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT btrim(regexp_replace(name, '[（(][^（()）]*[)）]', '', 'g'))
$$;


--
-- Name: position_error(double precision, text, boolean, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.position_error(own double precision, method text, whole_seconds boolean, defaults jsonb) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT sqrt(coalesce(own, (defaults ->> method)::double precision) ^ 2 + CASE WHEN whole_seconds THEN 15 ^ 2 ELSE 0 END)
$$;


--
-- Name: refuse_rewriting(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;


--
-- Name: shape_box(public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.shape_box(shape public.geometry, metres double precision) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT ST_Expand(ST_Envelope(shape),
                   1.02 * metres / metres_per_lon(least(greatest(abs(ST_YMin(shape)), abs(ST_YMax(shape))) + metres / 110574, 89)),
                   1.02 * metres / 110574)
$$;


--
-- Name: shape_distance(public.geometry, public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.shape_distance(shape public.geometry, area public.geometry, reach_m double precision, OUT metres double precision, OUT start public.geometry, OUT place public.geometry, OUT part public.geometry) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
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


--
-- Name: shape_within(public.geometry, double precision, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.shape_within(shape public.geometry, margin_m double precision, area public.geometry) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(ST_CoveredBy(shape, area)
         AND NOT EXISTS (SELECT FROM nearest_pair(shape, ST_Boundary(area), margin_m) n WHERE n.metres < margin_m), false)
$$;


--
-- Name: signed_distance(public.geometry, public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.signed_distance(point public.geometry, area public.geometry, reach_m double precision, OUT metres double precision, OUT place public.geometry) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
  inside boolean := ST_Intersects(area, point);
BEGIN
  SELECT n.metres, n.place INTO metres, place
  FROM nearest_on(point, ST_Boundary(area), CASE WHEN NOT inside THEN reach_m END) n;
  IF inside THEN metres := -metres; END IF;
END $$;


--
-- Name: size_of(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.size_of(shape public.geometry) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE WHEN shape IS NULL OR ST_IsEmpty(shape) THEN 0
              WHEN ST_Dimension(shape) = 1 THEN ST_Length(densified(shape)::geography)
              ELSE ST_Area(densified(shape)::geography) END
$$;


--
-- Name: stretches_in(public.geometry, public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.stretches_in(line public.geometry, area public.geometry, bank_m double precision) RETURNS TABLE(from_m double precision, to_m double precision)
    LANGUAGE sql IMMUTABLE ROWS 2 PARALLEL SAFE
    AS $$
  WITH inside AS MATERIALIZED (
    SELECT ST_CollectionExtract(CASE WHEN ST_CoveredBy(line, area) THEN line ELSE ST_Intersection(line, area) END, 2) AS geom
  ),
  beside AS MATERIALIZED (
    SELECT CASE WHEN ST_IsEmpty(i.geom) AND EXISTS (SELECT FROM nearest_pair(line, area, bank_m) n WHERE n.metres IS NOT NULL)
                THEN ST_Scale(ST_CollectionExtract(ST_Intersection(ST_Scale(line, m.x, m.y), ST_Buffer(ST_Scale(area, m.x, m.y), bank_m, 32)), 2), 1 / m.x, 1 / m.y)
                ELSE i.geom END AS geom
    FROM inside i
    CROSS JOIN (SELECT metres_per_lon(lat) AS x, metres_per_lat(lat) AS y
                FROM (SELECT (ST_YMin(line) + ST_YMax(line)) / 2 AS lat) l) m
  )
  SELECT least(e.a, e.b), greatest(e.a, e.b)
  FROM beside b
  CROSS JOIN LATERAL ST_Dump(b.geom) d
  CROSS JOIN LATERAL (SELECT metres_to(line, ST_StartPoint(d.geom)) AS a, metres_to(line, ST_EndPoint(d.geom)) AS b) e
$$;


--
-- Name: tile_geometry(public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.tile_geometry(geom public.geometry, tolerance_m double precision) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_catalog'
    AS $$
  SELECT CASE
    WHEN ST_Dimension(t.g) = 0 OR tolerance_m = 0 THEN t.g
    WHEN greatest(ST_XMax(t.g) - ST_XMin(t.g), ST_YMax(t.g) - ST_YMin(t.g)) < tolerance_m THEN ST_PointOnSurface(t.g)
    WHEN s.simple IS NULL OR ST_IsEmpty(s.simple) THEN t.g
    ELSE s.simple
  END
  FROM (SELECT ST_Transform(geom, 3857) AS g) t,
       LATERAL (SELECT CASE WHEN ST_Dimension(t.g) > 0 AND tolerance_m > 0
                            THEN ST_SimplifyPreserveTopology(t.g, tolerance_m) END AS simple) s
$$;


--
-- Name: to_gcj02(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.to_gcj02(point public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
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


--
-- Name: ways_down(bigint[], double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.ways_down(starts bigint[], within_m double precision) RETURNS TABLE(start_id bigint, reach_id bigint, metres double precision, path bigint[])
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  WITH RECURSIVE way AS (
    SELECT r.id AS start_id, r.id AS reach_id, r.to_node_id AS node_id, 0::double precision AS begin_m,
           0::double precision AS end_m, ARRAY[r.id] AS path
    FROM reach r WHERE r.id = ANY (starts)
    UNION ALL
    SELECT n.start_id, n.reach_id, n.node_id, n.begin_m, n.end_m, n.path
    FROM (
      SELECT w.start_id, r.id AS reach_id, r.to_node_id AS node_id, w.end_m AS begin_m, w.end_m + r.length_m AS end_m,
             w.path || r.id AS path, row_number() OVER (PARTITION BY w.start_id, r.id ORDER BY w.end_m, w.path) AS place
      FROM way w JOIN reach r ON r.from_node_id = w.node_id
      WHERE w.end_m <= within_m AND r.id <> ALL (w.path)
    ) n
    WHERE n.place = 1
  )
  SELECT DISTINCT ON (w.start_id, w.reach_id) w.start_id, w.reach_id, w.begin_m, w.path
  FROM way w
  ORDER BY w.start_id, w.reach_id, w.begin_m, w.path
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: category; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.category (
    code text NOT NULL,
    parent_code text,
    level smallint NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    regime text,
    traits text[] DEFAULT '{}'::text[] NOT NULL,
    sort integer NOT NULL,
    CONSTRAINT category_regime_check CHECK ((regime = ANY (ARRAY['approval'::text, 'registration'::text])))
);


--
-- Name: TABLE category; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.category IS 'outfall categories after HJ 1312-2023, loaded from data/codes/categories.yaml';


--
-- Name: channel; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.channel (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    kind text NOT NULL,
    discharger_id bigint,
    outfall_id bigint,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(LineString,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT channel_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT channel_kind_check CHECK ((kind = ANY (ARRAY['pipe'::text, 'ditch'::text, 'culvert'::text])))
);


--
-- Name: TABLE channel; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.channel IS '排污通道: directed from discharger to outfall';


--
-- Name: channel_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.channel ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: clue; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clue (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    kind text NOT NULL,
    description text,
    outfall_id bigint,
    handed_over_on date,
    result text,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Geometry,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT clue_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT clue_kind_check CHECK ((kind = ANY (ARRAY['hidden_pipe'::text, 'seepage_pit'::text, 'concealed_use'::text, 'unapproved'::text])))
);


--
-- Name: TABLE clue; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.clue IS '违法线索: never a verdict, never public';


--
-- Name: clue_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.clue ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.clue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: complaint; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.complaint (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    description text NOT NULL,
    received_on date NOT NULL,
    outfall_id bigint,
    result text,
    sample boolean DEFAULT false NOT NULL,
    geom public.geometry(Point,4490),
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT complaint_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: TABLE complaint; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.complaint IS '投诉举报: the complainant''s personal data does not stand here';


--
-- Name: complaint_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.complaint ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.complaint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: discharge_limit; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.discharge_limit (
    standard text NOT NULL,
    grade text NOT NULL,
    pollutant text NOT NULL,
    set_up_from date DEFAULT '-infinity'::date NOT NULL,
    set_up_to date DEFAULT 'infinity'::date NOT NULL,
    document text NOT NULL,
    value double precision NOT NULL,
    cold_value double precision,
    at_least double precision,
    unit text NOT NULL,
    averaging text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    confidence text NOT NULL,
    note text,
    CONSTRAINT discharge_limit_averaging_check CHECK ((averaging = ANY (ARRAY['daily_mean'::text, 'any'::text]))),
    CONSTRAINT discharge_limit_check CHECK ((cold_value >= value)),
    CONSTRAINT discharge_limit_check1 CHECK ((at_least <= value)),
    CONSTRAINT discharge_limit_check2 CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT discharge_limit_check3 CHECK ((set_up_to > set_up_from)),
    CONSTRAINT discharge_limit_confidence_check CHECK ((confidence = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text]))),
    CONSTRAINT discharge_limit_value_check CHECK ((value > (0)::double precision))
);


--
-- Name: TABLE discharge_limit; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.discharge_limit IS '排放限值, loaded from data/codes/limits.yaml; receiving-water classes are no discharge limits and stand nowhere here';


--
-- Name: COLUMN discharge_limit.grade; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.discharge_limit.grade IS 'all = the standard has no grades';


--
-- Name: COLUMN discharge_limit.set_up_from; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.discharge_limit.set_up_from IS 'for outfalls set up from this date until before set_up_to';


--
-- Name: COLUMN discharge_limit.cold_value; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.discharge_limit.cold_value IS 'holds instead of value where the water is at most 12 °C';


--
-- Name: COLUMN discharge_limit.at_least; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.discharge_limit.at_least IS 'lower bound of a range (pH)';


--
-- Name: COLUMN discharge_limit.averaging; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.discharge_limit.averaging IS 'daily_mean: a grab sample over it is only 疑似超标; any: every sample counts';


--
-- Name: COLUMN discharge_limit.confidence; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.discharge_limit.confidence IS 'anything but high is 待核实 and decides nothing';


--
-- Name: discharger; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.discharger (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    credit_code text,
    industry text,
    discharge_permit text,
    drainage_permit text,
    registered_in_park boolean,
    livelihood text,
    position_method text DEFAULT 'unknown'::text NOT NULL,
    position_error_m double precision,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Point,4490),
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT discharger_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT discharger_livelihood_check CHECK ((livelihood = ANY (ARRAY['public_institution'::text, 'housing'::text]))),
    CONSTRAINT discharger_position_error_m_check CHECK ((position_error_m >= (0)::double precision)),
    CONSTRAINT discharger_position_method_check CHECK ((position_method = ANY (ARRAY['rtk'::text, 'gnss'::text, 'imagery'::text, 'map_10k'::text, 'map_50k'::text, 'geocoded'::text, 'unknown'::text])))
);


--
-- Name: COLUMN discharger.geom; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.discharger.geom IS 'production site 生产经营场所, never the registered address; null = not known';


--
-- Name: discharger_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.discharger ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.discharger_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: disposal_record; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.disposal_record (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    unit_kind text NOT NULL,
    destination text NOT NULL,
    department text,
    outfall_id bigint,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Point,4490),
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT disposal_record_destination_check CHECK ((destination = ANY (ARRAY['sewer'::text, 'hauled'::text, 'reused'::text, 'fields'::text, 'outfall'::text, 'none'::text, 'unknown'::text]))),
    CONSTRAINT disposal_record_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: TABLE disposal_record; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.disposal_record IS '污水（粪液）排放去向台账: also for units without an outfall';


--
-- Name: disposal_record_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.disposal_record ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.disposal_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: drinking_water_zone; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.drinking_water_zone (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    source_name text NOT NULL,
    level text NOT NULL,
    part text,
    designated_on date,
    document text,
    boundary_error_m double precision,
    edition_id bigint NOT NULL,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiPolygon,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT drinking_water_zone_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT drinking_water_zone_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT drinking_water_zone_level_check CHECK ((level = ANY (ARRAY['class_1'::text, 'class_2'::text, 'quasi'::text]))),
    CONSTRAINT drinking_water_zone_part_check CHECK ((part = ANY (ARRAY['water'::text, 'land'::text, 'both'::text])))
);


--
-- Name: COLUMN drinking_water_zone.designated_on; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.drinking_water_zone.designated_on IS 'first designation of this ground, which may precede the edition';


--
-- Name: drinking_water_zone_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.drinking_water_zone ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.drinking_water_zone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: finding; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.finding (
    outfall_id bigint NOT NULL,
    verdict_id bigint NOT NULL,
    rule text NOT NULL,
    class text NOT NULL,
    outcome text NOT NULL,
    effect text,
    distance_m double precision,
    beyond_m double precision,
    error_m double precision,
    areas jsonb DEFAULT '[]'::jsonb NOT NULL,
    evidence jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT finding_class_check CHECK ((class = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text, 'flag'::text]))),
    CONSTRAINT finding_effect_check CHECK ((effect = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text, 'review'::text, 'flag'::text]))),
    CONSTRAINT finding_outcome_check CHECK ((outcome = ANY (ARRAY['conflict'::text, 'borderline'::text, 'unknown'::text])))
);


--
-- Name: TABLE finding; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.finding IS 'clear and not_applicable are recomputed when asked for, not stored';


--
-- Name: flood_defence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.flood_defence (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    boundary_error_m double precision,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Geometry,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT flood_defence_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT flood_defence_geom_check CHECK ((public.geometrytype(geom) = ANY (ARRAY['MULTILINESTRING'::text, 'MULTIPOLYGON'::text]))),
    CONSTRAINT flood_defence_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT flood_defence_kind_check CHECK ((kind = ANY (ARRAY['levee'::text, 'management_range'::text])))
);


--
-- Name: flood_defence_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.flood_defence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.flood_defence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: function_zone; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.function_zone (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    kind text,
    target_class text,
    latest_class text,
    assessed_on date,
    attained boolean,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiLineString,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT function_zone_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT function_zone_latest_class_check CHECK ((latest_class = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text, 'V'::text, 'worse'::text]))),
    CONSTRAINT function_zone_target_class_check CHECK ((target_class = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text, 'V'::text])))
);


--
-- Name: COLUMN function_zone.attained; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.function_zone.attained IS 'null = not assessed';


--
-- Name: function_zone_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.function_zone ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.function_zone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: industrial_park; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.industrial_park (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    kind text,
    plant_id bigint,
    boundary_error_m double precision,
    edition_id bigint NOT NULL,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiPolygon,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT industrial_park_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT industrial_park_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: industrial_park_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.industrial_park ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.industrial_park_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: intake; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.intake (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    waterbody_id bigint,
    people integer,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Point,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT intake_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT intake_kind_check CHECK ((kind = ANY (ARRAY['surface'::text, 'groundwater'::text])))
);


--
-- Name: intake_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.intake ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.intake_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: layer_change; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.layer_change (
    layer text NOT NULL,
    xid xid8 NOT NULL
);


--
-- Name: layer_coverage; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.layer_coverage (
    id bigint NOT NULL,
    code text NOT NULL,
    layer text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    statement text NOT NULL,
    as_of date NOT NULL,
    declared_by text NOT NULL,
    document text,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiPolygon,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT layer_coverage_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT layer_coverage_statement_check CHECK ((statement = ANY (ARRAY['complete'::text, 'none_here'::text])))
);


--
-- Name: TABLE layer_coverage; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.layer_coverage IS '数据完备范围: where a layer is declared complete, or declared to have none, as of a date';


--
-- Name: layer_coverage_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.layer_coverage ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.layer_coverage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: layer_edition; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.layer_edition (
    id bigint NOT NULL,
    code text NOT NULL,
    layer text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    document text,
    document_date date,
    valid_from date NOT NULL,
    valid_to date,
    boundary_error_m double precision DEFAULT 0 NOT NULL,
    note text,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT layer_edition_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT layer_edition_check CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);


--
-- Name: TABLE layer_edition; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.layer_edition IS '数据版本: a dated state of a layer with its source document';


--
-- Name: COLUMN layer_edition.boundary_error_m; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.layer_edition.boundary_error_m IS '95 % error of the drawn boundary, metres; a row may state its own';


--
-- Name: layer_edition_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.layer_edition ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.layer_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: migration; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.migration (
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: monitoring_sample; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monitoring_sample (
    outfall_id bigint NOT NULL,
    id bigint NOT NULL,
    code text NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    method text NOT NULL,
    water_temperature_c double precision,
    flow_m3d double precision,
    discharging boolean DEFAULT true NOT NULL,
    valid boolean DEFAULT true NOT NULL,
    laboratory text,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT monitoring_sample_flow_m3d_check CHECK ((flow_m3d >= (0)::double precision)),
    CONSTRAINT monitoring_sample_kind_check CHECK ((kind = ANY (ARRAY['self'::text, 'dynamic'::text, 'supervision'::text, 'enforcement'::text]))),
    CONSTRAINT monitoring_sample_method_check CHECK ((method = ANY (ARRAY['grab'::text, 'daily_mean'::text, 'online'::text]))),
    CONSTRAINT monitoring_sample_water_temperature_c_check CHECK (((water_temperature_c >= ('-5'::integer)::double precision) AND (water_temperature_c <= (100)::double precision)))
);


--
-- Name: COLUMN monitoring_sample.kind; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.monitoring_sample.kind IS '自行 self, 动态 dynamic, 监督 supervision, 执法 enforcement';


--
-- Name: COLUMN monitoring_sample.method; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.monitoring_sample.method IS 'online = daily mean of an on-line instrument';


--
-- Name: COLUMN monitoring_sample.discharging; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.monitoring_sample.discharging IS 'false: the outfall was visited while it discharged nothing of its own (dry, frozen, out of season)';


--
-- Name: COLUMN monitoring_sample.valid; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.monitoring_sample.valid IS 'false: refused by quality control';


--
-- Name: monitoring_sample_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.monitoring_sample ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.monitoring_sample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: monitoring_section; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monitoring_section (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    level text NOT NULL,
    waterbody_id bigint,
    target_class text,
    latest_class text,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Point,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT monitoring_section_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT monitoring_section_level_check CHECK ((level = ANY (ARRAY['national'::text, 'province'::text, 'city'::text])))
);


--
-- Name: monitoring_section_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.monitoring_section ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.monitoring_section_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: monitoring_value; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.monitoring_value (
    outfall_id bigint NOT NULL,
    sample_id bigint NOT NULL,
    pollutant text NOT NULL,
    value double precision NOT NULL,
    unit text NOT NULL,
    below_detection boolean DEFAULT false NOT NULL,
    CONSTRAINT monitoring_value_value_check CHECK ((value >= (0)::double precision))
);


--
-- Name: COLUMN monitoring_value.below_detection; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.monitoring_value.below_detection IS 'the value is the detection limit and the water held less';


--
-- Name: outfall; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outfall (
    id bigint NOT NULL,
    local_code text NOT NULL,
    national_code text,
    name text NOT NULL,
    region_code text NOT NULL,
    category text NOT NULL,
    category_candidates text[] DEFAULT '{}'::text[] NOT NULL,
    status text DEFAULT 'in_use'::text NOT NULL,
    status_proof text,
    set_up date,
    approval text,
    approval_no text,
    retention_approved boolean,
    retention_report_no text,
    position_method text DEFAULT 'unknown'::text NOT NULL,
    position_error_m double precision,
    whole_seconds boolean DEFAULT false NOT NULL,
    waterbody_id bigint,
    reach_id bigint,
    river_name text,
    discharger_id bigint,
    shared_with bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    flow_m3d double precision,
    discharge_feature text,
    mouth_form text,
    inspected_on date,
    problems text[] DEFAULT '{}'::text[] NOT NULL,
    dry_flow_hours double precision,
    dry_flow_cause text,
    compliant boolean,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Point,4490) NOT NULL,
    entry_geom public.geometry(Point,4490),
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    discharge_standard text,
    discharge_grade text,
    shared_declared boolean,
    typed_in_zone boolean,
    CONSTRAINT outfall_approval_check CHECK ((approval = ANY (ARRAY['approved'::text, 'registered'::text, 'unapproved'::text, 'unregistered'::text]))),
    CONSTRAINT outfall_check CHECK (((status = ANY (ARRAY['in_use'::text, 'stopped'::text])) OR (status_proof IS NOT NULL))),
    CONSTRAINT outfall_check1 CHECK (((category = 'undetermined'::text) OR (category_candidates = '{}'::text[]))),
    CONSTRAINT outfall_check2 CHECK (((discharge_grade IS NULL) OR (discharge_standard IS NOT NULL))),
    CONSTRAINT outfall_discharge_feature_check CHECK ((discharge_feature = ANY (ARRAY['flowing'::text, 'dry'::text, 'stagnant'::text, 'gated'::text, 'uncertain'::text]))),
    CONSTRAINT outfall_dry_flow_cause_check CHECK ((dry_flow_cause = ANY (ARRAY['snowmelt'::text, 'irrigation'::text, 'sewage'::text, 'undetermined'::text]))),
    CONSTRAINT outfall_dry_flow_hours_check CHECK ((dry_flow_hours >= (0)::double precision)),
    CONSTRAINT outfall_flow_m3d_check CHECK ((flow_m3d >= (0)::double precision)),
    CONSTRAINT outfall_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT outfall_national_code_check CHECK ((national_code <> ''::text)),
    CONSTRAINT outfall_position_error_m_check CHECK ((position_error_m >= (0)::double precision)),
    CONSTRAINT outfall_position_method_check CHECK ((position_method = ANY (ARRAY['rtk'::text, 'gnss'::text, 'imagery'::text, 'map_10k'::text, 'map_50k'::text, 'geocoded'::text, 'unknown'::text]))),
    CONSTRAINT outfall_region_code_check CHECK ((region_code ~ '^\d{6}(\d{3})?$'::text)),
    CONSTRAINT outfall_status_check CHECK ((status = ANY (ARRAY['in_use'::text, 'stopped'::text, 'removed'::text, 'sealed'::text, 'rain_only'::text])))
);


--
-- Name: TABLE outfall; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.outfall IS '入河（湖）排污口: a mouth through which sewage enters surface water';


--
-- Name: COLUMN outfall.position_error_m; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.position_error_m IS '95 % error in metres; null = the pack''s default for position_method';


--
-- Name: COLUMN outfall.whole_seconds; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.whole_seconds IS 'coordinates were given only to whole seconds of arc';


--
-- Name: COLUMN outfall.inspected_on; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.inspected_on IS 'last inspection of construction and flow; null = never';


--
-- Name: COLUMN outfall.dry_flow_hours; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.dry_flow_hours IS 'hours of flow without rain at the last inspection; null = not observed';


--
-- Name: COLUMN outfall.compliant; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.compliant IS 'null = no valid sample judged against a verified limit';


--
-- Name: COLUMN outfall.entry_geom; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.entry_geom IS '入河点: where its water meets the river, if that is not the mouth';


--
-- Name: COLUMN outfall.discharge_standard; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.discharge_standard IS '执行排放标准: standard of discharge_limit; null = not settled';


--
-- Name: COLUMN outfall.discharge_grade; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.discharge_grade IS 'grade within the standard; null where it has none';


--
-- Name: COLUMN outfall.shared_declared; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.shared_declared IS '共用: the permits state each discharger''s duties; null = not known';


--
-- Name: COLUMN outfall.typed_in_zone; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall.typed_in_zone IS '台账自填：是否在饮用水水源一级、二级保护区内; null = left blank';


--
-- Name: outfall_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.outfall ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outfall_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: override_current; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.override_current (
    outfall_id bigint NOT NULL,
    override_id bigint NOT NULL,
    verdict text NOT NULL,
    expires_on date NOT NULL
);


--
-- Name: verdict_current; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.verdict_current (
    outfall_id bigint NOT NULL,
    verdict_id bigint NOT NULL,
    verdict text NOT NULL,
    strictest text,
    mildest text,
    no_action boolean
);


--
-- Name: outfall_item; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.outfall_item AS
 SELECT o.id,
    o.local_code,
    o.national_code,
    o.name,
    o.region_code,
    o.category,
    o.category_candidates,
    o.status,
    o.status_proof,
    o.set_up,
    o.approval,
    o.approval_no,
    o.retention_approved,
    o.retention_report_no,
    o.position_method,
    o.position_error_m,
    o.whole_seconds,
    o.waterbody_id,
    o.reach_id,
    o.river_name,
    o.discharger_id,
    o.shared_with,
    o.flow_m3d,
    o.discharge_feature,
    o.mouth_form,
    o.inspected_on,
    o.problems,
    o.dry_flow_hours,
    o.dry_flow_cause,
    o.compliant,
    o.source,
    o.sample,
    o.situation,
    o.geom,
    o.entry_geom,
    o.recorded_at,
    o.geom_3857,
    o.discharge_standard,
    o.discharge_grade,
    o.shared_declared,
    o.typed_in_zone,
    COALESCE(f.verdict, v.verdict) AS verdict,
        CASE
            WHEN COALESCE((f.verdict = v.verdict), true) THEN v.strictest
            ELSE NULL::text
        END AS strictest,
        CASE
            WHEN COALESCE((f.verdict = v.verdict), true) THEN v.mildest
            ELSE NULL::text
        END AS mildest,
        CASE
            WHEN COALESCE((f.verdict = v.verdict), true) THEN v.no_action
            ELSE NULL::boolean
        END AS no_action,
        CASE
            WHEN (COALESCE(f.verdict, v.verdict) = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text])) THEN 'judged'::text
            WHEN (o.discharger_id IS NOT NULL) THEN 'traced'::text
            ELSE 'surveyed'::text
        END AS stage,
    v.verdict AS engine_verdict,
    f.override_id
   FROM ((public.outfall o
     LEFT JOIN public.verdict_current v ON ((v.outfall_id = o.id)))
     LEFT JOIN public.override_current f ON (((f.outfall_id = o.id) AND (f.expires_on >= (((now() AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date))));


--
-- Name: pack_activation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pack_activation (
    id bigint NOT NULL,
    region_code text NOT NULL,
    pack_id text NOT NULL,
    pack_version text NOT NULL,
    pack_hash text NOT NULL,
    activated_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, clock_timestamp()) NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    preview text NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT pack_activation_actor_check CHECK ((actor <> ''::text)),
    CONSTRAINT pack_activation_reason_check CHECK ((reason <> ''::text))
);


--
-- Name: TABLE pack_activation; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.pack_activation IS 'append-only; the last row of a region is in force';


--
-- Name: COLUMN pack_activation.preview; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pack_activation.preview IS 'token of the preview that was seen before';


--
-- Name: COLUMN pack_activation.run_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pack_activation.run_id IS 'the evaluation of the whole city in the same transaction';


--
-- Name: pack_activation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.pack_activation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.pack_activation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: patrol; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.patrol (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    kind text NOT NULL,
    walked_on date NOT NULL,
    finding text,
    outfall_id bigint,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Geometry,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT patrol_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT patrol_kind_check CHECK ((kind = ANY (ARRAY['river_chief'::text, 'responsible_party'::text])))
);


--
-- Name: patrol_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.patrol ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.patrol_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: permit_application; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.permit_application (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    kind text NOT NULL,
    category text NOT NULL,
    discharger_id bigint,
    position_method text DEFAULT 'unknown'::text NOT NULL,
    applied_on date,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Point,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT permit_application_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT permit_application_kind_check CHECK ((kind = ANY (ARRAY['new'::text, 'altered'::text, 'enlarged'::text])))
);


--
-- Name: TABLE permit_application; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.permit_application IS '拟设排污口: 新设 / 改设 / 扩大';


--
-- Name: permit_application_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.permit_application ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.permit_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: pollutant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pollutant (
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    unit text NOT NULL,
    required boolean DEFAULT false NOT NULL,
    sort integer NOT NULL
);


--
-- Name: TABLE pollutant; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.pollutant IS 'loaded from data/codes/pollutants.yaml';


--
-- Name: COLUMN pollutant.required; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.pollutant.required IS 'of the routine set 常规项目: without it a sample does not show that a standard is met';


--
-- Name: protected_area; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.protected_area (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    class text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    designated_on date,
    document text,
    boundary_error_m double precision,
    edition_id bigint NOT NULL,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiPolygon,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT protected_area_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT protected_area_check CHECK (((class <> 'nature'::text) OR ((kind = ANY (ARRAY['national_park'::text, 'nature_reserve'::text, 'nature_park'::text])) AND (level = ANY (ARRAY['core_protection'::text, 'general_control'::text, 'core'::text, 'buffer'::text, 'experimental'::text, 'nature_park'::text]))))),
    CONSTRAINT protected_area_check1 CHECK (((class <> 'special'::text) OR ((kind = ANY (ARRAY['scenic_water'::text, 'fishery_water'::text, 'special_value_water'::text])) AND (level = kind)))),
    CONSTRAINT protected_area_class_check CHECK ((class = ANY (ARRAY['nature'::text, 'special'::text]))),
    CONSTRAINT protected_area_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: TABLE protected_area; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.protected_area IS '自然保护地 (class nature, both zonings) and 其他需要特殊保护区域 (class special)';


--
-- Name: protected_area_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.protected_area ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.protected_area_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reach; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reach (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    waterbody_id bigint NOT NULL,
    from_node_id bigint NOT NULL,
    to_node_id bigint NOT NULL,
    function_zone_id bigint,
    grade text,
    chief_city text,
    chief_town text,
    chief_village text,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(LineString,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    length_m double precision GENERATED ALWAYS AS (public.st_length((public.st_segmentize(geom, (0.00179)::double precision))::public.geography)) STORED,
    CONSTRAINT reach_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT reach_grade_check CHECK ((grade = ANY (ARRAY['trunk'::text, 'major_tributary'::text, 'tributary'::text])))
);


--
-- Name: TABLE reach; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.reach IS '河段: directed from from_node (upstream) to to_node; the line runs downstream';


--
-- Name: COLUMN reach.chief_city; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reach.chief_city IS 'title of office of the river chief, never a person''s name or number';


--
-- Name: COLUMN reach.length_m; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.reach.length_m IS 'geodesic, metres, edges straight in lon/lat cut to 200 m';


--
-- Name: reach_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reach ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reach_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reach_node; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reach_node (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    kind text NOT NULL,
    sample boolean DEFAULT false NOT NULL,
    geom public.geometry(Point,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT reach_node_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT reach_node_kind_check CHECK ((kind = ANY (ARRAY['source'::text, 'junction'::text, 'outlet'::text, 'border'::text])))
);


--
-- Name: reach_node_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reach_node ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reach_node_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: region; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.region (
    id bigint NOT NULL,
    code text NOT NULL,
    parent_code text,
    name text NOT NULL,
    name_en text NOT NULL,
    level text NOT NULL,
    sample boolean DEFAULT false NOT NULL,
    geom public.geometry(MultiPolygon,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT region_code_check CHECK ((code ~ '^\d{6}(\d{3})?$'::text)),
    CONSTRAINT region_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT region_level_check CHECK ((level = ANY (ARRAY['city'::text, 'town'::text, 'street'::text, 'farm'::text])))
);


--
-- Name: TABLE region; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.region IS '行政区划: GB/T 2260 city (6 digits) and its towns and streets (9 digits)';


--
-- Name: region_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.region ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.region_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: rule_pack; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.rule_pack (
    id text NOT NULL,
    version text NOT NULL,
    region_code text NOT NULL,
    title text NOT NULL,
    hash text NOT NULL,
    body jsonb NOT NULL,
    valid_from date NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: COLUMN rule_pack.hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.rule_pack.hash IS 'of the pack and of the rule files it turns on: other rules under the same version are another row';


--
-- Name: COLUMN rule_pack.body; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.rule_pack.body IS 'the pack as evaluated, so that a past verdict can be replayed';


--
-- Name: rule_run; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.rule_run (
    id bigint NOT NULL,
    pack_id text NOT NULL,
    pack_version text NOT NULL,
    pack_hash text NOT NULL,
    region_code text NOT NULL,
    as_of date NOT NULL,
    reason text NOT NULL,
    actor text,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    outfalls integer,
    changed integer,
    detached boolean DEFAULT false NOT NULL,
    ended text,
    ended_at timestamp with time zone,
    error text,
    cancelled_by text,
    cancel_asked boolean DEFAULT false NOT NULL,
    state text GENERATED ALWAYS AS (
CASE
    WHEN (ended IS NOT NULL) THEN ended
    WHEN (finished_at IS NOT NULL) THEN 'finished'::text
    ELSE 'running'::text
END) STORED NOT NULL,
    CONSTRAINT rule_run_end_is_dated CHECK (((ended IS NULL) = (ended_at IS NULL))),
    CONSTRAINT rule_run_ended_check CHECK ((ended = ANY (ARRAY['failed'::text, 'cancelled'::text]))),
    CONSTRAINT rule_run_ends_once CHECK (((ended IS NULL) OR (finished_at IS NULL)))
);


--
-- Name: COLUMN rule_run.detached; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.rule_run.detached IS 'committed before its work; the others come with their verdicts in one transaction';


--
-- Name: CONSTRAINT rule_run_ends_once ON rule_run; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT rule_run_ends_once ON public.rule_run IS 'a run that was given up as dead cannot store verdicts any more';


--
-- Name: rule_run_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.rule_run ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rule_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sewer_coverage; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sewer_coverage (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    plant_id bigint,
    boundary_error_m double precision,
    edition_id bigint NOT NULL,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiPolygon,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT sewer_coverage_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT sewer_coverage_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: sewer_coverage_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.sewer_coverage ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sewer_coverage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sewer_defect; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sewer_defect (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    kind text NOT NULL,
    sewer_line_id bigint,
    found_on date,
    mended_on date,
    sample boolean DEFAULT false NOT NULL,
    geom public.geometry(Point,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sewer_defect_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT sewer_defect_kind_check CHECK ((kind = ANY (ARRAY['mixed'::text, 'wrong'::text, 'leaking'::text])))
);


--
-- Name: TABLE sewer_defect; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.sewer_defect IS '混接、错接、漏接';


--
-- Name: sewer_defect_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.sewer_defect ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sewer_defect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: sewer_line; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sewer_line (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text,
    kind text NOT NULL,
    diameter_mm integer,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiLineString,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT sewer_line_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT sewer_line_kind_check CHECK ((kind = ANY (ARRAY['sewage'::text, 'storm'::text, 'combined'::text])))
);


--
-- Name: sewer_line_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.sewer_line ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sewer_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: survey_coverage; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.survey_coverage (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    reach_id bigint,
    round smallint DEFAULT 1 NOT NULL,
    bank text NOT NULL,
    walked_on date NOT NULL,
    found_none boolean DEFAULT false NOT NULL,
    sample boolean DEFAULT false NOT NULL,
    geom public.geometry(MultiLineString,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT survey_coverage_bank_check CHECK ((bank = ANY (ARRAY['left'::text, 'right'::text, 'both'::text]))),
    CONSTRAINT survey_coverage_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: COLUMN survey_coverage.found_none; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.survey_coverage.found_none IS '查无排口 is a result';


--
-- Name: survey_coverage_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.survey_coverage ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.survey_coverage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: treatment_plant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.treatment_plant (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    working boolean,
    design_m3d double precision,
    current_m3d double precision,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Point,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT treatment_plant_current_m3d_check CHECK ((current_m3d >= (0)::double precision)),
    CONSTRAINT treatment_plant_design_m3d_check CHECK ((design_m3d > (0)::double precision)),
    CONSTRAINT treatment_plant_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT treatment_plant_kind_check CHECK ((kind = ANY (ARRAY['urban'::text, 'park'::text, 'rural'::text])))
);


--
-- Name: COLUMN treatment_plant.working; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.treatment_plant.working IS 'null = not known';


--
-- Name: treatment_plant_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.treatment_plant ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.treatment_plant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: verdict; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.verdict (
    outfall_id bigint NOT NULL,
    id bigint NOT NULL,
    run_id bigint NOT NULL,
    pack_id text NOT NULL,
    pack_version text NOT NULL,
    as_of date NOT NULL,
    decided_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, now()) NOT NULL,
    verdict text NOT NULL,
    strictest text,
    mildest text,
    no_action boolean,
    by_category jsonb,
    editions bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    input_hash text NOT NULL,
    CONSTRAINT verdict_check CHECK (((strictest IS NULL) = (mildest IS NULL))),
    CONSTRAINT verdict_check1 CHECK (((verdict = 'review'::text) OR (strictest IS NULL))),
    CONSTRAINT verdict_mildest_check CHECK ((mildest = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text]))),
    CONSTRAINT verdict_strictest_check CHECK ((strictest = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text]))),
    CONSTRAINT verdict_verdict_check CHECK ((verdict = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text, 'review'::text])))
);


--
-- Name: COLUMN verdict.no_action; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict.no_action IS '无需整治: true, false, or null where a keep rule could not be judged';


--
-- Name: COLUMN verdict.by_category; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict.by_category IS 'category undetermined: the verdict each candidate category would give';


--
-- Name: verdict_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.verdict ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.verdict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: verdict_override; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.verdict_override (
    outfall_id bigint NOT NULL,
    id bigint NOT NULL,
    verdict_id bigint NOT NULL,
    judged text NOT NULL,
    input_hash text NOT NULL,
    verdict text NOT NULL,
    kind text NOT NULL,
    needs text NOT NULL,
    clauses jsonb NOT NULL,
    reason text NOT NULL,
    expires_on date NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, clock_timestamp()) NOT NULL,
    CONSTRAINT verdict_override_judged_check CHECK ((judged = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text, 'review'::text]))),
    CONSTRAINT verdict_override_kind_check CHECK ((kind = ANY (ARRAY['confirm'::text, 'override'::text]))),
    CONSTRAINT verdict_override_needs_check CHECK ((needs = ANY (ARRAY['nobody'::text, 'confirmation'::text, 'second_person'::text]))),
    CONSTRAINT verdict_override_reason_check CHECK ((reason <> ''::text)),
    CONSTRAINT verdict_override_requested_by_check CHECK ((requested_by <> ''::text)),
    CONSTRAINT verdict_override_verdict_check CHECK ((verdict = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text, 'review'::text])))
);


--
-- Name: COLUMN verdict_override.verdict_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict_override.verdict_id IS 'the engine''s verdict that it was made on: its findings are kept with it';


--
-- Name: COLUMN verdict_override.input_hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict_override.input_hash IS 'of that verdict: another one now means that the facts have changed';


--
-- Name: COLUMN verdict_override.clauses; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict_override.clauses IS 'the clauses that decided that verdict, as cited then';


--
-- Name: COLUMN verdict_override.expires_on; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict_override.expires_on IS 'the last day on which it counts, Asia/Shanghai';


--
-- Name: verdict_override_act; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.verdict_override_act (
    outfall_id bigint NOT NULL,
    override_id bigint NOT NULL,
    id bigint NOT NULL,
    act text NOT NULL,
    actor text NOT NULL,
    reason text,
    at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, clock_timestamp()) NOT NULL,
    CONSTRAINT verdict_override_act_act_check CHECK ((act = ANY (ARRAY['in_force'::text, 'withdrawal_asked'::text, 'withdrawn'::text]))),
    CONSTRAINT verdict_override_act_actor_check CHECK ((actor <> ''::text))
);


--
-- Name: COLUMN verdict_override_act.act; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict_override_act.act IS 'the last that came into force counts, until it is withdrawn or expires; those before it never again';


--
-- Name: verdict_override_act_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.verdict_override_act ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.verdict_override_act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: verdict_override_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.verdict_override ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.verdict_override_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: waterbody; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.waterbody (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    grade text,
    parent_id bigint,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(Geometry,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT waterbody_geom_check CHECK ((public.geometrytype(geom) = ANY (ARRAY['MULTILINESTRING'::text, 'MULTIPOLYGON'::text]))),
    CONSTRAINT waterbody_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT waterbody_grade_check CHECK ((grade = ANY (ARRAY['trunk'::text, 'major_tributary'::text, 'tributary'::text, 'key_lake'::text]))),
    CONSTRAINT waterbody_kind_check CHECK ((kind = ANY (ARRAY['river'::text, 'lake'::text, 'reservoir'::text])))
);


--
-- Name: TABLE waterbody; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.waterbody IS '水体: a river (centre line) or a lake or reservoir (area)';


--
-- Name: waterbody_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.waterbody ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.waterbody_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: category category_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (code);


--
-- Name: channel channel_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_code_key UNIQUE (code);


--
-- Name: channel channel_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_pkey PRIMARY KEY (id);


--
-- Name: clue clue_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clue
    ADD CONSTRAINT clue_code_key UNIQUE (code);


--
-- Name: clue clue_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clue
    ADD CONSTRAINT clue_pkey PRIMARY KEY (id);


--
-- Name: complaint complaint_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_code_key UNIQUE (code);


--
-- Name: complaint complaint_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_pkey PRIMARY KEY (id);


--
-- Name: discharge_limit discharge_limit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.discharge_limit
    ADD CONSTRAINT discharge_limit_pkey PRIMARY KEY (standard, grade, pollutant, valid_from, set_up_from);


--
-- Name: discharger discharger_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.discharger
    ADD CONSTRAINT discharger_code_key UNIQUE (code);


--
-- Name: discharger discharger_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.discharger
    ADD CONSTRAINT discharger_pkey PRIMARY KEY (id);


--
-- Name: disposal_record disposal_record_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.disposal_record
    ADD CONSTRAINT disposal_record_code_key UNIQUE (code);


--
-- Name: disposal_record disposal_record_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.disposal_record
    ADD CONSTRAINT disposal_record_pkey PRIMARY KEY (id);


--
-- Name: drinking_water_zone drinking_water_zone_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drinking_water_zone
    ADD CONSTRAINT drinking_water_zone_code_key UNIQUE (code);


--
-- Name: drinking_water_zone drinking_water_zone_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drinking_water_zone
    ADD CONSTRAINT drinking_water_zone_pkey PRIMARY KEY (id);


--
-- Name: finding finding_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (outfall_id, verdict_id, rule);


--
-- Name: flood_defence flood_defence_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flood_defence
    ADD CONSTRAINT flood_defence_code_key UNIQUE (code);


--
-- Name: flood_defence flood_defence_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flood_defence
    ADD CONSTRAINT flood_defence_pkey PRIMARY KEY (id);


--
-- Name: function_zone function_zone_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.function_zone
    ADD CONSTRAINT function_zone_code_key UNIQUE (code);


--
-- Name: function_zone function_zone_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.function_zone
    ADD CONSTRAINT function_zone_pkey PRIMARY KEY (id);


--
-- Name: industrial_park industrial_park_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_park
    ADD CONSTRAINT industrial_park_code_key UNIQUE (code);


--
-- Name: industrial_park industrial_park_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_park
    ADD CONSTRAINT industrial_park_pkey PRIMARY KEY (id);


--
-- Name: intake intake_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.intake
    ADD CONSTRAINT intake_code_key UNIQUE (code);


--
-- Name: intake intake_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.intake
    ADD CONSTRAINT intake_pkey PRIMARY KEY (id);


--
-- Name: layer_change layer_change_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.layer_change
    ADD CONSTRAINT layer_change_pkey PRIMARY KEY (layer, xid);


--
-- Name: layer_coverage layer_coverage_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.layer_coverage
    ADD CONSTRAINT layer_coverage_code_key UNIQUE (code);


--
-- Name: layer_coverage layer_coverage_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.layer_coverage
    ADD CONSTRAINT layer_coverage_pkey PRIMARY KEY (id);


--
-- Name: layer_edition layer_edition_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.layer_edition
    ADD CONSTRAINT layer_edition_code_key UNIQUE (code);


--
-- Name: layer_edition layer_edition_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.layer_edition
    ADD CONSTRAINT layer_edition_pkey PRIMARY KEY (id);


--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);


--
-- Name: monitoring_sample monitoring_sample_outfall_id_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_sample
    ADD CONSTRAINT monitoring_sample_outfall_id_code_key UNIQUE (outfall_id, code);


--
-- Name: monitoring_sample monitoring_sample_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_sample
    ADD CONSTRAINT monitoring_sample_pkey PRIMARY KEY (outfall_id, id);


--
-- Name: monitoring_section monitoring_section_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_section
    ADD CONSTRAINT monitoring_section_code_key UNIQUE (code);


--
-- Name: monitoring_section monitoring_section_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_section
    ADD CONSTRAINT monitoring_section_pkey PRIMARY KEY (id);


--
-- Name: monitoring_value monitoring_value_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_value
    ADD CONSTRAINT monitoring_value_pkey PRIMARY KEY (outfall_id, sample_id, pollutant);


--
-- Name: outfall outfall_local_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outfall
    ADD CONSTRAINT outfall_local_code_key UNIQUE (local_code);


--
-- Name: outfall outfall_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outfall
    ADD CONSTRAINT outfall_pkey PRIMARY KEY (id);


--
-- Name: override_current override_current_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.override_current
    ADD CONSTRAINT override_current_pkey PRIMARY KEY (outfall_id);


--
-- Name: pack_activation pack_activation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pack_activation
    ADD CONSTRAINT pack_activation_pkey PRIMARY KEY (id);


--
-- Name: patrol patrol_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patrol
    ADD CONSTRAINT patrol_code_key UNIQUE (code);


--
-- Name: patrol patrol_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patrol
    ADD CONSTRAINT patrol_pkey PRIMARY KEY (id);


--
-- Name: permit_application permit_application_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permit_application
    ADD CONSTRAINT permit_application_code_key UNIQUE (code);


--
-- Name: permit_application permit_application_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permit_application
    ADD CONSTRAINT permit_application_pkey PRIMARY KEY (id);


--
-- Name: pollutant pollutant_code_unit_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pollutant
    ADD CONSTRAINT pollutant_code_unit_key UNIQUE (code, unit);


--
-- Name: pollutant pollutant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pollutant
    ADD CONSTRAINT pollutant_pkey PRIMARY KEY (code);


--
-- Name: protected_area protected_area_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.protected_area
    ADD CONSTRAINT protected_area_code_key UNIQUE (code);


--
-- Name: protected_area protected_area_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.protected_area
    ADD CONSTRAINT protected_area_pkey PRIMARY KEY (id);


--
-- Name: reach reach_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_code_key UNIQUE (code);


--
-- Name: reach_node reach_node_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach_node
    ADD CONSTRAINT reach_node_code_key UNIQUE (code);


--
-- Name: reach_node reach_node_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach_node
    ADD CONSTRAINT reach_node_pkey PRIMARY KEY (id);


--
-- Name: reach reach_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_pkey PRIMARY KEY (id);


--
-- Name: region region_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_code_key UNIQUE (code);


--
-- Name: region region_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_pkey PRIMARY KEY (id);


--
-- Name: rule_pack rule_pack_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.rule_pack
    ADD CONSTRAINT rule_pack_pkey PRIMARY KEY (id, version, hash);


--
-- Name: rule_run rule_run_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.rule_run
    ADD CONSTRAINT rule_run_pkey PRIMARY KEY (id);


--
-- Name: sewer_coverage sewer_coverage_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_coverage
    ADD CONSTRAINT sewer_coverage_code_key UNIQUE (code);


--
-- Name: sewer_coverage sewer_coverage_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_coverage
    ADD CONSTRAINT sewer_coverage_pkey PRIMARY KEY (id);


--
-- Name: sewer_defect sewer_defect_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_defect
    ADD CONSTRAINT sewer_defect_code_key UNIQUE (code);


--
-- Name: sewer_defect sewer_defect_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_defect
    ADD CONSTRAINT sewer_defect_pkey PRIMARY KEY (id);


--
-- Name: sewer_line sewer_line_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_line
    ADD CONSTRAINT sewer_line_code_key UNIQUE (code);


--
-- Name: sewer_line sewer_line_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_line
    ADD CONSTRAINT sewer_line_pkey PRIMARY KEY (id);


--
-- Name: survey_coverage survey_coverage_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_coverage
    ADD CONSTRAINT survey_coverage_code_key UNIQUE (code);


--
-- Name: survey_coverage survey_coverage_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_coverage
    ADD CONSTRAINT survey_coverage_pkey PRIMARY KEY (id);


--
-- Name: treatment_plant treatment_plant_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.treatment_plant
    ADD CONSTRAINT treatment_plant_code_key UNIQUE (code);


--
-- Name: treatment_plant treatment_plant_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.treatment_plant
    ADD CONSTRAINT treatment_plant_pkey PRIMARY KEY (id);


--
-- Name: verdict_current verdict_current_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_current
    ADD CONSTRAINT verdict_current_pkey PRIMARY KEY (outfall_id);


--
-- Name: verdict_override_act verdict_override_act_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_override_act
    ADD CONSTRAINT verdict_override_act_pkey PRIMARY KEY (outfall_id, override_id, id);


--
-- Name: verdict_override verdict_override_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_override
    ADD CONSTRAINT verdict_override_pkey PRIMARY KEY (outfall_id, id);


--
-- Name: verdict verdict_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict
    ADD CONSTRAINT verdict_pkey PRIMARY KEY (outfall_id, id);


--
-- Name: waterbody waterbody_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.waterbody
    ADD CONSTRAINT waterbody_code_key UNIQUE (code);


--
-- Name: waterbody waterbody_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.waterbody
    ADD CONSTRAINT waterbody_pkey PRIMARY KEY (id);


--
-- Name: channel_discharger; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX channel_discharger ON public.channel USING btree (discharger_id);


--
-- Name: channel_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX channel_geom ON public.channel USING gist (geom);


--
-- Name: channel_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX channel_geom_3857 ON public.channel USING gist (geom_3857);


--
-- Name: channel_outfall; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX channel_outfall ON public.channel USING btree (outfall_id);


--
-- Name: clue_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clue_geom ON public.clue USING gist (geom);


--
-- Name: complaint_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX complaint_geom ON public.complaint USING gist (geom);


--
-- Name: discharger_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX discharger_geom ON public.discharger USING gist (geom);


--
-- Name: discharger_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX discharger_geom_3857 ON public.discharger USING gist (geom_3857);


--
-- Name: disposal_record_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX disposal_record_geom ON public.disposal_record USING gist (geom);


--
-- Name: drinking_water_zone_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drinking_water_zone_geom ON public.drinking_water_zone USING gist (geom);


--
-- Name: drinking_water_zone_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drinking_water_zone_geom_3857 ON public.drinking_water_zone USING gist (geom_3857);


--
-- Name: flood_defence_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX flood_defence_geom ON public.flood_defence USING gist (geom);


--
-- Name: flood_defence_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX flood_defence_geom_3857 ON public.flood_defence USING gist (geom_3857);


--
-- Name: function_zone_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX function_zone_geom ON public.function_zone USING gist (geom);


--
-- Name: function_zone_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX function_zone_geom_3857 ON public.function_zone USING gist (geom_3857);


--
-- Name: industrial_park_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_park_geom ON public.industrial_park USING gist (geom);


--
-- Name: industrial_park_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_park_geom_3857 ON public.industrial_park USING gist (geom_3857);


--
-- Name: intake_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX intake_geom ON public.intake USING gist (geom);


--
-- Name: intake_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX intake_geom_3857 ON public.intake USING gist (geom_3857);


--
-- Name: layer_coverage_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX layer_coverage_geom ON public.layer_coverage USING gist (geom);


--
-- Name: layer_coverage_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX layer_coverage_geom_3857 ON public.layer_coverage USING gist (geom_3857);


--
-- Name: monitoring_sample_code; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX monitoring_sample_code ON public.monitoring_sample USING btree (code);


--
-- Name: monitoring_section_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX monitoring_section_geom ON public.monitoring_section USING gist (geom);


--
-- Name: monitoring_section_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX monitoring_section_geom_3857 ON public.monitoring_section USING gist (geom_3857);


--
-- Name: outfall_category; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_category ON public.outfall USING btree (category text_pattern_ops, id);


--
-- Name: outfall_discharger; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_discharger ON public.outfall USING btree (discharger_id) WHERE (discharger_id IS NOT NULL);


--
-- Name: outfall_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_geom ON public.outfall USING gist (geom);


--
-- Name: outfall_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_geom_3857 ON public.outfall USING gist (geom_3857);


--
-- Name: outfall_reach; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_reach ON public.outfall USING btree (reach_id);


--
-- Name: outfall_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_region ON public.outfall USING btree (region_code text_pattern_ops, id);


--
-- Name: outfall_waterbody; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_waterbody ON public.outfall USING btree (waterbody_id);


--
-- Name: pack_activation_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pack_activation_region ON public.pack_activation USING btree (region_code, id DESC);


--
-- Name: patrol_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX patrol_geom ON public.patrol USING gist (geom);


--
-- Name: permit_application_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permit_application_geom ON public.permit_application USING gist (geom);


--
-- Name: protected_area_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX protected_area_geom ON public.protected_area USING gist (geom);


--
-- Name: protected_area_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX protected_area_geom_3857 ON public.protected_area USING gist (geom_3857);


--
-- Name: reach_from_node; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reach_from_node ON public.reach USING btree (from_node_id);


--
-- Name: reach_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reach_geom ON public.reach USING gist (geom);


--
-- Name: reach_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reach_geom_3857 ON public.reach USING gist (geom_3857);


--
-- Name: reach_node_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reach_node_geom ON public.reach_node USING gist (geom);


--
-- Name: reach_node_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reach_node_geom_3857 ON public.reach_node USING gist (geom_3857);


--
-- Name: reach_to_node; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reach_to_node ON public.reach USING btree (to_node_id);


--
-- Name: reach_waterbody; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reach_waterbody ON public.reach USING btree (waterbody_id);


--
-- Name: region_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX region_geom ON public.region USING gist (geom);


--
-- Name: region_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX region_geom_3857 ON public.region USING gist (geom_3857);


--
-- Name: rule_run_one_at_a_time; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX rule_run_one_at_a_time ON public.rule_run USING btree (region_code) WHERE (detached AND (state = 'running'::text));


--
-- Name: sewer_coverage_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_coverage_geom ON public.sewer_coverage USING gist (geom);


--
-- Name: sewer_coverage_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_coverage_geom_3857 ON public.sewer_coverage USING gist (geom_3857);


--
-- Name: sewer_defect_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_defect_geom ON public.sewer_defect USING gist (geom);


--
-- Name: sewer_line_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_line_geom ON public.sewer_line USING gist (geom);


--
-- Name: sewer_line_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_line_geom_3857 ON public.sewer_line USING gist (geom_3857);


--
-- Name: survey_coverage_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX survey_coverage_geom ON public.survey_coverage USING gist (geom);


--
-- Name: treatment_plant_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX treatment_plant_geom ON public.treatment_plant USING gist (geom);


--
-- Name: treatment_plant_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX treatment_plant_geom_3857 ON public.treatment_plant USING gist (geom_3857);


--
-- Name: verdict_current_verdict; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX verdict_current_verdict ON public.verdict_current USING btree (verdict, outfall_id);


--
-- Name: waterbody_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX waterbody_geom ON public.waterbody USING gist (geom);


--
-- Name: waterbody_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX waterbody_geom_3857 ON public.waterbody USING gist (geom_3857);


--
-- Name: pack_activation append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.pack_activation FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();


--
-- Name: verdict_override append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE UPDATE ON public.verdict_override FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();


--
-- Name: verdict_override_act append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE UPDATE ON public.verdict_override_act FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();


--
-- Name: channel note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.channel FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: discharger note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.discharger FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: drinking_water_zone note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.drinking_water_zone FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: flood_defence note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.flood_defence FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: function_zone note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.function_zone FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: industrial_park note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.industrial_park FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: intake note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.intake FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: layer_coverage note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.layer_coverage FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: layer_edition note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.layer_edition FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: monitoring_section note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.monitoring_section FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: outfall note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.outfall FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: override_current note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.override_current FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: protected_area note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.protected_area FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: reach note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.reach FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: reach_node note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.reach_node FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: region note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.region FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: sewer_coverage note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.sewer_coverage FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: sewer_line note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.sewer_line FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: treatment_plant note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.treatment_plant FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: verdict_current note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.verdict_current FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: waterbody note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.waterbody FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: category category_parent_code_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.category
    ADD CONSTRAINT category_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES public.category(code);


--
-- Name: channel channel_discharger_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_discharger_id_fkey FOREIGN KEY (discharger_id) REFERENCES public.discharger(id);


--
-- Name: channel channel_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: channel channel_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.channel
    ADD CONSTRAINT channel_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


--
-- Name: clue clue_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clue
    ADD CONSTRAINT clue_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE SET NULL;


--
-- Name: complaint complaint_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.complaint
    ADD CONSTRAINT complaint_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE SET NULL;


--
-- Name: discharge_limit discharge_limit_pollutant_unit_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.discharge_limit
    ADD CONSTRAINT discharge_limit_pollutant_unit_fkey FOREIGN KEY (pollutant, unit) REFERENCES public.pollutant(code, unit);


--
-- Name: disposal_record disposal_record_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.disposal_record
    ADD CONSTRAINT disposal_record_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE SET NULL;


--
-- Name: drinking_water_zone drinking_water_zone_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.drinking_water_zone
    ADD CONSTRAINT drinking_water_zone_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: finding finding_outfall_id_verdict_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_outfall_id_verdict_id_fkey FOREIGN KEY (outfall_id, verdict_id) REFERENCES public.verdict(outfall_id, id) ON DELETE CASCADE;


--
-- Name: flood_defence flood_defence_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.flood_defence
    ADD CONSTRAINT flood_defence_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: function_zone function_zone_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.function_zone
    ADD CONSTRAINT function_zone_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: industrial_park industrial_park_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_park
    ADD CONSTRAINT industrial_park_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: industrial_park industrial_park_plant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.industrial_park
    ADD CONSTRAINT industrial_park_plant_id_fkey FOREIGN KEY (plant_id) REFERENCES public.treatment_plant(id);


--
-- Name: intake intake_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.intake
    ADD CONSTRAINT intake_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: intake intake_waterbody_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.intake
    ADD CONSTRAINT intake_waterbody_id_fkey FOREIGN KEY (waterbody_id) REFERENCES public.waterbody(id);


--
-- Name: monitoring_sample monitoring_sample_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_sample
    ADD CONSTRAINT monitoring_sample_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


--
-- Name: monitoring_section monitoring_section_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_section
    ADD CONSTRAINT monitoring_section_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: monitoring_section monitoring_section_waterbody_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_section
    ADD CONSTRAINT monitoring_section_waterbody_id_fkey FOREIGN KEY (waterbody_id) REFERENCES public.waterbody(id);


--
-- Name: monitoring_value monitoring_value_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_value
    ADD CONSTRAINT monitoring_value_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


--
-- Name: monitoring_value monitoring_value_outfall_id_sample_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_value
    ADD CONSTRAINT monitoring_value_outfall_id_sample_id_fkey FOREIGN KEY (outfall_id, sample_id) REFERENCES public.monitoring_sample(outfall_id, id) ON DELETE CASCADE;


--
-- Name: monitoring_value monitoring_value_pollutant_unit_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.monitoring_value
    ADD CONSTRAINT monitoring_value_pollutant_unit_fkey FOREIGN KEY (pollutant, unit) REFERENCES public.pollutant(code, unit);


--
-- Name: outfall outfall_category_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outfall
    ADD CONSTRAINT outfall_category_fkey FOREIGN KEY (category) REFERENCES public.category(code);


--
-- Name: outfall outfall_discharger_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outfall
    ADD CONSTRAINT outfall_discharger_id_fkey FOREIGN KEY (discharger_id) REFERENCES public.discharger(id);


--
-- Name: outfall outfall_reach_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outfall
    ADD CONSTRAINT outfall_reach_id_fkey FOREIGN KEY (reach_id) REFERENCES public.reach(id);


--
-- Name: outfall outfall_waterbody_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outfall
    ADD CONSTRAINT outfall_waterbody_id_fkey FOREIGN KEY (waterbody_id) REFERENCES public.waterbody(id);


--
-- Name: override_current override_current_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.override_current
    ADD CONSTRAINT override_current_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


--
-- Name: override_current override_current_outfall_id_override_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.override_current
    ADD CONSTRAINT override_current_outfall_id_override_id_fkey FOREIGN KEY (outfall_id, override_id) REFERENCES public.verdict_override(outfall_id, id) ON DELETE CASCADE;


--
-- Name: pack_activation pack_activation_pack_id_pack_version_pack_hash_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pack_activation
    ADD CONSTRAINT pack_activation_pack_id_pack_version_pack_hash_fkey FOREIGN KEY (pack_id, pack_version, pack_hash) REFERENCES public.rule_pack(id, version, hash);


--
-- Name: pack_activation pack_activation_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.pack_activation
    ADD CONSTRAINT pack_activation_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.rule_run(id);


--
-- Name: patrol patrol_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patrol
    ADD CONSTRAINT patrol_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE SET NULL;


--
-- Name: permit_application permit_application_category_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permit_application
    ADD CONSTRAINT permit_application_category_fkey FOREIGN KEY (category) REFERENCES public.category(code);


--
-- Name: permit_application permit_application_discharger_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.permit_application
    ADD CONSTRAINT permit_application_discharger_id_fkey FOREIGN KEY (discharger_id) REFERENCES public.discharger(id);


--
-- Name: protected_area protected_area_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.protected_area
    ADD CONSTRAINT protected_area_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: reach reach_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: reach reach_from_node_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_from_node_id_fkey FOREIGN KEY (from_node_id) REFERENCES public.reach_node(id);


--
-- Name: reach reach_function_zone_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_function_zone_id_fkey FOREIGN KEY (function_zone_id) REFERENCES public.function_zone(id);


--
-- Name: reach reach_to_node_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_to_node_id_fkey FOREIGN KEY (to_node_id) REFERENCES public.reach_node(id);


--
-- Name: reach reach_waterbody_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reach
    ADD CONSTRAINT reach_waterbody_id_fkey FOREIGN KEY (waterbody_id) REFERENCES public.waterbody(id) ON DELETE CASCADE;


--
-- Name: region region_parent_code_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.region
    ADD CONSTRAINT region_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES public.region(code) ON DELETE CASCADE;


--
-- Name: rule_run rule_run_pack_id_pack_version_pack_hash_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.rule_run
    ADD CONSTRAINT rule_run_pack_id_pack_version_pack_hash_fkey FOREIGN KEY (pack_id, pack_version, pack_hash) REFERENCES public.rule_pack(id, version, hash);


--
-- Name: sewer_coverage sewer_coverage_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_coverage
    ADD CONSTRAINT sewer_coverage_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: sewer_coverage sewer_coverage_plant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_coverage
    ADD CONSTRAINT sewer_coverage_plant_id_fkey FOREIGN KEY (plant_id) REFERENCES public.treatment_plant(id);


--
-- Name: sewer_defect sewer_defect_sewer_line_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_defect
    ADD CONSTRAINT sewer_defect_sewer_line_id_fkey FOREIGN KEY (sewer_line_id) REFERENCES public.sewer_line(id) ON DELETE SET NULL;


--
-- Name: sewer_line sewer_line_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sewer_line
    ADD CONSTRAINT sewer_line_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: survey_coverage survey_coverage_reach_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.survey_coverage
    ADD CONSTRAINT survey_coverage_reach_id_fkey FOREIGN KEY (reach_id) REFERENCES public.reach(id) ON DELETE SET NULL;


--
-- Name: treatment_plant treatment_plant_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.treatment_plant
    ADD CONSTRAINT treatment_plant_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: verdict_current verdict_current_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_current
    ADD CONSTRAINT verdict_current_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


--
-- Name: verdict_current verdict_current_outfall_id_verdict_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_current
    ADD CONSTRAINT verdict_current_outfall_id_verdict_id_fkey FOREIGN KEY (outfall_id, verdict_id) REFERENCES public.verdict(outfall_id, id);


--
-- Name: verdict verdict_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict
    ADD CONSTRAINT verdict_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


--
-- Name: verdict_override_act verdict_override_act_outfall_id_override_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_override_act
    ADD CONSTRAINT verdict_override_act_outfall_id_override_id_fkey FOREIGN KEY (outfall_id, override_id) REFERENCES public.verdict_override(outfall_id, id) ON DELETE CASCADE;


--
-- Name: verdict_override verdict_override_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_override
    ADD CONSTRAINT verdict_override_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


--
-- Name: verdict_override verdict_override_outfall_id_verdict_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict_override
    ADD CONSTRAINT verdict_override_outfall_id_verdict_id_fkey FOREIGN KEY (outfall_id, verdict_id) REFERENCES public.verdict(outfall_id, id) ON DELETE CASCADE;


--
-- Name: verdict verdict_run_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.verdict
    ADD CONSTRAINT verdict_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.rule_run(id);


--
-- Name: waterbody waterbody_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.waterbody
    ADD CONSTRAINT waterbody_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


--
-- Name: waterbody waterbody_parent_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.waterbody
    ADD CONSTRAINT waterbody_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.waterbody(id) ON DELETE SET NULL;


--
-- PostgreSQL database dump complete
--

\unrestrict paikou

