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
-- Name: past; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA past;


--
-- Name: postgis; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;


--
-- Name: EXTENSION postgis; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';


--
-- Name: archive_rows(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.archive_rows() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
  columns text;
  keys    text[] := public.key_columns(TG_RELID);
  key     text;
  former  text := CASE TG_OP WHEN 'TRUNCATE' THEN TG_RELID::regclass::text ELSE 'gone' END;
  ended   text := CASE WHEN TG_OP = 'UPDATE' THEN 'coalesce(n.recorded_at, public.record_time())'
                       ELSE 'CASE WHEN o.recorded_at > public.record_time() THEN greatest(clock_timestamp(), o.recorded_at + interval ''1 microsecond'') ELSE public.record_time() END' END;
  joined  text := '';
BEGIN
  SELECT string_agg(format(CASE WHEN is_geometry THEN 'o.%1$I::text AS %1$I' ELSE 'o.%1$I' END, name), ', ' ORDER BY place)
  INTO columns FROM public.stored_columns(TG_RELID);
  SELECT string_agg(format('o.%I', k), ', ') INTO key FROM unnest(keys) k;
  IF TG_OP = 'UPDATE' THEN
    SELECT 'LEFT JOIN came n ON ' || string_agg(format('n.%1$I = o.%1$I', k), ' AND ') INTO joined FROM unnest(keys) k;
  END IF;
  EXECUTE format($sql$
    INSERT INTO public.row_archive (table_name, row_key, known_from, known_to, ended_by, actor, row)
    SELECT %L, concat_ws('/', %s), o.recorded_at, %s, %L, nullif(current_setting('paikou.actor', true), ''), to_jsonb(r)
    FROM %s o %s CROSS JOIN LATERAL (SELECT %s) r
    WHERE o.recorded_at < %s$sql$,
    TG_TABLE_NAME, key, ended, CASE TG_OP WHEN 'UPDATE' THEN 'update' ELSE 'delete' END, former, joined, columns, ended);
  RETURN NULL;
END $_$;


--
-- Name: area_distance(public.geometry, public.geometry, public.geometry, public.geometry, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.area_distance(point public.geometry, area public.geometry, wall public.geometry, centre public.geometry, reach_m double precision, OUT metres double precision, OUT place public.geometry) RETURNS record
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
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


--
-- Name: area_hit(text, bigint, text, text, text, bigint, text, date, bigint, text, double precision, double precision, double precision, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.area_hit(layer text, id bigint, name text, level text, edition text, edition_id bigint, document text, designated_on date, plant_id bigint, place text, d double precision, error_m double precision, boundary_m double precision, outcome text) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT jsonb_build_object('layer', layer, 'id', id, 'name', name, 'level', level, 'edition', edition, 'edition_id', edition_id,
    'document', document, 'designated_on', designated_on, 'plant_id', plant_id, 'place', place, 'distance_m', round(d::numeric, 3),
    'error_m', round(error_m::numeric, 3), 'boundary_m', boundary_m, 'outcome', outcome)
$$;


--
-- Name: areas_touch(public.geometry, public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.areas_touch(one public.geometry, other public.geometry) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET jit TO 'off'
    AS $$
  SELECT ST_Intersects(one, other) OR EXISTS (
    SELECT FROM ST_Subdivide(ST_ClipByBox2D(ST_Boundary(one), ST_Expand(other, 4e-7)::box2d), 32) p,
                ST_Subdivide(ST_ClipByBox2D(ST_Boundary(other), ST_Expand(one, 4e-7)::box2d), 32) q
    WHERE p && ST_Expand(q, 2e-7) AND ST_DWithin(p, q, 2e-7))
$$;


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
-- Name: cell_box(double precision, double precision, double precision, double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.cell_box(x double precision, y double precision, size double precision, metres double precision) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT ST_Expand(ST_MakeEnvelope(x * size, y * size, (x + 1) * size, (y + 1) * size, 4490),
                   1.02 * metres / metres_per_lon(least(greatest(abs(y), abs(y + 1)) * size, 89)), 1.02 * metres / 110574)
$$;


--
-- Name: count_all_cells(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_all_cells() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  DELETE FROM public.outfall_cell;
  INSERT INTO public.outfall_cell (level, cell, region_code, verdict, outfalls, east, north)
  SELECT l.level, l.cell, o.region_code, coalesce(v.verdict, ''), count(*), sum(round(ST_X(o.geom_3857))), sum(round(ST_Y(o.geom_3857)))
  FROM public.outfall o LEFT JOIN public.verdict_current v ON v.outfall_id = o.id
  CROSS JOIN LATERAL (VALUES (12, o.cell_12), (8, public.parent_cell(o.cell_12))) l (level, cell)
  GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;


--
-- Name: count_cells_of(text[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_cells_of(regions text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  DELETE FROM public.outfall_cell WHERE region_code = ANY (regions);
  INSERT INTO public.outfall_cell (level, cell, region_code, verdict, outfalls, east, north)
  SELECT 12, o.cell_12, o.region_code, coalesce(v.verdict, ''), count(*), sum(round(ST_X(o.geom_3857))), sum(round(ST_Y(o.geom_3857)))
  FROM public.outfall o LEFT JOIN public.verdict_current v ON v.outfall_id = o.id
  WHERE o.region_code = ANY (regions)
  GROUP BY 2, 3, 4;
  INSERT INTO public.outfall_cell (level, cell, region_code, verdict, outfalls, east, north)
  SELECT 8, public.parent_cell(cell), region_code, verdict, sum(outfalls), sum(east), sum(north)
  FROM public.outfall_cell
  WHERE level = 12 AND region_code = ANY (regions)
  GROUP BY 2, 3, 4;
END $$;


--
-- Name: count_cells_outfall_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_cells_outfall_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  DELETE FROM public.outfall_cell k USING (SELECT DISTINCT cell_12, region_code FROM gone) g
  WHERE k.region_code = g.region_code AND (k.level = 12 AND k.cell = g.cell_12 OR k.level = 8 AND k.cell = public.parent_cell(g.cell_12));
  INSERT INTO public.outfall_cell (level, cell, region_code, verdict, outfalls, east, north)
  SELECT 12, o.cell_12, o.region_code, coalesce(v.verdict, ''), count(*), sum(round(ST_X(o.geom_3857))), sum(round(ST_Y(o.geom_3857)))
  FROM (SELECT DISTINCT cell_12, region_code FROM gone) g JOIN public.outfall o ON o.cell_12 = g.cell_12 AND o.region_code = g.region_code
  LEFT JOIN public.verdict_current v ON v.outfall_id = o.id
  GROUP BY 2, 3, 4;
  INSERT INTO public.outfall_cell (level, cell, region_code, verdict, outfalls, east, north)
  SELECT 8, g.cell, k.region_code, k.verdict, sum(k.outfalls), sum(k.east), sum(k.north)
  FROM (SELECT DISTINCT public.parent_cell(cell_12) AS cell, region_code FROM gone) g CROSS JOIN generate_series(0, 15) line
  JOIN public.outfall_cell k ON k.level = 12 AND k.region_code = g.region_code
    AND k.cell BETWEEN ((g.cell >> 8) * 16 + line) * 4096 + (g.cell & 255) * 16 AND ((g.cell >> 8) * 16 + line) * 4096 + (g.cell & 255) * 16 + 15
  GROUP BY 2, 3, 4;
  RETURN NULL;
END $$;


--
-- Name: count_cells_outfall_insert(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_cells_outfall_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
  IF NOT EXISTS (SELECT FROM came) THEN RETURN NULL; END IF;
  EXECUTE $counting$
    WITH small AS MATERIALIZED (
      SELECT cell_12, region_code, count(*) AS outfalls, sum(round(ST_X(geom_3857))) AS east, sum(round(ST_Y(geom_3857))) AS north
      FROM came GROUP BY cell_12, region_code)
    INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
    SELECT 12, cell_12, region_code, '', outfalls, east, north FROM small
    UNION ALL
    SELECT 8, public.parent_cell(cell_12), region_code, '', sum(outfalls), sum(east), sum(north) FROM small GROUP BY 2, 3
    ORDER BY 1, 2, 3
    ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
      SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north$counting$;
  RETURN NULL;
END $_$;


--
-- Name: count_cells_outfall_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_cells_outfall_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
  changed bigint := (SELECT count(*) FROM came);
BEGIN
  IF changed = 0 THEN RETURN NULL; END IF;
  EXECUTE $counting$
    INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
    SELECT l.level, l.cell, d.region_code, d.verdict, sum(n), sum(n * round(ST_X(d.geom_3857))), sum(n * round(ST_Y(d.geom_3857)))
    FROM (
      SELECT k.cell_12, k.region_code, coalesce(v.verdict, '') AS verdict, k.geom_3857, k.n
      FROM gone g JOIN came c ON c.id = g.id AND (c.cell_12, c.region_code, c.geom_3857::text) IS DISTINCT FROM (g.cell_12, g.region_code, g.geom_3857::text)
      LEFT JOIN public.verdict_current v ON v.outfall_id = g.id
      CROSS JOIN LATERAL (VALUES (g.cell_12, g.region_code, g.geom_3857, -1), (c.cell_12, c.region_code, c.geom_3857, 1)) k (cell_12, region_code, geom_3857, n)) d CROSS JOIN LATERAL (VALUES (12, d.cell_12), (8, public.parent_cell(d.cell_12))) l (level, cell)
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(n * round(ST_X(d.geom_3857))) <> 0 OR sum(n * round(ST_Y(d.geom_3857))) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
      SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north$counting$;
  RETURN NULL;
END $_$;


--
-- Name: count_cells_verdict_current_delete(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_cells_verdict_current_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
  SELECT l.level, l.cell, d.region_code, d.verdict, sum(n), sum(n * round(ST_X(d.geom_3857))), sum(n * round(ST_Y(d.geom_3857)))
  FROM (
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n FROM gone g JOIN public.outfall o ON o.id = g.outfall_id
      CROSS JOIN LATERAL (VALUES (g.verdict, -1), ('', 1)) k (verdict, n)) d CROSS JOIN LATERAL (VALUES (12, d.cell_12), (8, public.parent_cell(d.cell_12))) l (level, cell)
  GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(n * round(ST_X(d.geom_3857))) <> 0 OR sum(n * round(ST_Y(d.geom_3857))) <> 0
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
    SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north;
  RETURN NULL;
END $$;


--
-- Name: count_cells_verdict_current_insert(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_cells_verdict_current_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
  changed bigint := (SELECT count(*) FROM came);
BEGIN
  IF changed = 0 THEN RETURN NULL; END IF;
  IF changed > public.many_cells()
    AND public.judged_regions(changed, ARRAY(SELECT DISTINCT o.region_code FROM came c JOIN public.outfall o ON o.id = c.outfall_id)) THEN RETURN NULL; END IF;
  EXECUTE $counting$
    INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
    SELECT l.level, l.cell, d.region_code, d.verdict, sum(n), sum(n * round(ST_X(d.geom_3857))), sum(n * round(ST_Y(d.geom_3857)))
    FROM (
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n FROM came c JOIN public.outfall o ON o.id = c.outfall_id
      CROSS JOIN LATERAL (VALUES ('', -1), (c.verdict, 1)) k (verdict, n)) d CROSS JOIN LATERAL (VALUES (12, d.cell_12), (8, public.parent_cell(d.cell_12))) l (level, cell)
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(n * round(ST_X(d.geom_3857))) <> 0 OR sum(n * round(ST_Y(d.geom_3857))) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
      SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north$counting$;
  RETURN NULL;
END $_$;


--
-- Name: count_cells_verdict_current_update(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.count_cells_verdict_current_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
  changed bigint := (SELECT count(*) FROM came);
BEGIN
  IF changed = 0 THEN RETURN NULL; END IF;
  EXECUTE $counting$
    INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
    SELECT l.level, l.cell, d.region_code, d.verdict, sum(n), sum(n * round(ST_X(d.geom_3857))), sum(n * round(ST_Y(d.geom_3857)))
    FROM (
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n
      FROM gone g JOIN came c ON c.outfall_id = g.outfall_id AND c.verdict <> g.verdict JOIN public.outfall o ON o.id = c.outfall_id
      CROSS JOIN LATERAL (VALUES (g.verdict, -1), (c.verdict, 1)) k (verdict, n)) d CROSS JOIN LATERAL (VALUES (12, d.cell_12), (8, public.parent_cell(d.cell_12))) l (level, cell)
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(n * round(ST_X(d.geom_3857))) <> 0 OR sum(n * round(ST_Y(d.geom_3857))) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
      SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north$counting$;
  RETURN NULL;
END $_$;


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
-- Name: dissolved(public.geometry[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.dissolved(pieces public.geometry[]) RETURNS public.geometry
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
  joined  geometry := (SELECT ST_Union(piece, 1e-7) FROM unnest(pieces) piece);
  lat     double precision := (ST_YMin(joined) + ST_YMax(joined)) / 2;
  per_lon double precision := metres_per_lon(least(abs(lat), 89));
  per_lat double precision := metres_per_lat(lat);
  flat    geometry := ST_Scale(joined, per_lon, per_lat);
  slits   geometry;
BEGIN
  SELECT ST_Union(ST_Buffer(slit.geom, 0.002, 'join=mitre endcap=square')) INTO slits
  FROM ST_Dump(ST_Difference(ST_Buffer(ST_Buffer(flat, 0.02, 'join=mitre'), -0.02, 'join=mitre'), flat, 1e-5)) slit
  WHERE ST_Area(slit.geom) > 1e-9
    AND 2 <= (SELECT count(*) FROM unnest(pieces) piece
              WHERE ST_DWithin(ST_Scale(piece, per_lon, per_lat), ST_PointOnSurface(slit.geom), 0.03));
  IF slits IS NULL THEN RETURN joined; END IF;
  RETURN ST_Scale(ST_Union(flat, slits, 1e-5), 1 / per_lon, 1 / per_lat);
END $$;


--
-- Name: effect_in(jsonb, text, boolean, date, date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.effect_in(effects jsonb, level text, existing boolean, set_up date, designated_on date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT CASE
    WHEN effects -> level IS NULL THEN NULL
    WHEN effects -> level -> 'before' = effects -> level -> 'after' OR NOT existing OR set_up >= designated_on THEN effects -> level ->> 'after'
    WHEN set_up < designated_on THEN effects -> level ->> 'before'
    ELSE 'review'
  END
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
-- Name: end_verdicts(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.end_verdicts() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  DELETE FROM verdict_current WHERE outfall_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;


--
-- Name: finding_text(text, text, double precision, double precision, jsonb, jsonb); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.finding_text(rule text, outcome text, distance_m double precision, error_m double precision, areas jsonb, evidence jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT rule || ' ' || outcome || ' ' || coalesce(distance_m::text, '') || ' ' || coalesce(error_m::text, '') || ' ' || areas::text || ' ' || evidence::text
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
-- Name: forget_dissolved_areas(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.forget_dissolved_areas() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  DELETE FROM dissolved_area WHERE stamps && ARRAY(SELECT stamp FROM former);
  RETURN NULL;
END $$;


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
-- Name: input_text(text, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.input_text(pack_hash text, subject text, findings text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT pack_hash || E'\n' || subject || E'\n' || coalesce(findings, '')
$$;


--
-- Name: judged_categories(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.judged_categories() RETURNS TABLE(code text, traits text[], regime text, kinds text[])
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT c.code, c.traits, c.regime,
         CASE WHEN c.regime IS NULL THEN (SELECT array_agg(k.code ORDER BY k.sort) FROM category k
                                          WHERE k.parent_code = c.code HAVING bool_or(k.traits <> c.traits)) END
  FROM category c OFFSET 0
$$;


--
-- Name: judged_regions(bigint, text[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.judged_regions(verdicts bigint, regions text[]) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF verdicts * 4 <= (SELECT count(*) FROM public.outfall o WHERE o.region_code = ANY (regions)) THEN RETURN false; END IF;
  PERFORM public.count_cells_of(regions);
  RETURN true;
END $$;


--
-- Name: keep_history(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.keep_history() RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  t       record;
  view    text;
  differs text;
  mark    text;
BEGIN
  CREATE SCHEMA IF NOT EXISTS past;
  FOR t IN
    SELECT c.oid::regclass AS oid, c.relname::text AS name FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'recorded_at' AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'rule_pack'
    ORDER BY c.relname
  LOOP
    view := past_view(t.oid);
    SELECT format('(%s) IS DISTINCT FROM (%s)', string_agg('OLD.' || quote_ident(name), ', ' ORDER BY place), string_agg('NEW.' || quote_ident(name), ', ' ORDER BY place))
    INTO differs FROM stored_columns(t.oid) WHERE name <> 'recorded_at';
    mark := md5(view || differs);
    CONTINUE WHEN mark = obj_description(to_regclass('past.' || quote_ident(t.name)), 'pg_class');
    EXECUTE format('DROP VIEW IF EXISTS past.%I', t.name);
    EXECUTE view;
    EXECUTE format('COMMENT ON VIEW past.%I IS %L', t.name, mark);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_recorded BEFORE UPDATE ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION note_recorded_at()', t.oid, differs);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_changed AFTER UPDATE ON %s REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION archive_rows()', t.oid);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION archive_rows()', t.oid);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_truncated BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION archive_rows()', t.oid);
  END LOOP;
END $$;


--
-- Name: key_columns(regclass); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.key_columns(of_table regclass) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
  SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::smallint[], a.attnum))
  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
  WHERE i.indrelid = of_table AND i.indisprimary
$$;


--
-- Name: known_at(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.known_at() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(nullif(current_setting('paikou.known_at', true), '')::timestamptz, 'infinity')
$$;


--
-- Name: lonlat_of(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.lonlat_of(point public.geometry) RETURNS jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
  SELECT jsonb_build_array(ST_X(point), ST_Y(point))
$$;


--
-- Name: many_cells(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.many_cells() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT 10000 $$;


--
-- Name: meridian_arc(double precision); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.meridian_arc(lat double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT 6367449.145771624 * lat - 16038.508740150433 * sin(2 * lat) + 16.832611356840285 * sin(4 * lat)
         - 0.021983194802649333 * sin(6 * lat) + 0.0000307847705541637 * sin(8 * lat)
$$;


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
-- Name: metric_centre(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.metric_centre(geom public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_catalog'
    AS $$
  SELECT ST_SetSRID(ST_MakePoint((ST_XMin(geom) + ST_XMax(geom)) / 2, (ST_YMin(geom) + ST_YMax(geom)) / 2), 4490)
$$;


--
-- Name: metric_wall(public.geometry); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.metric_wall(geom public.geometry) RETURNS public.geometry
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path TO 'public', 'pg_catalog'
    AS $$
  SELECT ST_SetSRID(ST_Transform(ST_Segmentize(ST_Boundary(geom), 0.00179),
    format('+proj=tmerc +lat_0=%s +lon_0=%s +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs',
           (ST_YMin(geom) + ST_YMax(geom)) / 2, (ST_XMin(geom) + ST_XMax(geom)) / 2)), 0)
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
  -- OFFSET: otherwise the whole expression would stand for mid.lat, too dear to be written out in metres_per_…, which would be parsed at each call
  CROSS JOIN LATERAL (SELECT (lat + ST_Y(ST_ClosestPoint(s.flat, here)) / per_lat) / 2 AS lat OFFSET 0) mid
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
-- Name: note_area_contacts(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.note_area_contacts() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('area_contact'), hashtext(TG_TABLE_NAME));
  EXECUTE format($sql$
    WITH contact AS (
      SELECT n.stamp, z.stamp AS other
      FROM drawn n JOIN %1$I z ON z.geom && ST_Expand(n.geom, 2e-7)
      WHERE z.stamp <> n.stamp AND NOT EXISTS (SELECT FROM area_contact c WHERE c.stamp = n.stamp AND c.other = z.stamp)
        AND areas_touch(z.geom, n.geom)
    )
    INSERT INTO area_contact SELECT stamp, other FROM contact UNION SELECT other, stamp FROM contact
    ON CONFLICT DO NOTHING$sql$, TG_TABLE_NAME);
  RETURN NULL;
END $_$;


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
-- Name: note_recorded_at(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.note_recorded_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.recorded_at := CASE WHEN OLD.recorded_at > public.record_time() THEN greatest(clock_timestamp(), OLD.recorded_at + interval '1 microsecond') ELSE public.record_time() END;
  RETURN NEW;
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
-- Name: parent_cell(integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.parent_cell(cell_12 integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT ((cell_12 >> 16) << 8) + ((cell_12 & 4095) >> 4)
$$;


--
-- Name: past_view(regclass); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.past_view(of_table regclass) RETURNS text
    LANGUAGE sql STABLE
    AS $_$
  WITH col AS (
    SELECT quote_ident(a.attname) AS name, a.attnum, pg_get_expr(d.adbin, d.adrelid) AS made
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
    WHERE a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped
  )
  SELECT format($sql$CREATE VIEW past.%1$I AS
SELECT %2$s FROM public.%1$I WHERE recorded_at <= public.known_at()
UNION ALL
SELECT %3$s FROM (
  SELECT former.* FROM public.row_archive a CROSS JOIN LATERAL jsonb_populate_record(NULL::public.%1$I, a.row) former
  WHERE a.table_name = %4$L AND a.known_from <= public.known_at() AND a.known_to > public.known_at()) state$sql$,
    relname, (SELECT string_agg(name, ', ' ORDER BY attnum) FROM col),
    (SELECT string_agg(coalesce(made, name), ', ' ORDER BY attnum) FROM col), relname)
  FROM pg_class WHERE oid = of_table
$_$;


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
-- Name: record_time(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.record_time() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  SELECT coalesce(nullif(current_setting('paikou.record_time', true), '')::timestamptz, now())
$$;


--
-- Name: refuse_changing_history(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_changing_history() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'PK001';
END $$;


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
-- Name: stamp_area(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.stamp_area() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.stamp := nextval('area_stamp');
  RETURN NEW;
END $$;


--
-- Name: stored_columns(regclass); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.stored_columns(of_table regclass) RETURNS TABLE(name text, is_geometry boolean, place smallint)
    LANGUAGE sql STABLE
    AS $$
  SELECT a.attname, t.typname = 'geometry', a.attnum
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  ORDER BY a.attnum
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
  ),
  piece AS MATERIALIZED (
    SELECT least(e.a, e.b) AS a, greatest(e.a, e.b) AS b
    FROM beside b
    CROSS JOIN LATERAL ST_Dump(b.geom) d
    CROSS JOIN LATERAL (SELECT ST_LineLocatePoint(line, ST_StartPoint(d.geom)) AS a, ST_LineLocatePoint(line, ST_EndPoint(d.geom)) AS b) e
    WHERE bank_m > 0 OR size_of(d.geom) > 1 -- of what is not declared, slivers under a metre are not worth finding their place
  ),
  -- the line is walked once, from end to end, however many pieces there are
  metre AS MATERIALIZED (
    SELECT f, sum(size_of(ST_LineSubstring(line, before, f))) OVER (ORDER BY f) AS m
    FROM (SELECT f, lag(f, 1, 0::double precision) OVER (ORDER BY f) AS before FROM (SELECT a AS f FROM piece UNION SELECT b FROM piece) u) s
  )
  SELECT start.m, stop.m FROM piece p JOIN metre start ON start.f = p.a JOIN metre stop ON stop.f = p.b
$$;


--
-- Name: strictest_outcome(text, text, text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.strictest_outcome(one text, two text, three text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  SELECT (ARRAY['not_applicable', 'clear', 'borderline', 'unknown', 'conflict'])[greatest(outcome_rank(one), outcome_rank(two), outcome_rank(three))]
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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT category_regime_check CHECK ((regime = ANY (ARRAY['approval'::text, 'registration'::text])))
);


--
-- Name: TABLE category; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.category IS 'outfall categories after HJ 1312-2023, loaded from data/codes/categories.yaml';


--
-- Name: row_archive; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.row_archive (
    id bigint NOT NULL,
    table_name text NOT NULL,
    row_key text NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone NOT NULL,
    ended_by text NOT NULL,
    actor text,
    "row" jsonb NOT NULL,
    CONSTRAINT row_archive_check CHECK ((known_from < known_to)),
    CONSTRAINT row_archive_ended_by_check CHECK ((ended_by = ANY (ARRAY['update'::text, 'delete'::text])))
);


--
-- Name: TABLE row_archive; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.row_archive IS 'former states of rows: known_from is when a state was recorded, known_to when it was replaced or deleted';


--
-- Name: COLUMN row_archive.row_key; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.row_archive.row_key IS 'primary key, several columns joined by /';


--
-- Name: COLUMN row_archive.actor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.row_archive.actor IS 'who ended the state: the transaction''s setting paikou.actor';


--
-- Name: COLUMN row_archive."row"; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.row_archive."row" IS 'stored columns; geometry as hexadecimal EWKB, exact';


--
-- Name: category; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.category AS
 SELECT category.code,
    category.parent_code,
    category.level,
    category.name,
    category.name_en,
    category.regime,
    category.traits,
    category.sort,
    category.recorded_at
   FROM public.category
  WHERE (category.recorded_at <= public.known_at())
UNION ALL
 SELECT state.code,
    state.parent_code,
    state.level,
    state.name,
    state.name_en,
    state.regime,
    state.traits,
    state.sort,
    state.recorded_at
   FROM ( SELECT former.code,
            former.parent_code,
            former.level,
            former.name,
            former.name_en,
            former.regime,
            former.traits,
            former.sort,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.category, a."row") former(code, parent_code, level, name, name_en, regime, traits, sort, recorded_at))
          WHERE ((a.table_name = 'category'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW category; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.category IS '29c730efa8804af9fa301559b0969750';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: channel; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.channel AS
 SELECT channel.id,
    channel.code,
    channel.region_code,
    channel.kind,
    channel.discharger_id,
    channel.outfall_id,
    channel.edition_id,
    channel.source,
    channel.sample,
    channel.situation,
    channel.geom,
    channel.recorded_at,
    channel.geom_3857,
    channel.geom_3857_mid,
    channel.geom_3857_low
   FROM public.channel
  WHERE (channel.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.kind,
    state.discharger_id,
    state.outfall_id,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.kind,
            former.discharger_id,
            former.outfall_id,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.channel, a."row") former(id, code, region_code, kind, discharger_id, outfall_id, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low))
          WHERE ((a.table_name = 'channel'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW channel; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.channel IS 'aa09ec6efc7148a38092cd4985f0adff';


--
-- Name: close_out; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.close_out (
    outfall_id bigint NOT NULL,
    id bigint NOT NULL,
    code text NOT NULL,
    measure text NOT NULL,
    applied_on date NOT NULL,
    decided_on date,
    decision text,
    document text,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT close_out_check CHECK ((decided_on >= applied_on)),
    CONSTRAINT close_out_check1 CHECK (((decision IS NULL) = (decided_on IS NULL))),
    CONSTRAINT close_out_check2 CHECK (((decision <> 'accepted'::text) OR (document IS NOT NULL))),
    CONSTRAINT close_out_decision_check CHECK ((decision = ANY (ARRAY['accepted'::text, 'returned'::text]))),
    CONSTRAINT close_out_measure_check CHECK ((measure = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text])))
);


--
-- Name: TABLE close_out; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.close_out IS '销号: applied for, accepted (with proof) or returned';


--
-- Name: close_out; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.close_out AS
 SELECT close_out.outfall_id,
    close_out.id,
    close_out.code,
    close_out.measure,
    close_out.applied_on,
    close_out.decided_on,
    close_out.decision,
    close_out.document,
    close_out.sample,
    close_out.situation,
    close_out.recorded_at
   FROM public.close_out
  WHERE (close_out.recorded_at <= public.known_at())
UNION ALL
 SELECT state.outfall_id,
    state.id,
    state.code,
    state.measure,
    state.applied_on,
    state.decided_on,
    state.decision,
    state.document,
    state.sample,
    state.situation,
    state.recorded_at
   FROM ( SELECT former.outfall_id,
            former.id,
            former.code,
            former.measure,
            former.applied_on,
            former.decided_on,
            former.decision,
            former.document,
            former.sample,
            former.situation,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.close_out, a."row") former(outfall_id, id, code, measure, applied_on, decided_on, decision, document, sample, situation, recorded_at))
          WHERE ((a.table_name = 'close_out'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW close_out; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.close_out IS 'efa474359bee555df72fd9f1e25939d4';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT clue_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT clue_kind_check CHECK ((kind = ANY (ARRAY['hidden_pipe'::text, 'seepage_pit'::text, 'concealed_use'::text, 'unapproved'::text])))
);


--
-- Name: TABLE clue; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.clue IS '违法线索: never a verdict, never public';


--
-- Name: clue; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.clue AS
 SELECT clue.id,
    clue.code,
    clue.region_code,
    clue.kind,
    clue.description,
    clue.outfall_id,
    clue.handed_over_on,
    clue.result,
    clue.sample,
    clue.situation,
    clue.geom,
    clue.recorded_at
   FROM public.clue
  WHERE (clue.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.kind,
    state.description,
    state.outfall_id,
    state.handed_over_on,
    state.result,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.kind,
            former.description,
            former.outfall_id,
            former.handed_over_on,
            former.result,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.clue, a."row") former(id, code, region_code, kind, description, outfall_id, handed_over_on, result, sample, situation, geom, recorded_at))
          WHERE ((a.table_name = 'clue'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW clue; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.clue IS '48dba1ae5c3ed0612e2d9cf57a26f7aa';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT complaint_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: TABLE complaint; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.complaint IS '投诉举报: the complainant''s personal data does not stand here';


--
-- Name: complaint; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.complaint AS
 SELECT complaint.id,
    complaint.code,
    complaint.region_code,
    complaint.description,
    complaint.received_on,
    complaint.outfall_id,
    complaint.result,
    complaint.sample,
    complaint.geom,
    complaint.recorded_at
   FROM public.complaint
  WHERE (complaint.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.description,
    state.received_on,
    state.outfall_id,
    state.result,
    state.sample,
    state.geom,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.description,
            former.received_on,
            former.outfall_id,
            former.result,
            former.sample,
            former.geom,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.complaint, a."row") former(id, code, region_code, description, received_on, outfall_id, result, sample, geom, recorded_at))
          WHERE ((a.table_name = 'complaint'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW complaint; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.complaint IS '27e4772ab00a8abc46605b1a230b842f';


--
-- Name: department; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.department (
    region_code text NOT NULL,
    id text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    duty text NOT NULL,
    document text NOT NULL,
    article text NOT NULL,
    quote text NOT NULL,
    sort smallint NOT NULL,
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT department_duty_check CHECK ((duty = ANY (ARRAY['lead'::text, 'sector'::text, 'fallback'::text])))
);


--
-- Name: department; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.department AS
 SELECT department.region_code,
    department.id,
    department.name,
    department.name_en,
    department.duty,
    department.document,
    department.article,
    department.quote,
    department.sort,
    department.recorded_at
   FROM public.department
  WHERE (department.recorded_at <= public.known_at())
UNION ALL
 SELECT state.region_code,
    state.id,
    state.name,
    state.name_en,
    state.duty,
    state.document,
    state.article,
    state.quote,
    state.sort,
    state.recorded_at
   FROM ( SELECT former.region_code,
            former.id,
            former.name,
            former.name_en,
            former.duty,
            former.document,
            former.article,
            former.quote,
            former.sort,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.department, a."row") former(region_code, id, name, name_en, duty, document, article, quote, sort, recorded_at))
          WHERE ((a.table_name = 'department'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW department; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.department IS '0aff302df37a5ab135901fb440c28d04';


--
-- Name: department_duty; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.department_duty (
    region_code text NOT NULL,
    department text NOT NULL,
    category text NOT NULL,
    in_park boolean DEFAULT false NOT NULL,
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL
);


--
-- Name: COLUMN department_duty.category; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.department_duty.category IS 'with all kinds below it';


--
-- Name: COLUMN department_duty.in_park; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.department_duty.in_park IS 'only outfalls that merge-park finds in a park';


--
-- Name: department_duty; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.department_duty AS
 SELECT department_duty.region_code,
    department_duty.department,
    department_duty.category,
    department_duty.in_park,
    department_duty.recorded_at
   FROM public.department_duty
  WHERE (department_duty.recorded_at <= public.known_at())
UNION ALL
 SELECT state.region_code,
    state.department,
    state.category,
    state.in_park,
    state.recorded_at
   FROM ( SELECT former.region_code,
            former.department,
            former.category,
            former.in_park,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.department_duty, a."row") former(region_code, department, category, in_park, recorded_at))
          WHERE ((a.table_name = 'department_duty'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW department_duty; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.department_duty IS '5e3b52c44d6ef13f460f6edbcc8f2307';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: discharge_limit; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.discharge_limit AS
 SELECT discharge_limit.standard,
    discharge_limit.grade,
    discharge_limit.pollutant,
    discharge_limit.set_up_from,
    discharge_limit.set_up_to,
    discharge_limit.document,
    discharge_limit.value,
    discharge_limit.cold_value,
    discharge_limit.at_least,
    discharge_limit.unit,
    discharge_limit.averaging,
    discharge_limit.valid_from,
    discharge_limit.valid_to,
    discharge_limit.confidence,
    discharge_limit.note,
    discharge_limit.recorded_at
   FROM public.discharge_limit
  WHERE (discharge_limit.recorded_at <= public.known_at())
UNION ALL
 SELECT state.standard,
    state.grade,
    state.pollutant,
    state.set_up_from,
    state.set_up_to,
    state.document,
    state.value,
    state.cold_value,
    state.at_least,
    state.unit,
    state.averaging,
    state.valid_from,
    state.valid_to,
    state.confidence,
    state.note,
    state.recorded_at
   FROM ( SELECT former.standard,
            former.grade,
            former.pollutant,
            former.set_up_from,
            former.set_up_to,
            former.document,
            former.value,
            former.cold_value,
            former.at_least,
            former.unit,
            former.averaging,
            former.valid_from,
            former.valid_to,
            former.confidence,
            former.note,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.discharge_limit, a."row") former(standard, grade, pollutant, set_up_from, set_up_to, document, value, cold_value, at_least, unit, averaging, valid_from, valid_to, confidence, note, recorded_at))
          WHERE ((a.table_name = 'discharge_limit'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW discharge_limit; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.discharge_limit IS '55dabdcd2a0b7e826df83b9fcb6a8732';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: discharger; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.discharger AS
 SELECT discharger.id,
    discharger.code,
    discharger.region_code,
    discharger.name,
    discharger.kind,
    discharger.credit_code,
    discharger.industry,
    discharger.discharge_permit,
    discharger.drainage_permit,
    discharger.registered_in_park,
    discharger.livelihood,
    discharger.position_method,
    discharger.position_error_m,
    discharger.source,
    discharger.sample,
    discharger.situation,
    discharger.geom,
    discharger.recorded_at,
    discharger.geom_3857
   FROM public.discharger
  WHERE (discharger.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.credit_code,
    state.industry,
    state.discharge_permit,
    state.drainage_permit,
    state.registered_in_park,
    state.livelihood,
    state.position_method,
    state.position_error_m,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.credit_code,
            former.industry,
            former.discharge_permit,
            former.drainage_permit,
            former.registered_in_park,
            former.livelihood,
            former.position_method,
            former.position_error_m,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.discharger, a."row") former(id, code, region_code, name, kind, credit_code, industry, discharge_permit, drainage_permit, registered_in_park, livelihood, position_method, position_error_m, source, sample, situation, geom, recorded_at, geom_3857))
          WHERE ((a.table_name = 'discharger'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW discharger; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.discharger IS '7ced88a441862803dcceb5f6abefaf32';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT disposal_record_destination_check CHECK ((destination = ANY (ARRAY['sewer'::text, 'hauled'::text, 'reused'::text, 'fields'::text, 'outfall'::text, 'none'::text, 'unknown'::text]))),
    CONSTRAINT disposal_record_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: TABLE disposal_record; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.disposal_record IS '污水（粪液）排放去向台账: also for units without an outfall';


--
-- Name: disposal_record; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.disposal_record AS
 SELECT disposal_record.id,
    disposal_record.code,
    disposal_record.region_code,
    disposal_record.name,
    disposal_record.unit_kind,
    disposal_record.destination,
    disposal_record.department,
    disposal_record.outfall_id,
    disposal_record.sample,
    disposal_record.situation,
    disposal_record.geom,
    disposal_record.recorded_at
   FROM public.disposal_record
  WHERE (disposal_record.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.unit_kind,
    state.destination,
    state.department,
    state.outfall_id,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.unit_kind,
            former.destination,
            former.department,
            former.outfall_id,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.disposal_record, a."row") former(id, code, region_code, name, unit_kind, destination, department, outfall_id, sample, situation, geom, recorded_at))
          WHERE ((a.table_name = 'disposal_record'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW disposal_record; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.disposal_record IS '826a7e4b779d7c2a36ae49a73099154e';


--
-- Name: area_stamp; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.area_stamp
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    stamp bigint DEFAULT nextval('public.area_stamp'::regclass) NOT NULL,
    wall public.geometry GENERATED ALWAYS AS (public.metric_wall(geom)) STORED,
    centre public.geometry(Point,4490) GENERATED ALWAYS AS (public.metric_centre(geom)) STORED,
    CONSTRAINT drinking_water_zone_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT drinking_water_zone_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT drinking_water_zone_level_check CHECK ((level = ANY (ARRAY['class_1'::text, 'class_2'::text, 'quasi'::text]))),
    CONSTRAINT drinking_water_zone_part_check CHECK ((part = ANY (ARRAY['water'::text, 'land'::text, 'both'::text])))
);
ALTER TABLE ONLY public.drinking_water_zone ALTER COLUMN geom SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.drinking_water_zone ALTER COLUMN wall SET STORAGE EXTERNAL;


--
-- Name: COLUMN drinking_water_zone.designated_on; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.drinking_water_zone.designated_on IS 'first designation of this ground, which may precede the edition';


--
-- Name: drinking_water_zone; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.drinking_water_zone AS
 SELECT drinking_water_zone.id,
    drinking_water_zone.code,
    drinking_water_zone.region_code,
    drinking_water_zone.name,
    drinking_water_zone.source_name,
    drinking_water_zone.level,
    drinking_water_zone.part,
    drinking_water_zone.designated_on,
    drinking_water_zone.document,
    drinking_water_zone.boundary_error_m,
    drinking_water_zone.edition_id,
    drinking_water_zone.source,
    drinking_water_zone.sample,
    drinking_water_zone.situation,
    drinking_water_zone.geom,
    drinking_water_zone.recorded_at,
    drinking_water_zone.geom_3857,
    drinking_water_zone.geom_3857_mid,
    drinking_water_zone.geom_3857_low,
    drinking_water_zone.stamp,
    drinking_water_zone.wall,
    drinking_water_zone.centre
   FROM public.drinking_water_zone
  WHERE (drinking_water_zone.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.source_name,
    state.level,
    state.part,
    state.designated_on,
    state.document,
    state.boundary_error_m,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low,
    state.stamp,
    public.metric_wall(state.geom) AS wall,
    public.metric_centre(state.geom) AS centre
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.source_name,
            former.level,
            former.part,
            former.designated_on,
            former.document,
            former.boundary_error_m,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low,
            former.stamp,
            former.wall,
            former.centre
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.drinking_water_zone, a."row") former(id, code, region_code, name, source_name, level, part, designated_on, document, boundary_error_m, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low, stamp, wall, centre))
          WHERE ((a.table_name = 'drinking_water_zone'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW drinking_water_zone; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.drinking_water_zone IS 'a9d6923bb62e62cda79b80c44309f3bc';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT flood_defence_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT flood_defence_geom_check CHECK ((public.geometrytype(geom) = ANY (ARRAY['MULTILINESTRING'::text, 'MULTIPOLYGON'::text]))),
    CONSTRAINT flood_defence_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT flood_defence_kind_check CHECK ((kind = ANY (ARRAY['levee'::text, 'management_range'::text])))
);


--
-- Name: flood_defence; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.flood_defence AS
 SELECT flood_defence.id,
    flood_defence.code,
    flood_defence.region_code,
    flood_defence.name,
    flood_defence.kind,
    flood_defence.boundary_error_m,
    flood_defence.edition_id,
    flood_defence.source,
    flood_defence.sample,
    flood_defence.situation,
    flood_defence.geom,
    flood_defence.recorded_at,
    flood_defence.geom_3857,
    flood_defence.geom_3857_mid,
    flood_defence.geom_3857_low
   FROM public.flood_defence
  WHERE (flood_defence.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.boundary_error_m,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.boundary_error_m,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.flood_defence, a."row") former(id, code, region_code, name, kind, boundary_error_m, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low))
          WHERE ((a.table_name = 'flood_defence'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW flood_defence; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.flood_defence IS '2d6c8b8556739e76cf2bdfd0c05c56ab';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: function_zone; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.function_zone AS
 SELECT function_zone.id,
    function_zone.code,
    function_zone.region_code,
    function_zone.name,
    function_zone.kind,
    function_zone.target_class,
    function_zone.latest_class,
    function_zone.assessed_on,
    function_zone.attained,
    function_zone.edition_id,
    function_zone.source,
    function_zone.sample,
    function_zone.situation,
    function_zone.geom,
    function_zone.recorded_at,
    function_zone.geom_3857,
    function_zone.geom_3857_mid,
    function_zone.geom_3857_low
   FROM public.function_zone
  WHERE (function_zone.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.target_class,
    state.latest_class,
    state.assessed_on,
    state.attained,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.target_class,
            former.latest_class,
            former.assessed_on,
            former.attained,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.function_zone, a."row") former(id, code, region_code, name, kind, target_class, latest_class, assessed_on, attained, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low))
          WHERE ((a.table_name = 'function_zone'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW function_zone; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.function_zone IS '392b40ef5a8305163e61b6af7c148dde';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    stamp bigint DEFAULT nextval('public.area_stamp'::regclass) NOT NULL,
    wall public.geometry GENERATED ALWAYS AS (public.metric_wall(geom)) STORED,
    centre public.geometry(Point,4490) GENERATED ALWAYS AS (public.metric_centre(geom)) STORED,
    CONSTRAINT industrial_park_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT industrial_park_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);
ALTER TABLE ONLY public.industrial_park ALTER COLUMN geom SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.industrial_park ALTER COLUMN wall SET STORAGE EXTERNAL;


--
-- Name: industrial_park; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.industrial_park AS
 SELECT industrial_park.id,
    industrial_park.code,
    industrial_park.region_code,
    industrial_park.name,
    industrial_park.kind,
    industrial_park.plant_id,
    industrial_park.boundary_error_m,
    industrial_park.edition_id,
    industrial_park.source,
    industrial_park.sample,
    industrial_park.situation,
    industrial_park.geom,
    industrial_park.recorded_at,
    industrial_park.geom_3857,
    industrial_park.geom_3857_mid,
    industrial_park.geom_3857_low,
    industrial_park.stamp,
    industrial_park.wall,
    industrial_park.centre
   FROM public.industrial_park
  WHERE (industrial_park.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.plant_id,
    state.boundary_error_m,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low,
    state.stamp,
    public.metric_wall(state.geom) AS wall,
    public.metric_centre(state.geom) AS centre
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.plant_id,
            former.boundary_error_m,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low,
            former.stamp,
            former.wall,
            former.centre
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.industrial_park, a."row") former(id, code, region_code, name, kind, plant_id, boundary_error_m, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low, stamp, wall, centre))
          WHERE ((a.table_name = 'industrial_park'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW industrial_park; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.industrial_park IS '556cbefaf289a9f4d2fffd8166ef00fd';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT intake_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT intake_kind_check CHECK ((kind = ANY (ARRAY['surface'::text, 'groundwater'::text])))
);


--
-- Name: intake; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.intake AS
 SELECT intake.id,
    intake.code,
    intake.region_code,
    intake.name,
    intake.kind,
    intake.waterbody_id,
    intake.people,
    intake.edition_id,
    intake.source,
    intake.sample,
    intake.situation,
    intake.geom,
    intake.recorded_at,
    intake.geom_3857
   FROM public.intake
  WHERE (intake.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.waterbody_id,
    state.people,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.waterbody_id,
            former.people,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.intake, a."row") former(id, code, region_code, name, kind, waterbody_id, people, edition_id, source, sample, situation, geom, recorded_at, geom_3857))
          WHERE ((a.table_name = 'intake'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW intake; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.intake IS 'a0a524fe4443e54d26ea5d9f853084b3';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: layer_coverage; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.layer_coverage AS
 SELECT layer_coverage.id,
    layer_coverage.code,
    layer_coverage.layer,
    layer_coverage.region_code,
    layer_coverage.name,
    layer_coverage.statement,
    layer_coverage.as_of,
    layer_coverage.declared_by,
    layer_coverage.document,
    layer_coverage.sample,
    layer_coverage.situation,
    layer_coverage.geom,
    layer_coverage.recorded_at,
    layer_coverage.geom_3857,
    layer_coverage.geom_3857_mid,
    layer_coverage.geom_3857_low
   FROM public.layer_coverage
  WHERE (layer_coverage.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.layer,
    state.region_code,
    state.name,
    state.statement,
    state.as_of,
    state.declared_by,
    state.document,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low
   FROM ( SELECT former.id,
            former.code,
            former.layer,
            former.region_code,
            former.name,
            former.statement,
            former.as_of,
            former.declared_by,
            former.document,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.layer_coverage, a."row") former(id, code, layer, region_code, name, statement, as_of, declared_by, document, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low))
          WHERE ((a.table_name = 'layer_coverage'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW layer_coverage; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.layer_coverage IS '8d81ef70c73ddb6582cfb412fde90c07';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: CONSTRAINT layer_edition_check ON layer_edition; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT layer_edition_check ON public.layer_edition IS '失效日期须在生效日期之后 (valid_to must be after valid_from)';


--
-- Name: layer_edition; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.layer_edition AS
 SELECT layer_edition.id,
    layer_edition.code,
    layer_edition.layer,
    layer_edition.region_code,
    layer_edition.name,
    layer_edition.document,
    layer_edition.document_date,
    layer_edition.valid_from,
    layer_edition.valid_to,
    layer_edition.boundary_error_m,
    layer_edition.note,
    layer_edition.recorded_at
   FROM public.layer_edition
  WHERE (layer_edition.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.layer,
    state.region_code,
    state.name,
    state.document,
    state.document_date,
    state.valid_from,
    state.valid_to,
    state.boundary_error_m,
    state.note,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.layer,
            former.region_code,
            former.name,
            former.document,
            former.document_date,
            former.valid_from,
            former.valid_to,
            former.boundary_error_m,
            former.note,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.layer_edition, a."row") former(id, code, layer, region_code, name, document, document_date, valid_from, valid_to, boundary_error_m, note, recorded_at))
          WHERE ((a.table_name = 'layer_edition'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW layer_edition; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.layer_edition IS 'ec94cd049f78ec09392024fb926552ed';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: monitoring_sample; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.monitoring_sample AS
 SELECT monitoring_sample.outfall_id,
    monitoring_sample.id,
    monitoring_sample.code,
    monitoring_sample.taken_at,
    monitoring_sample.kind,
    monitoring_sample.method,
    monitoring_sample.water_temperature_c,
    monitoring_sample.flow_m3d,
    monitoring_sample.discharging,
    monitoring_sample.valid,
    monitoring_sample.laboratory,
    monitoring_sample.source,
    monitoring_sample.sample,
    monitoring_sample.situation,
    monitoring_sample.recorded_at
   FROM public.monitoring_sample
  WHERE (monitoring_sample.recorded_at <= public.known_at())
UNION ALL
 SELECT state.outfall_id,
    state.id,
    state.code,
    state.taken_at,
    state.kind,
    state.method,
    state.water_temperature_c,
    state.flow_m3d,
    state.discharging,
    state.valid,
    state.laboratory,
    state.source,
    state.sample,
    state.situation,
    state.recorded_at
   FROM ( SELECT former.outfall_id,
            former.id,
            former.code,
            former.taken_at,
            former.kind,
            former.method,
            former.water_temperature_c,
            former.flow_m3d,
            former.discharging,
            former.valid,
            former.laboratory,
            former.source,
            former.sample,
            former.situation,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.monitoring_sample, a."row") former(outfall_id, id, code, taken_at, kind, method, water_temperature_c, flow_m3d, discharging, valid, laboratory, source, sample, situation, recorded_at))
          WHERE ((a.table_name = 'monitoring_sample'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW monitoring_sample; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.monitoring_sample IS 'eaca354ab279856233ffcf00f5800240';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT monitoring_section_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT monitoring_section_level_check CHECK ((level = ANY (ARRAY['national'::text, 'province'::text, 'city'::text])))
);


--
-- Name: monitoring_section; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.monitoring_section AS
 SELECT monitoring_section.id,
    monitoring_section.code,
    monitoring_section.region_code,
    monitoring_section.name,
    monitoring_section.level,
    monitoring_section.waterbody_id,
    monitoring_section.target_class,
    monitoring_section.latest_class,
    monitoring_section.edition_id,
    monitoring_section.source,
    monitoring_section.sample,
    monitoring_section.situation,
    monitoring_section.geom,
    monitoring_section.recorded_at,
    monitoring_section.geom_3857
   FROM public.monitoring_section
  WHERE (monitoring_section.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.level,
    state.waterbody_id,
    state.target_class,
    state.latest_class,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.level,
            former.waterbody_id,
            former.target_class,
            former.latest_class,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.monitoring_section, a."row") former(id, code, region_code, name, level, waterbody_id, target_class, latest_class, edition_id, source, sample, situation, geom, recorded_at, geom_3857))
          WHERE ((a.table_name = 'monitoring_section'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW monitoring_section; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.monitoring_section IS 'e13e6d0458be6b4be681f6d362f9472a';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT monitoring_value_value_check CHECK ((value >= (0)::double precision))
);


--
-- Name: COLUMN monitoring_value.below_detection; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.monitoring_value.below_detection IS 'the value is the detection limit and the water held less';


--
-- Name: monitoring_value; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.monitoring_value AS
 SELECT monitoring_value.outfall_id,
    monitoring_value.sample_id,
    monitoring_value.pollutant,
    monitoring_value.value,
    monitoring_value.unit,
    monitoring_value.below_detection,
    monitoring_value.recorded_at
   FROM public.monitoring_value
  WHERE (monitoring_value.recorded_at <= public.known_at())
UNION ALL
 SELECT state.outfall_id,
    state.sample_id,
    state.pollutant,
    state.value,
    state.unit,
    state.below_detection,
    state.recorded_at
   FROM ( SELECT former.outfall_id,
            former.sample_id,
            former.pollutant,
            former.value,
            former.unit,
            former.below_detection,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.monitoring_value, a."row") former(outfall_id, sample_id, pollutant, value, unit, below_detection, recorded_at))
          WHERE ((a.table_name = 'monitoring_value'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW monitoring_value; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.monitoring_value IS '73118bc8dd6c687dc210af66ed9067f3';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    discharge_standard text,
    discharge_grade text,
    shared_declared boolean,
    typed_in_zone boolean,
    cell_12 integer GENERATED ALWAYS AS (((4096 * (LEAST(GREATEST(floor((((1)::double precision - (ln(tan(radians(((45)::double precision + (LEAST(GREATEST(public.st_y(geom), ('-85.06'::numeric)::double precision), (85.06)::double precision) / (2)::double precision))))) / pi())) * (2048)::double precision)), (0)::double precision), (4095)::double precision))::integer) + (LEAST(GREATEST(floor((((public.st_x(geom) + (180)::double precision) / (360)::double precision) * (4096)::double precision)), (0)::double precision), (4095)::double precision))::integer)) STORED,
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
-- Name: CONSTRAINT outfall_check ON outfall; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT outfall_check ON public.outfall IS '已取缔、封堵或改为雨水口的，须写明凭证 status_proof (removed, sealed or rain-only needs its proof)';


--
-- Name: CONSTRAINT outfall_check1 ON outfall; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT outfall_check1 ON public.outfall IS '类型已定的，不再列候选类型 (candidates are for an undetermined category only)';


--
-- Name: CONSTRAINT outfall_check2 ON outfall; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT outfall_check2 ON public.outfall IS '写明排放标准的级别，须写明标准 (a grade needs its discharge standard)';


--
-- Name: outfall; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.outfall AS
 SELECT outfall.id,
    outfall.local_code,
    outfall.national_code,
    outfall.name,
    outfall.region_code,
    outfall.category,
    outfall.category_candidates,
    outfall.status,
    outfall.status_proof,
    outfall.set_up,
    outfall.approval,
    outfall.approval_no,
    outfall.retention_approved,
    outfall.retention_report_no,
    outfall.position_method,
    outfall.position_error_m,
    outfall.whole_seconds,
    outfall.waterbody_id,
    outfall.reach_id,
    outfall.river_name,
    outfall.discharger_id,
    outfall.shared_with,
    outfall.flow_m3d,
    outfall.discharge_feature,
    outfall.mouth_form,
    outfall.inspected_on,
    outfall.problems,
    outfall.dry_flow_hours,
    outfall.dry_flow_cause,
    outfall.compliant,
    outfall.source,
    outfall.sample,
    outfall.situation,
    outfall.geom,
    outfall.entry_geom,
    outfall.recorded_at,
    outfall.geom_3857,
    outfall.discharge_standard,
    outfall.discharge_grade,
    outfall.shared_declared,
    outfall.typed_in_zone,
    outfall.cell_12
   FROM public.outfall
  WHERE (outfall.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.local_code,
    state.national_code,
    state.name,
    state.region_code,
    state.category,
    state.category_candidates,
    state.status,
    state.status_proof,
    state.set_up,
    state.approval,
    state.approval_no,
    state.retention_approved,
    state.retention_report_no,
    state.position_method,
    state.position_error_m,
    state.whole_seconds,
    state.waterbody_id,
    state.reach_id,
    state.river_name,
    state.discharger_id,
    state.shared_with,
    state.flow_m3d,
    state.discharge_feature,
    state.mouth_form,
    state.inspected_on,
    state.problems,
    state.dry_flow_hours,
    state.dry_flow_cause,
    state.compliant,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.entry_geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    state.discharge_standard,
    state.discharge_grade,
    state.shared_declared,
    state.typed_in_zone,
    ((4096 * (LEAST(GREATEST(floor((((1)::double precision - (ln(tan(radians(((45)::double precision + (LEAST(GREATEST(public.st_y(state.geom), ('-85.06'::numeric)::double precision), (85.06)::double precision) / (2)::double precision))))) / pi())) * (2048)::double precision)), (0)::double precision), (4095)::double precision))::integer) + (LEAST(GREATEST(floor((((public.st_x(state.geom) + (180)::double precision) / (360)::double precision) * (4096)::double precision)), (0)::double precision), (4095)::double precision))::integer) AS cell_12
   FROM ( SELECT former.id,
            former.local_code,
            former.national_code,
            former.name,
            former.region_code,
            former.category,
            former.category_candidates,
            former.status,
            former.status_proof,
            former.set_up,
            former.approval,
            former.approval_no,
            former.retention_approved,
            former.retention_report_no,
            former.position_method,
            former.position_error_m,
            former.whole_seconds,
            former.waterbody_id,
            former.reach_id,
            former.river_name,
            former.discharger_id,
            former.shared_with,
            former.flow_m3d,
            former.discharge_feature,
            former.mouth_form,
            former.inspected_on,
            former.problems,
            former.dry_flow_hours,
            former.dry_flow_cause,
            former.compliant,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.entry_geom,
            former.recorded_at,
            former.geom_3857,
            former.discharge_standard,
            former.discharge_grade,
            former.shared_declared,
            former.typed_in_zone,
            former.cell_12
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.outfall, a."row") former(id, local_code, national_code, name, region_code, category, category_candidates, status, status_proof, set_up, approval, approval_no, retention_approved, retention_report_no, position_method, position_error_m, whole_seconds, waterbody_id, reach_id, river_name, discharger_id, shared_with, flow_m3d, discharge_feature, mouth_form, inspected_on, problems, dry_flow_hours, dry_flow_cause, compliant, source, sample, situation, geom, entry_geom, recorded_at, geom_3857, discharge_standard, discharge_grade, shared_declared, typed_in_zone, cell_12))
          WHERE ((a.table_name = 'outfall'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW outfall; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.outfall IS '2125cd38e106a6a2a210d1ea96c2bad4';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    discharging boolean,
    CONSTRAINT patrol_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT patrol_kind_check CHECK ((kind = ANY (ARRAY['river_chief'::text, 'responsible_party'::text])))
);


--
-- Name: COLUMN patrol.discharging; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.patrol.discharging IS '巡查时口门在排水; null = not noted';


--
-- Name: patrol; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.patrol AS
 SELECT patrol.id,
    patrol.code,
    patrol.region_code,
    patrol.kind,
    patrol.walked_on,
    patrol.finding,
    patrol.outfall_id,
    patrol.sample,
    patrol.situation,
    patrol.geom,
    patrol.recorded_at,
    patrol.discharging
   FROM public.patrol
  WHERE (patrol.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.kind,
    state.walked_on,
    state.finding,
    state.outfall_id,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    state.discharging
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.kind,
            former.walked_on,
            former.finding,
            former.outfall_id,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.discharging
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.patrol, a."row") former(id, code, region_code, kind, walked_on, finding, outfall_id, sample, situation, geom, recorded_at, discharging))
          WHERE ((a.table_name = 'patrol'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW patrol; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.patrol IS '3e8f0b1f432e5d15e4c7db7a135e3899';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT permit_application_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT permit_application_kind_check CHECK ((kind = ANY (ARRAY['new'::text, 'altered'::text, 'enlarged'::text])))
);


--
-- Name: TABLE permit_application; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.permit_application IS '拟设排污口: 新设 / 改设 / 扩大';


--
-- Name: permit_application; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.permit_application AS
 SELECT permit_application.id,
    permit_application.code,
    permit_application.region_code,
    permit_application.kind,
    permit_application.category,
    permit_application.discharger_id,
    permit_application.position_method,
    permit_application.applied_on,
    permit_application.sample,
    permit_application.situation,
    permit_application.geom,
    permit_application.recorded_at
   FROM public.permit_application
  WHERE (permit_application.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.kind,
    state.category,
    state.discharger_id,
    state.position_method,
    state.applied_on,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.kind,
            former.category,
            former.discharger_id,
            former.position_method,
            former.applied_on,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.permit_application, a."row") former(id, code, region_code, kind, category, discharger_id, position_method, applied_on, sample, situation, geom, recorded_at))
          WHERE ((a.table_name = 'permit_application'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW permit_application; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.permit_application IS 'bad11906e50bf7b39964bfad861ccd8e';


--
-- Name: plan; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.plan (
    outfall_id bigint NOT NULL,
    id bigint NOT NULL,
    code text NOT NULL,
    measure text NOT NULL,
    drawn_up_on date NOT NULL,
    started_on date,
    completed_on date,
    due_on date,
    transition_until date,
    transition_reason text,
    transition_approval text,
    document text,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT plan_check CHECK ((completed_on >= started_on)),
    CONSTRAINT plan_check1 CHECK (((transition_until IS NULL) OR ((transition_reason IS NOT NULL) AND (transition_approval IS NOT NULL)))),
    CONSTRAINT plan_measure_check CHECK ((measure = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text])))
);


--
-- Name: TABLE plan; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.plan IS '一口一策: measure, term and progress';


--
-- Name: COLUMN plan.transition_until; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.plan.transition_until IS '过渡期至: for 企事业单位 in real difficulty, with reason and approver; it takes the place of due_on';


--
-- Name: plan; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.plan AS
 SELECT plan.outfall_id,
    plan.id,
    plan.code,
    plan.measure,
    plan.drawn_up_on,
    plan.started_on,
    plan.completed_on,
    plan.due_on,
    plan.transition_until,
    plan.transition_reason,
    plan.transition_approval,
    plan.document,
    plan.sample,
    plan.situation,
    plan.recorded_at
   FROM public.plan
  WHERE (plan.recorded_at <= public.known_at())
UNION ALL
 SELECT state.outfall_id,
    state.id,
    state.code,
    state.measure,
    state.drawn_up_on,
    state.started_on,
    state.completed_on,
    state.due_on,
    state.transition_until,
    state.transition_reason,
    state.transition_approval,
    state.document,
    state.sample,
    state.situation,
    state.recorded_at
   FROM ( SELECT former.outfall_id,
            former.id,
            former.code,
            former.measure,
            former.drawn_up_on,
            former.started_on,
            former.completed_on,
            former.due_on,
            former.transition_until,
            former.transition_reason,
            former.transition_approval,
            former.document,
            former.sample,
            former.situation,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.plan, a."row") former(outfall_id, id, code, measure, drawn_up_on, started_on, completed_on, due_on, transition_until, transition_reason, transition_approval, document, sample, situation, recorded_at))
          WHERE ((a.table_name = 'plan'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW plan; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.plan IS '9892f240bdb5e3c3bfc277a2976f7347';


--
-- Name: pollutant; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pollutant (
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    unit text NOT NULL,
    required boolean DEFAULT false NOT NULL,
    sort integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL
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
-- Name: pollutant; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.pollutant AS
 SELECT pollutant.code,
    pollutant.name,
    pollutant.name_en,
    pollutant.unit,
    pollutant.required,
    pollutant.sort,
    pollutant.recorded_at
   FROM public.pollutant
  WHERE (pollutant.recorded_at <= public.known_at())
UNION ALL
 SELECT state.code,
    state.name,
    state.name_en,
    state.unit,
    state.required,
    state.sort,
    state.recorded_at
   FROM ( SELECT former.code,
            former.name,
            former.name_en,
            former.unit,
            former.required,
            former.sort,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.pollutant, a."row") former(code, name, name_en, unit, required, sort, recorded_at))
          WHERE ((a.table_name = 'pollutant'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW pollutant; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.pollutant IS '00e022c373a61bf8d8b4a6c4b81e964e';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    stamp bigint DEFAULT nextval('public.area_stamp'::regclass) NOT NULL,
    wall public.geometry GENERATED ALWAYS AS (public.metric_wall(geom)) STORED,
    centre public.geometry(Point,4490) GENERATED ALWAYS AS (public.metric_centre(geom)) STORED,
    CONSTRAINT protected_area_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT protected_area_check CHECK (((class <> 'nature'::text) OR ((kind = ANY (ARRAY['national_park'::text, 'nature_reserve'::text, 'nature_park'::text])) AND (level = ANY (ARRAY['core_protection'::text, 'general_control'::text, 'core'::text, 'buffer'::text, 'experimental'::text, 'nature_park'::text]))))),
    CONSTRAINT protected_area_check1 CHECK (((class <> 'special'::text) OR ((kind = ANY (ARRAY['scenic_water'::text, 'fishery_water'::text, 'special_value_water'::text])) AND (level = kind)))),
    CONSTRAINT protected_area_class_check CHECK ((class = ANY (ARRAY['nature'::text, 'special'::text]))),
    CONSTRAINT protected_area_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);
ALTER TABLE ONLY public.protected_area ALTER COLUMN geom SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.protected_area ALTER COLUMN wall SET STORAGE EXTERNAL;


--
-- Name: TABLE protected_area; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.protected_area IS '自然保护地 (class nature, both zonings) and 其他需要特殊保护区域 (class special)';


--
-- Name: CONSTRAINT protected_area_check ON protected_area; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT protected_area_check ON public.protected_area IS '自然保护地的类型或分区不相符 (kind and zoning of a nature protected area do not fit)';


--
-- Name: CONSTRAINT protected_area_check1 ON protected_area; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON CONSTRAINT protected_area_check1 ON public.protected_area IS '特殊水体的类型与级别须一致 (kind and level of a special water must be the same)';


--
-- Name: protected_area; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.protected_area AS
 SELECT protected_area.id,
    protected_area.code,
    protected_area.region_code,
    protected_area.name,
    protected_area.class,
    protected_area.kind,
    protected_area.level,
    protected_area.designated_on,
    protected_area.document,
    protected_area.boundary_error_m,
    protected_area.edition_id,
    protected_area.source,
    protected_area.sample,
    protected_area.situation,
    protected_area.geom,
    protected_area.recorded_at,
    protected_area.geom_3857,
    protected_area.geom_3857_mid,
    protected_area.geom_3857_low,
    protected_area.stamp,
    protected_area.wall,
    protected_area.centre
   FROM public.protected_area
  WHERE (protected_area.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.class,
    state.kind,
    state.level,
    state.designated_on,
    state.document,
    state.boundary_error_m,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low,
    state.stamp,
    public.metric_wall(state.geom) AS wall,
    public.metric_centre(state.geom) AS centre
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.class,
            former.kind,
            former.level,
            former.designated_on,
            former.document,
            former.boundary_error_m,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low,
            former.stamp,
            former.wall,
            former.centre
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.protected_area, a."row") former(id, code, region_code, name, class, kind, level, designated_on, document, boundary_error_m, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low, stamp, wall, centre))
          WHERE ((a.table_name = 'protected_area'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW protected_area; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.protected_area IS '3ea7c19e3196c60ac8b2ba82390d0eec';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: reach; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.reach AS
 SELECT reach.id,
    reach.code,
    reach.region_code,
    reach.name,
    reach.waterbody_id,
    reach.from_node_id,
    reach.to_node_id,
    reach.function_zone_id,
    reach.grade,
    reach.chief_city,
    reach.chief_town,
    reach.chief_village,
    reach.edition_id,
    reach.source,
    reach.sample,
    reach.situation,
    reach.geom,
    reach.recorded_at,
    reach.geom_3857,
    reach.geom_3857_mid,
    reach.geom_3857_low,
    reach.length_m
   FROM public.reach
  WHERE (reach.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.waterbody_id,
    state.from_node_id,
    state.to_node_id,
    state.function_zone_id,
    state.grade,
    state.chief_city,
    state.chief_town,
    state.chief_village,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low,
    public.st_length((public.st_segmentize(state.geom, (0.00179)::double precision))::public.geography) AS length_m
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.waterbody_id,
            former.from_node_id,
            former.to_node_id,
            former.function_zone_id,
            former.grade,
            former.chief_city,
            former.chief_town,
            former.chief_village,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low,
            former.length_m
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.reach, a."row") former(id, code, region_code, name, waterbody_id, from_node_id, to_node_id, function_zone_id, grade, chief_city, chief_town, chief_village, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low, length_m))
          WHERE ((a.table_name = 'reach'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW reach; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.reach IS 'd1cadc9a82dcaec497cb7faed320e799';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Point,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    CONSTRAINT reach_node_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT reach_node_kind_check CHECK ((kind = ANY (ARRAY['source'::text, 'junction'::text, 'outlet'::text, 'border'::text])))
);


--
-- Name: reach_node; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.reach_node AS
 SELECT reach_node.id,
    reach_node.code,
    reach_node.region_code,
    reach_node.kind,
    reach_node.sample,
    reach_node.geom,
    reach_node.recorded_at,
    reach_node.geom_3857
   FROM public.reach_node
  WHERE (reach_node.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.kind,
    state.sample,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.kind,
            former.sample,
            former.geom,
            former.recorded_at,
            former.geom_3857
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.reach_node, a."row") former(id, code, region_code, kind, sample, geom, recorded_at, geom_3857))
          WHERE ((a.table_name = 'reach_node'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW reach_node; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.reach_node IS '734d357084d46cc333e4dd217197f74c';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: region; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.region AS
 SELECT region.id,
    region.code,
    region.parent_code,
    region.name,
    region.name_en,
    region.level,
    region.sample,
    region.geom,
    region.recorded_at,
    region.geom_3857,
    region.geom_3857_mid,
    region.geom_3857_low
   FROM public.region
  WHERE (region.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.parent_code,
    state.name,
    state.name_en,
    state.level,
    state.sample,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low
   FROM ( SELECT former.id,
            former.code,
            former.parent_code,
            former.name,
            former.name_en,
            former.level,
            former.sample,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.region, a."row") former(id, code, parent_code, name, name_en, level, sample, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low))
          WHERE ((a.table_name = 'region'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW region; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.region IS 'b4b65fc3545728277852afd696dd9d0d';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    stamp bigint DEFAULT nextval('public.area_stamp'::regclass) NOT NULL,
    wall public.geometry GENERATED ALWAYS AS (public.metric_wall(geom)) STORED,
    centre public.geometry(Point,4490) GENERATED ALWAYS AS (public.metric_centre(geom)) STORED,
    CONSTRAINT sewer_coverage_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT sewer_coverage_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);
ALTER TABLE ONLY public.sewer_coverage ALTER COLUMN geom SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.sewer_coverage ALTER COLUMN wall SET STORAGE EXTERNAL;


--
-- Name: sewer_coverage; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.sewer_coverage AS
 SELECT sewer_coverage.id,
    sewer_coverage.code,
    sewer_coverage.region_code,
    sewer_coverage.name,
    sewer_coverage.plant_id,
    sewer_coverage.boundary_error_m,
    sewer_coverage.edition_id,
    sewer_coverage.source,
    sewer_coverage.sample,
    sewer_coverage.situation,
    sewer_coverage.geom,
    sewer_coverage.recorded_at,
    sewer_coverage.geom_3857,
    sewer_coverage.geom_3857_mid,
    sewer_coverage.geom_3857_low,
    sewer_coverage.stamp,
    sewer_coverage.wall,
    sewer_coverage.centre
   FROM public.sewer_coverage
  WHERE (sewer_coverage.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.plant_id,
    state.boundary_error_m,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low,
    state.stamp,
    public.metric_wall(state.geom) AS wall,
    public.metric_centre(state.geom) AS centre
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.plant_id,
            former.boundary_error_m,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low,
            former.stamp,
            former.wall,
            former.centre
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.sewer_coverage, a."row") former(id, code, region_code, name, plant_id, boundary_error_m, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low, stamp, wall, centre))
          WHERE ((a.table_name = 'sewer_coverage'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW sewer_coverage; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.sewer_coverage IS 'fd96f5149f16d6f25feaa9dae910af77';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT sewer_defect_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT sewer_defect_kind_check CHECK ((kind = ANY (ARRAY['mixed'::text, 'wrong'::text, 'leaking'::text])))
);


--
-- Name: TABLE sewer_defect; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.sewer_defect IS '混接、错接、漏接';


--
-- Name: sewer_defect; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.sewer_defect AS
 SELECT sewer_defect.id,
    sewer_defect.code,
    sewer_defect.region_code,
    sewer_defect.kind,
    sewer_defect.sewer_line_id,
    sewer_defect.found_on,
    sewer_defect.mended_on,
    sewer_defect.sample,
    sewer_defect.geom,
    sewer_defect.recorded_at
   FROM public.sewer_defect
  WHERE (sewer_defect.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.kind,
    state.sewer_line_id,
    state.found_on,
    state.mended_on,
    state.sample,
    state.geom,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.kind,
            former.sewer_line_id,
            former.found_on,
            former.mended_on,
            former.sample,
            former.geom,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.sewer_defect, a."row") former(id, code, region_code, kind, sewer_line_id, found_on, mended_on, sample, geom, recorded_at))
          WHERE ((a.table_name = 'sewer_defect'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW sewer_defect; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.sewer_defect IS '03e2facbcf0f6c744d389863aa5b96af';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    geom_3857 public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.st_transform(geom, 3857)) STORED,
    geom_3857_mid public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (30)::double precision)) STORED,
    geom_3857_low public.geometry(Geometry,3857) GENERATED ALWAYS AS (public.tile_geometry(geom, (500)::double precision)) STORED,
    CONSTRAINT sewer_line_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom)))),
    CONSTRAINT sewer_line_kind_check CHECK ((kind = ANY (ARRAY['sewage'::text, 'storm'::text, 'combined'::text])))
);


--
-- Name: sewer_line; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.sewer_line AS
 SELECT sewer_line.id,
    sewer_line.code,
    sewer_line.region_code,
    sewer_line.name,
    sewer_line.kind,
    sewer_line.diameter_mm,
    sewer_line.edition_id,
    sewer_line.source,
    sewer_line.sample,
    sewer_line.situation,
    sewer_line.geom,
    sewer_line.recorded_at,
    sewer_line.geom_3857,
    sewer_line.geom_3857_mid,
    sewer_line.geom_3857_low
   FROM public.sewer_line
  WHERE (sewer_line.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.diameter_mm,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.diameter_mm,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.sewer_line, a."row") former(id, code, region_code, name, kind, diameter_mm, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low))
          WHERE ((a.table_name = 'sewer_line'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW sewer_line; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.sewer_line IS 'd17edbe034ebea858227f55201b0a5bf';


--
-- Name: state_border; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.state_border (
    id bigint NOT NULL,
    code text NOT NULL,
    region_code text NOT NULL,
    name text NOT NULL,
    boundary_error_m double precision,
    edition_id bigint,
    source jsonb,
    sample boolean DEFAULT false NOT NULL,
    situation text,
    geom public.geometry(MultiLineString,4490) NOT NULL,
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT state_border_boundary_error_m_check CHECK ((boundary_error_m >= (0)::double precision)),
    CONSTRAINT state_border_geom_check CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: state_border; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.state_border AS
 SELECT state_border.id,
    state_border.code,
    state_border.region_code,
    state_border.name,
    state_border.boundary_error_m,
    state_border.edition_id,
    state_border.source,
    state_border.sample,
    state_border.situation,
    state_border.geom,
    state_border.recorded_at
   FROM public.state_border
  WHERE (state_border.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.boundary_error_m,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.boundary_error_m,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.state_border, a."row") former(id, code, region_code, name, boundary_error_m, edition_id, source, sample, situation, geom, recorded_at))
          WHERE ((a.table_name = 'state_border'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW state_border; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.state_border IS '5b372c846cd08b5605cb1205fa9883b2';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    CONSTRAINT survey_coverage_bank_check CHECK ((bank = ANY (ARRAY['left'::text, 'right'::text, 'both'::text]))),
    CONSTRAINT survey_coverage_geom_valid CHECK ((public.st_isvalid(geom) AND (NOT public.st_isempty(geom))))
);


--
-- Name: COLUMN survey_coverage.found_none; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.survey_coverage.found_none IS '查无排口 is a result';


--
-- Name: survey_coverage; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.survey_coverage AS
 SELECT survey_coverage.id,
    survey_coverage.code,
    survey_coverage.region_code,
    survey_coverage.reach_id,
    survey_coverage.round,
    survey_coverage.bank,
    survey_coverage.walked_on,
    survey_coverage.found_none,
    survey_coverage.sample,
    survey_coverage.geom,
    survey_coverage.recorded_at
   FROM public.survey_coverage
  WHERE (survey_coverage.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.reach_id,
    state.round,
    state.bank,
    state.walked_on,
    state.found_none,
    state.sample,
    state.geom,
    state.recorded_at
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.reach_id,
            former.round,
            former.bank,
            former.walked_on,
            former.found_none,
            former.sample,
            former.geom,
            former.recorded_at
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.survey_coverage, a."row") former(id, code, region_code, reach_id, round, bank, walked_on, found_none, sample, geom, recorded_at))
          WHERE ((a.table_name = 'survey_coverage'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW survey_coverage; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.survey_coverage IS '69425aa3e8dffbacf6ea544405274954';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: treatment_plant; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.treatment_plant AS
 SELECT treatment_plant.id,
    treatment_plant.code,
    treatment_plant.region_code,
    treatment_plant.name,
    treatment_plant.kind,
    treatment_plant.working,
    treatment_plant.design_m3d,
    treatment_plant.current_m3d,
    treatment_plant.edition_id,
    treatment_plant.source,
    treatment_plant.sample,
    treatment_plant.situation,
    treatment_plant.geom,
    treatment_plant.recorded_at,
    treatment_plant.geom_3857
   FROM public.treatment_plant
  WHERE (treatment_plant.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.working,
    state.design_m3d,
    state.current_m3d,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.working,
            former.design_m3d,
            former.current_m3d,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.treatment_plant, a."row") former(id, code, region_code, name, kind, working, design_m3d, current_m3d, edition_id, source, sample, situation, geom, recorded_at, geom_3857))
          WHERE ((a.table_name = 'treatment_plant'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW treatment_plant; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.treatment_plant IS 'a4dbf1e991114af23d4ccd778b1f026f';


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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: waterbody; Type: VIEW; Schema: past; Owner: -
--

CREATE VIEW past.waterbody AS
 SELECT waterbody.id,
    waterbody.code,
    waterbody.region_code,
    waterbody.name,
    waterbody.kind,
    waterbody.grade,
    waterbody.parent_id,
    waterbody.edition_id,
    waterbody.source,
    waterbody.sample,
    waterbody.situation,
    waterbody.geom,
    waterbody.recorded_at,
    waterbody.geom_3857,
    waterbody.geom_3857_mid,
    waterbody.geom_3857_low
   FROM public.waterbody
  WHERE (waterbody.recorded_at <= public.known_at())
UNION ALL
 SELECT state.id,
    state.code,
    state.region_code,
    state.name,
    state.kind,
    state.grade,
    state.parent_id,
    state.edition_id,
    state.source,
    state.sample,
    state.situation,
    state.geom,
    state.recorded_at,
    public.st_transform(state.geom, 3857) AS geom_3857,
    public.tile_geometry(state.geom, (30)::double precision) AS geom_3857_mid,
    public.tile_geometry(state.geom, (500)::double precision) AS geom_3857_low
   FROM ( SELECT former.id,
            former.code,
            former.region_code,
            former.name,
            former.kind,
            former.grade,
            former.parent_id,
            former.edition_id,
            former.source,
            former.sample,
            former.situation,
            former.geom,
            former.recorded_at,
            former.geom_3857,
            former.geom_3857_mid,
            former.geom_3857_low
           FROM (public.row_archive a
             CROSS JOIN LATERAL jsonb_populate_record(NULL::public.waterbody, a."row") former(id, code, region_code, name, kind, grade, parent_id, edition_id, source, sample, situation, geom, recorded_at, geom_3857, geom_3857_mid, geom_3857_low))
          WHERE ((a.table_name = 'waterbody'::text) AND (a.known_from <= public.known_at()) AND (a.known_to > public.known_at()))) state;


--
-- Name: VIEW waterbody; Type: COMMENT; Schema: past; Owner: -
--

COMMENT ON VIEW past.waterbody IS '27946b7ea33e033c5058f999fda9636c';


--
-- Name: area_contact; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.area_contact (
    stamp bigint NOT NULL,
    other bigint NOT NULL
);


--
-- Name: TABLE area_contact; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.area_contact IS 'drawn states of areas of one table that touch or overlap, both ways round; kept for states that are past';


--
-- Name: audit_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text,
    action text NOT NULL,
    layer text NOT NULL,
    row_table text NOT NULL,
    row_id bigint NOT NULL,
    before jsonb,
    after jsonb,
    runs bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    undoes bigint,
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['create'::text, 'change'::text, 'remove'::text]))),
    CONSTRAINT audit_log_check CHECK ((((action = 'create'::text) = (before IS NULL)) AND ((action = 'remove'::text) = (after IS NULL))))
);


--
-- Name: TABLE audit_log; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit_log IS '操作留痕: every edit of a row, with the row before and after it';


--
-- Name: COLUMN audit_log.actor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_log.actor IS 'the acting person as the request named them; null = it named nobody';


--
-- Name: COLUMN audit_log.before; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_log.before IS 'columns of the row, geometry as hexadecimal EWKB, so that it can be put back exactly';


--
-- Name: COLUMN audit_log.runs; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_log.runs IS 'rule_run of the evaluations that the edit caused';


--
-- Name: COLUMN audit_log.undoes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_log.undoes IS 'the edit that this one took back';


--
-- Name: audit_log_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


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
-- Name: close_out_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.close_out ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.close_out_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


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
-- Name: code_counter; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.code_counter (
    prefix text NOT NULL,
    last bigint NOT NULL,
    CONSTRAINT code_counter_last_check CHECK ((last > 0))
);


--
-- Name: TABLE code_counter; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.code_counter IS 'last number issued under each prefix of local codes; a number is never issued twice, also not after its row is gone';


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
-- Name: dissolved_area; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.dissolved_area (
    stamps bigint[] NOT NULL,
    geom public.geometry(Geometry,4490) NOT NULL,
    wall public.geometry GENERATED ALWAYS AS (public.metric_wall(geom)) STORED,
    centre public.geometry(Point,4490) GENERATED ALWAYS AS (public.metric_centre(geom)) STORED
);
ALTER TABLE ONLY public.dissolved_area ALTER COLUMN geom SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.dissolved_area ALTER COLUMN wall SET STORAGE EXTERNAL;


--
-- Name: TABLE dissolved_area; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.dissolved_area IS 'unions of areas in contact, by their stamps in ascending order; missing ones are made when asked for';


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
-- Name: engine_text; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.engine_text (
    hash text NOT NULL,
    texts jsonb NOT NULL,
    first_used timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE engine_text; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.engine_text IS 'the engine''s own SQL (statements, relations, functions) by file name';


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
-- Name: import_change; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.import_change (
    job_id bigint NOT NULL,
    row_table text NOT NULL,
    row_id bigint NOT NULL,
    action text NOT NULL,
    sheet text,
    line integer,
    hash uuid,
    recorded_at_then timestamp with time zone NOT NULL,
    CONSTRAINT import_change_action_check CHECK ((action = ANY (ARRAY['create'::text, 'change'::text])))
);


--
-- Name: TABLE import_change; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.import_change IS 'rows that an import wrote, and where in the file they come from; former states stand in row_archive';


--
-- Name: COLUMN import_change.hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_change.hash IS 'of the row in the file and how it was read: the same again changes nothing';


--
-- Name: COLUMN import_change.recorded_at_then; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_change.recorded_at_then IS 'recorded_at of the row as the import left it: another one means that it was changed since';


--
-- Name: import_job; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.import_job (
    id bigint NOT NULL,
    state text DEFAULT 'reading'::text NOT NULL,
    layer text,
    file_name text NOT NULL,
    file_hash text,
    file_bytes bigint,
    format text,
    actor text,
    asked jsonb DEFAULT '{}'::jsonb NOT NULL,
    source jsonb DEFAULT '{}'::jsonb NOT NULL,
    plan jsonb,
    counts jsonb DEFAULT '{}'::jsonb NOT NULL,
    edition_id bigint,
    outcome jsonb,
    error jsonb,
    timings jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    beat_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    committed_at timestamp with time zone,
    undone_at timestamp with time zone,
    CONSTRAINT import_job_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'previewed'::text, 'committing'::text, 'committed'::text, 'undone'::text, 'failed'::text, 'cancelled'::text])))
);


--
-- Name: TABLE import_job; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.import_job IS '导入任务: one uploaded file';


--
-- Name: COLUMN import_job.asked; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_job.asked IS 'what the upload said of the file: region, sheet, encoding, defaults';


--
-- Name: COLUMN import_job.source; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_job.source IS 'what was found in the file: format, encoding, coordinate system, tables, columns, each with its evidence';


--
-- Name: COLUMN import_job.plan; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_job.plan IS 'layer, which column means what, how coordinates are read, values for what is blank';


--
-- Name: COLUMN import_job.beat_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_job.beat_at IS 'when its process last said that it lives';


--
-- Name: COLUMN import_job.committed_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_job.committed_at IS 'transaction time of the commit: recorded_at of what it wrote';


--
-- Name: import_job_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.import_job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.import_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: import_mapping; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.import_mapping (
    signature text NOT NULL,
    layer text NOT NULL,
    mapping jsonb NOT NULL,
    used_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: TABLE import_mapping; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.import_mapping IS 'which column meant what when a file with these headings was last committed';


--
-- Name: import_row; Type: TABLE; Schema: public; Owner: -
--

CREATE UNLOGGED TABLE public.import_row (
    job_id bigint NOT NULL,
    n integer NOT NULL,
    sheet text,
    line integer NOT NULL,
    raw json NOT NULL,
    shape json,
    faults jsonb,
    properties jsonb DEFAULT '{}'::jsonb NOT NULL,
    geom public.geometry(Geometry,4490),
    repaired public.geometry(Geometry,4490),
    repairs jsonb,
    problems jsonb,
    checked jsonb,
    action text DEFAULT 'new'::text,
    target_id bigint,
    changes jsonb,
    hash uuid NOT NULL,
    content uuid NOT NULL,
    source jsonb NOT NULL
);


--
-- Name: TABLE import_row; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.import_row IS 'rows of a file before they are committed; emptied with the job';


--
-- Name: COLUMN import_row.raw; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.raw IS 'cells in the order of the file''s columns';


--
-- Name: COLUMN import_row.shape; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.shape IS 'GeoJSON geometry as the file has it; null where cells hold coordinates';


--
-- Name: COLUMN import_row.faults; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.faults IS 'what the reader itself found wrong, however the row is then understood';


--
-- Name: COLUMN import_row.properties; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.properties IS 'as for editing: columns of the table, references by code';


--
-- Name: COLUMN import_row.repaired; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.repaired IS 'proposed where geom cannot be stored; repairs says why and by how much the area changes';


--
-- Name: COLUMN import_row.problems; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.problems IS 'found in the row by itself: [{column, value, reason, suggestion, level}]';


--
-- Name: COLUMN import_row.checked; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.checked IS 'found by comparing with the database and the other rows, likewise';


--
-- Name: COLUMN import_row.action; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.action IS 'new unless found otherwise: changed, same, duplicate, skipped';


--
-- Name: COLUMN import_row.hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.hash IS 'md5 of the row in the file and how it is read';


--
-- Name: COLUMN import_row.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.content IS 'md5 of properties and geometry: rows that say the same';


--
-- Name: COLUMN import_row.source; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.import_row.source IS 'as it will stand in the row: import, file, sheet, row, how coordinates were read and what they were';


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
-- Name: outfall_cell; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outfall_cell (
    level smallint NOT NULL,
    cell integer NOT NULL,
    region_code text NOT NULL,
    verdict text NOT NULL,
    outfalls integer NOT NULL,
    east double precision NOT NULL,
    north double precision NOT NULL,
    CONSTRAINT outfall_cell_level_check CHECK ((level = ANY (ARRAY[8, 12])))
);


--
-- Name: TABLE outfall_cell; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.outfall_cell IS 'how many outfalls lie in a cell of the tile pyramid, kept by triggers; 2^level cells each way, cell = row * 2^level + column';


--
-- Name: COLUMN outfall_cell.verdict; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall_cell.verdict IS 'of the engine (overrides expire by the day and are reckoned in by the reader); empty = not judged';


--
-- Name: COLUMN outfall_cell.east; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.outfall_cell.east IS 'sum of their x in whole metres of EPSG:3857: whole numbers, so that no order of adding them matters';


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
    no_action boolean,
    input_hash text NOT NULL
);


--
-- Name: COLUMN verdict_current.input_hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict_current.input_hash IS 'of the verdict in force: an evaluation that comes to the same hash writes nothing';


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
    o.cell_12,
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
    COALESCE(( SELECT
                CASE
                    WHEN (EXISTS ( SELECT
                       FROM public.patrol p
                      WHERE ((p.outfall_id = o.id) AND p.discharging AND (p.walked_on > x.decided_on) AND (p.walked_on <= d.day)))) THEN 'reopened'::text
                    ELSE 'closed'::text
                END AS "case"
           FROM public.close_out x
          WHERE ((x.outfall_id = o.id) AND (x.decision = 'accepted'::text) AND (x.decided_on <= d.day) AND (NOT (EXISTS ( SELECT
                   FROM public.plan p
                  WHERE ((p.outfall_id = o.id) AND (p.drawn_up_on > x.decided_on) AND (p.drawn_up_on <= d.day))))))
          ORDER BY x.decided_on DESC
         LIMIT 1), ( SELECT
                CASE
                    WHEN (p.completed_on <= d.day) THEN 'completed'::text
                    WHEN (p.started_on <= d.day) THEN 'remediating'::text
                    ELSE 'planned'::text
                END AS "case"
           FROM public.plan p
          WHERE ((p.outfall_id = o.id) AND (p.drawn_up_on <= d.day))
          ORDER BY p.drawn_up_on DESC, p.id DESC
         LIMIT 1),
        CASE
            WHEN (COALESCE(f.verdict, v.verdict) = ANY (ARRAY['ban'::text, 'merge'::text, 'keep'::text])) THEN 'judged'::text
            WHEN (o.discharger_id IS NOT NULL) THEN 'traced'::text
            WHEN (EXISTS ( SELECT
               FROM public.monitoring_sample s
              WHERE ((s.outfall_id = o.id) AND (s.taken_at < (((d.day + 1))::timestamp without time zone AT TIME ZONE 'Asia/Shanghai'::text))))) THEN 'monitored'::text
            ELSE 'surveyed'::text
        END) AS stage,
    v.verdict AS engine_verdict,
    f.override_id
   FROM (((public.outfall o
     CROSS JOIN ( SELECT (((now() AT TIME ZONE 'UTC'::text) + '08:00:00'::interval))::date AS day) d)
     LEFT JOIN public.verdict_current v ON ((v.outfall_id = o.id)))
     LEFT JOIN public.override_current f ON (((f.outfall_id = o.id) AND (f.expires_on >= d.day))));


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
-- Name: plan_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.plan ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


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
-- Name: row_archive_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.row_archive ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.row_archive_id_seq
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
    recorded_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
    rules jsonb,
    codes jsonb
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
-- Name: COLUMN rule_pack.rules; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.rule_pack.rules IS 'the rules it turns on: [{id, header, sql}]; null = registered before they were kept';


--
-- Name: COLUMN rule_pack.codes; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.rule_pack.codes IS 'texts of the code tables by file name';


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
    engine_hash text,
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
-- Name: COLUMN rule_run.engine_hash; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.rule_run.engine_hash IS 'of the engine''s own SQL; null = run before it was kept';


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
-- Name: state_border_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.state_border ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.state_border_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


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
    decided_at timestamp with time zone DEFAULT date_trunc('milliseconds'::text, public.record_time()) NOT NULL,
    verdict text NOT NULL,
    strictest text,
    mildest text,
    no_action boolean,
    by_category jsonb,
    editions bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    input_hash text NOT NULL,
    known_at timestamp with time zone DEFAULT public.record_time() NOT NULL,
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
-- Name: COLUMN verdict.known_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.verdict.known_at IS 'record time whose rows were read, to the microsecond';


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
-- Name: area_contact area_contact_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.area_contact
    ADD CONSTRAINT area_contact_pkey PRIMARY KEY (stamp, other);


--
-- Name: audit_log audit_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);


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
-- Name: close_out close_out_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.close_out
    ADD CONSTRAINT close_out_code_key UNIQUE (code);


--
-- Name: close_out close_out_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.close_out
    ADD CONSTRAINT close_out_pkey PRIMARY KEY (outfall_id, id);


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
-- Name: code_counter code_counter_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.code_counter
    ADD CONSTRAINT code_counter_pkey PRIMARY KEY (prefix);


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
-- Name: department_duty department_duty_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department_duty
    ADD CONSTRAINT department_duty_pkey PRIMARY KEY (region_code, department, category);


--
-- Name: department department_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department
    ADD CONSTRAINT department_pkey PRIMARY KEY (region_code, id);


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
-- Name: dissolved_area dissolved_area_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.dissolved_area
    ADD CONSTRAINT dissolved_area_pkey PRIMARY KEY (stamps);


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
-- Name: engine_text engine_text_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.engine_text
    ADD CONSTRAINT engine_text_pkey PRIMARY KEY (hash);


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
-- Name: import_job import_job_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.import_job
    ADD CONSTRAINT import_job_pkey PRIMARY KEY (id);


--
-- Name: import_mapping import_mapping_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.import_mapping
    ADD CONSTRAINT import_mapping_pkey PRIMARY KEY (signature, layer);


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
-- Name: outfall_cell outfall_cell_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outfall_cell
    ADD CONSTRAINT outfall_cell_pkey PRIMARY KEY (level, cell, region_code, verdict);


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
-- Name: plan plan_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_code_key UNIQUE (code);


--
-- Name: plan plan_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (outfall_id, id);


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
-- Name: row_archive row_archive_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.row_archive
    ADD CONSTRAINT row_archive_pkey PRIMARY KEY (id);


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
-- Name: state_border state_border_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.state_border
    ADD CONSTRAINT state_border_code_key UNIQUE (code);


--
-- Name: state_border state_border_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.state_border
    ADD CONSTRAINT state_border_pkey PRIMARY KEY (id);


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
-- Name: audit_log_row; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_log_row ON public.audit_log USING btree (row_table, row_id, id);


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
-- Name: close_out_latest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX close_out_latest ON public.close_out USING btree (outfall_id, decided_on DESC) WHERE (decision = 'accepted'::text);


--
-- Name: clue_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX clue_geom ON public.clue USING gist (geom);


--
-- Name: complaint_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX complaint_geom ON public.complaint USING gist (geom);


--
-- Name: discharger_coarse; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX discharger_coarse ON public.discharger USING btree (id) WHERE (position_error_m > (500)::double precision);


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
-- Name: dissolved_area_stamps; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX dissolved_area_stamps ON public.dissolved_area USING gin (stamps);


--
-- Name: drinking_water_zone_boundary_error; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drinking_water_zone_boundary_error ON public.drinking_water_zone USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: drinking_water_zone_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drinking_water_zone_geom ON public.drinking_water_zone USING gist (geom);


--
-- Name: drinking_water_zone_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drinking_water_zone_geom_3857 ON public.drinking_water_zone USING gist (geom_3857);


--
-- Name: drinking_water_zone_stamp; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX drinking_water_zone_stamp ON public.drinking_water_zone USING btree (stamp);


--
-- Name: drinking_water_zone_widest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drinking_water_zone_widest ON public.drinking_water_zone USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: drinking_water_zone_widths; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX drinking_water_zone_widths ON public.drinking_water_zone USING btree (edition_id, level, boundary_error_m);


--
-- Name: finding_elsewhere; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX finding_elsewhere ON public.finding USING btree (rule) WHERE ((evidence -> 'datum'::text) IS NOT NULL);


--
-- Name: finding_verdict; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX finding_verdict ON public.finding USING btree (verdict_id);


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
-- Name: import_change_hash; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_change_hash ON public.import_change USING hash (hash) WHERE (hash IS NOT NULL);


--
-- Name: import_change_job; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_change_job ON public.import_change USING brin (job_id) WITH (pages_per_range='16', autosummarize=off);


--
-- Name: import_row_job; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_row_job ON public.import_row USING btree (job_id, n);


--
-- Name: import_row_told; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX import_row_told ON public.import_row USING btree (job_id, n) WHERE ((problems IS NOT NULL) OR (checked IS NOT NULL) OR (repairs IS NOT NULL));


--
-- Name: industrial_park_boundary_error; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_park_boundary_error ON public.industrial_park USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: industrial_park_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_park_geom ON public.industrial_park USING gist (geom);


--
-- Name: industrial_park_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_park_geom_3857 ON public.industrial_park USING gist (geom_3857);


--
-- Name: industrial_park_stamp; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX industrial_park_stamp ON public.industrial_park USING btree (stamp);


--
-- Name: industrial_park_widest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_park_widest ON public.industrial_park USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: industrial_park_widths; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX industrial_park_widths ON public.industrial_park USING btree (edition_id, boundary_error_m);


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
-- Name: outfall_coarse; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_coarse ON public.outfall USING btree (id) WHERE (position_error_m > (500)::double precision);


--
-- Name: outfall_discharger; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_discharger ON public.outfall USING btree (discharger_id) WHERE (discharger_id IS NOT NULL);


--
-- Name: outfall_entry_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_entry_geom ON public.outfall USING gist (entry_geom) WHERE (entry_geom IS NOT NULL);


--
-- Name: outfall_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_geom ON public.outfall USING spgist (geom);


--
-- Name: outfall_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_geom_3857 ON public.outfall USING spgist (geom_3857);


--
-- Name: outfall_reach; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_reach ON public.outfall USING btree (reach_id) WHERE (reach_id IS NOT NULL);


--
-- Name: outfall_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_region ON public.outfall USING btree (region_code text_pattern_ops, id);


--
-- Name: outfall_waterbody; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX outfall_waterbody ON public.outfall USING btree (waterbody_id) WHERE (waterbody_id IS NOT NULL);


--
-- Name: pack_activation_region; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pack_activation_region ON public.pack_activation USING btree (region_code, id DESC);


--
-- Name: patrol_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX patrol_geom ON public.patrol USING gist (geom);


--
-- Name: patrol_outfall; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX patrol_outfall ON public.patrol USING btree (outfall_id) WHERE (outfall_id IS NOT NULL);


--
-- Name: permit_application_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX permit_application_geom ON public.permit_application USING gist (geom);


--
-- Name: plan_latest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX plan_latest ON public.plan USING btree (outfall_id, drawn_up_on DESC, id DESC);


--
-- Name: protected_area_boundary_error; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX protected_area_boundary_error ON public.protected_area USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: protected_area_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX protected_area_geom ON public.protected_area USING gist (geom);


--
-- Name: protected_area_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX protected_area_geom_3857 ON public.protected_area USING gist (geom_3857);


--
-- Name: protected_area_stamp; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX protected_area_stamp ON public.protected_area USING btree (stamp);


--
-- Name: protected_area_widest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX protected_area_widest ON public.protected_area USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: protected_area_widths; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX protected_area_widths ON public.protected_area USING btree (edition_id, level, boundary_error_m);


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
-- Name: row_archive_row; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX row_archive_row ON public.row_archive USING btree (table_name, row_key, known_to);


--
-- Name: row_archive_time; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX row_archive_time ON public.row_archive USING btree (table_name, known_to);


--
-- Name: rule_run_one_at_a_time; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX rule_run_one_at_a_time ON public.rule_run USING btree (region_code) WHERE (detached AND (state = 'running'::text));


--
-- Name: sewer_coverage_boundary_error; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_coverage_boundary_error ON public.sewer_coverage USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: sewer_coverage_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_coverage_geom ON public.sewer_coverage USING gist (geom);


--
-- Name: sewer_coverage_geom_3857; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_coverage_geom_3857 ON public.sewer_coverage USING gist (geom_3857);


--
-- Name: sewer_coverage_stamp; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX sewer_coverage_stamp ON public.sewer_coverage USING btree (stamp);


--
-- Name: sewer_coverage_widest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_coverage_widest ON public.sewer_coverage USING btree (boundary_error_m) WHERE (boundary_error_m IS NOT NULL);


--
-- Name: sewer_coverage_widths; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sewer_coverage_widths ON public.sewer_coverage USING btree (edition_id, boundary_error_m);


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
-- Name: state_border_geom; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX state_border_geom ON public.state_border USING gist (geom);


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
-- Name: verdict_as_of; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX verdict_as_of ON public.verdict USING btree (outfall_id, as_of DESC, id DESC) INCLUDE (decided_at, verdict);


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
-- Name: engine_text append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.engine_text FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_changing_history();


--
-- Name: finding append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.finding FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_changing_history();


--
-- Name: pack_activation append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.pack_activation FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();


--
-- Name: row_archive append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.row_archive FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_changing_history();


--
-- Name: rule_pack append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON public.rule_pack FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_changing_history();


--
-- Name: rule_run append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON public.rule_run FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_changing_history();


--
-- Name: verdict append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.verdict FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_changing_history();


--
-- Name: verdict_override append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE UPDATE ON public.verdict_override FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();


--
-- Name: verdict_override_act append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER append_only BEFORE UPDATE ON public.verdict_override_act FOR EACH ROW EXECUTE FUNCTION public.refuse_rewriting();


--
-- Name: outfall count_cells_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_delete AFTER DELETE ON public.outfall REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.count_cells_outfall_delete();


--
-- Name: verdict_current count_cells_delete; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_delete AFTER DELETE ON public.verdict_current REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.count_cells_verdict_current_delete();


--
-- Name: outfall count_cells_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_insert AFTER INSERT ON public.outfall REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.count_cells_outfall_insert();


--
-- Name: verdict_current count_cells_insert; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_insert AFTER INSERT ON public.verdict_current REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.count_cells_verdict_current_insert();


--
-- Name: outfall count_cells_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_truncate AFTER TRUNCATE ON public.outfall FOR EACH STATEMENT EXECUTE FUNCTION public.count_all_cells();


--
-- Name: verdict_current count_cells_truncate; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_truncate AFTER TRUNCATE ON public.verdict_current FOR EACH STATEMENT EXECUTE FUNCTION public.count_all_cells();


--
-- Name: outfall count_cells_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_update AFTER UPDATE ON public.outfall REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.count_cells_outfall_update();


--
-- Name: verdict_current count_cells_update; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER count_cells_update AFTER UPDATE ON public.verdict_current REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.count_cells_verdict_current_update();


--
-- Name: outfall end_verdicts; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER end_verdicts AFTER DELETE ON public.outfall REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.end_verdicts();


--
-- Name: drinking_water_zone forget_dissolved_gone; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_gone AFTER DELETE ON public.drinking_water_zone REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: industrial_park forget_dissolved_gone; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_gone AFTER DELETE ON public.industrial_park REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: protected_area forget_dissolved_gone; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_gone AFTER DELETE ON public.protected_area REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: sewer_coverage forget_dissolved_gone; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_gone AFTER DELETE ON public.sewer_coverage REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: drinking_water_zone forget_dissolved_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_redrawn AFTER UPDATE ON public.drinking_water_zone REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: industrial_park forget_dissolved_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_redrawn AFTER UPDATE ON public.industrial_park REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: protected_area forget_dissolved_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_redrawn AFTER UPDATE ON public.protected_area REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: sewer_coverage forget_dissolved_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER forget_dissolved_redrawn AFTER UPDATE ON public.sewer_coverage REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION public.forget_dissolved_areas();


--
-- Name: category history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.category REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: channel history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.channel REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: close_out history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.close_out REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: clue history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.clue REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: complaint history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.complaint REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: department history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.department REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: department_duty history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.department_duty REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: discharge_limit history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.discharge_limit REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: discharger history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.discharger REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: disposal_record history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.disposal_record REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: drinking_water_zone history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.drinking_water_zone REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: flood_defence history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.flood_defence REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: function_zone history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.function_zone REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: industrial_park history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.industrial_park REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: intake history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.intake REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: layer_coverage history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.layer_coverage REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: layer_edition history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.layer_edition REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_sample history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.monitoring_sample REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_section history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.monitoring_section REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_value history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.monitoring_value REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: outfall history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.outfall REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: patrol history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.patrol REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: permit_application history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.permit_application REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: plan history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.plan REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: pollutant history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.pollutant REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: protected_area history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.protected_area REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: reach history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.reach REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: reach_node history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.reach_node REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: region history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.region REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_coverage history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.sewer_coverage REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_defect history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.sewer_defect REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_line history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.sewer_line REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: state_border history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.state_border REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: survey_coverage history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.survey_coverage REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: treatment_plant history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.treatment_plant REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: waterbody history_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_changed AFTER UPDATE ON public.waterbody REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: category history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.category REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: channel history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.channel REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: close_out history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.close_out REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: clue history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.clue REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: complaint history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.complaint REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: department history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.department REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: department_duty history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.department_duty REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: discharge_limit history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.discharge_limit REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: discharger history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.discharger REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: disposal_record history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.disposal_record REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: drinking_water_zone history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.drinking_water_zone REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: flood_defence history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.flood_defence REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: function_zone history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.function_zone REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: industrial_park history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.industrial_park REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: intake history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.intake REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: layer_coverage history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.layer_coverage REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: layer_edition history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.layer_edition REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_sample history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.monitoring_sample REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_section history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.monitoring_section REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_value history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.monitoring_value REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: outfall history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.outfall REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: patrol history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.patrol REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: permit_application history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.permit_application REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: plan history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.plan REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: pollutant history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.pollutant REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: protected_area history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.protected_area REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: reach history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.reach REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: reach_node history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.reach_node REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: region history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.region REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_coverage history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.sewer_coverage REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_defect history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.sewer_defect REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_line history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.sewer_line REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: state_border history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.state_border REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: survey_coverage history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.survey_coverage REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: treatment_plant history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.treatment_plant REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: waterbody history_deleted; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_deleted AFTER DELETE ON public.waterbody REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: category history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.category FOR EACH ROW WHEN (((((((((old.code IS DISTINCT FROM new.code) OR (old.parent_code IS DISTINCT FROM new.parent_code)) OR (old.level IS DISTINCT FROM new.level)) OR (old.name IS DISTINCT FROM new.name)) OR (old.name_en IS DISTINCT FROM new.name_en)) OR (old.regime IS DISTINCT FROM new.regime)) OR (old.traits IS DISTINCT FROM new.traits)) OR (old.sort IS DISTINCT FROM new.sort))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: channel history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.channel FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.discharger_id IS DISTINCT FROM new.discharger_id)) OR (old.outfall_id IS DISTINCT FROM new.outfall_id)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: close_out history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.close_out FOR EACH ROW WHEN (((((((((((old.outfall_id IS DISTINCT FROM new.outfall_id) OR (old.id IS DISTINCT FROM new.id)) OR (old.code IS DISTINCT FROM new.code)) OR (old.measure IS DISTINCT FROM new.measure)) OR (old.applied_on IS DISTINCT FROM new.applied_on)) OR (old.decided_on IS DISTINCT FROM new.decided_on)) OR (old.decision IS DISTINCT FROM new.decision)) OR (old.document IS DISTINCT FROM new.document)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: clue history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.clue FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.description IS DISTINCT FROM new.description)) OR (old.outfall_id IS DISTINCT FROM new.outfall_id)) OR (old.handed_over_on IS DISTINCT FROM new.handed_over_on)) OR (old.result IS DISTINCT FROM new.result)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: complaint history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.complaint FOR EACH ROW WHEN ((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.description IS DISTINCT FROM new.description)) OR (old.received_on IS DISTINCT FROM new.received_on)) OR (old.outfall_id IS DISTINCT FROM new.outfall_id)) OR (old.result IS DISTINCT FROM new.result)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: department history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.department FOR EACH ROW WHEN ((((((((((old.region_code IS DISTINCT FROM new.region_code) OR (old.id IS DISTINCT FROM new.id)) OR (old.name IS DISTINCT FROM new.name)) OR (old.name_en IS DISTINCT FROM new.name_en)) OR (old.duty IS DISTINCT FROM new.duty)) OR (old.document IS DISTINCT FROM new.document)) OR (old.article IS DISTINCT FROM new.article)) OR (old.quote IS DISTINCT FROM new.quote)) OR (old.sort IS DISTINCT FROM new.sort))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: department_duty history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.department_duty FOR EACH ROW WHEN (((((old.region_code IS DISTINCT FROM new.region_code) OR (old.department IS DISTINCT FROM new.department)) OR (old.category IS DISTINCT FROM new.category)) OR (old.in_park IS DISTINCT FROM new.in_park))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: discharge_limit history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.discharge_limit FOR EACH ROW WHEN ((((((((((((((((old.standard IS DISTINCT FROM new.standard) OR (old.grade IS DISTINCT FROM new.grade)) OR (old.pollutant IS DISTINCT FROM new.pollutant)) OR (old.set_up_from IS DISTINCT FROM new.set_up_from)) OR (old.set_up_to IS DISTINCT FROM new.set_up_to)) OR (old.document IS DISTINCT FROM new.document)) OR (old.value IS DISTINCT FROM new.value)) OR (old.cold_value IS DISTINCT FROM new.cold_value)) OR (old.at_least IS DISTINCT FROM new.at_least)) OR (old.unit IS DISTINCT FROM new.unit)) OR (old.averaging IS DISTINCT FROM new.averaging)) OR (old.valid_from IS DISTINCT FROM new.valid_from)) OR (old.valid_to IS DISTINCT FROM new.valid_to)) OR (old.confidence IS DISTINCT FROM new.confidence)) OR (old.note IS DISTINCT FROM new.note))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: discharger history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.discharger FOR EACH ROW WHEN ((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.credit_code IS DISTINCT FROM new.credit_code)) OR (old.industry IS DISTINCT FROM new.industry)) OR (old.discharge_permit IS DISTINCT FROM new.discharge_permit)) OR (old.drainage_permit IS DISTINCT FROM new.drainage_permit)) OR (old.registered_in_park IS DISTINCT FROM new.registered_in_park)) OR (old.livelihood IS DISTINCT FROM new.livelihood)) OR (old.position_method IS DISTINCT FROM new.position_method)) OR (old.position_error_m IS DISTINCT FROM new.position_error_m)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: disposal_record history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.disposal_record FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.unit_kind IS DISTINCT FROM new.unit_kind)) OR (old.destination IS DISTINCT FROM new.destination)) OR (old.department IS DISTINCT FROM new.department)) OR (old.outfall_id IS DISTINCT FROM new.outfall_id)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: drinking_water_zone history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.drinking_water_zone FOR EACH ROW WHEN (((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.source_name IS DISTINCT FROM new.source_name)) OR (old.level IS DISTINCT FROM new.level)) OR (old.part IS DISTINCT FROM new.part)) OR (old.designated_on IS DISTINCT FROM new.designated_on)) OR (old.document IS DISTINCT FROM new.document)) OR (old.boundary_error_m IS DISTINCT FROM new.boundary_error_m)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom)) OR (old.stamp IS DISTINCT FROM new.stamp))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: flood_defence history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.flood_defence FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.boundary_error_m IS DISTINCT FROM new.boundary_error_m)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: function_zone history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.function_zone FOR EACH ROW WHEN (((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.target_class IS DISTINCT FROM new.target_class)) OR (old.latest_class IS DISTINCT FROM new.latest_class)) OR (old.assessed_on IS DISTINCT FROM new.assessed_on)) OR (old.attained IS DISTINCT FROM new.attained)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: industrial_park history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.industrial_park FOR EACH ROW WHEN ((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.plant_id IS DISTINCT FROM new.plant_id)) OR (old.boundary_error_m IS DISTINCT FROM new.boundary_error_m)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom)) OR (old.stamp IS DISTINCT FROM new.stamp))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: intake history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.intake FOR EACH ROW WHEN (((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.waterbody_id IS DISTINCT FROM new.waterbody_id)) OR (old.people IS DISTINCT FROM new.people)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: layer_coverage history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.layer_coverage FOR EACH ROW WHEN (((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.layer IS DISTINCT FROM new.layer)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.statement IS DISTINCT FROM new.statement)) OR (old.as_of IS DISTINCT FROM new.as_of)) OR (old.declared_by IS DISTINCT FROM new.declared_by)) OR (old.document IS DISTINCT FROM new.document)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: layer_edition history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.layer_edition FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.layer IS DISTINCT FROM new.layer)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.document IS DISTINCT FROM new.document)) OR (old.document_date IS DISTINCT FROM new.document_date)) OR (old.valid_from IS DISTINCT FROM new.valid_from)) OR (old.valid_to IS DISTINCT FROM new.valid_to)) OR (old.boundary_error_m IS DISTINCT FROM new.boundary_error_m)) OR (old.note IS DISTINCT FROM new.note))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: monitoring_sample history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.monitoring_sample FOR EACH ROW WHEN (((((((((((((((old.outfall_id IS DISTINCT FROM new.outfall_id) OR (old.id IS DISTINCT FROM new.id)) OR (old.code IS DISTINCT FROM new.code)) OR (old.taken_at IS DISTINCT FROM new.taken_at)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.method IS DISTINCT FROM new.method)) OR (old.water_temperature_c IS DISTINCT FROM new.water_temperature_c)) OR (old.flow_m3d IS DISTINCT FROM new.flow_m3d)) OR (old.discharging IS DISTINCT FROM new.discharging)) OR (old.valid IS DISTINCT FROM new.valid)) OR (old.laboratory IS DISTINCT FROM new.laboratory)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: monitoring_section history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.monitoring_section FOR EACH ROW WHEN ((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.level IS DISTINCT FROM new.level)) OR (old.waterbody_id IS DISTINCT FROM new.waterbody_id)) OR (old.target_class IS DISTINCT FROM new.target_class)) OR (old.latest_class IS DISTINCT FROM new.latest_class)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: monitoring_value history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.monitoring_value FOR EACH ROW WHEN (((((((old.outfall_id IS DISTINCT FROM new.outfall_id) OR (old.sample_id IS DISTINCT FROM new.sample_id)) OR (old.pollutant IS DISTINCT FROM new.pollutant)) OR (old.value IS DISTINCT FROM new.value)) OR (old.unit IS DISTINCT FROM new.unit)) OR (old.below_detection IS DISTINCT FROM new.below_detection))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: outfall history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.outfall FOR EACH ROW WHEN ((((((((((((((((((((((((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.local_code IS DISTINCT FROM new.local_code)) OR (old.national_code IS DISTINCT FROM new.national_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.category IS DISTINCT FROM new.category)) OR (old.category_candidates IS DISTINCT FROM new.category_candidates)) OR (old.status IS DISTINCT FROM new.status)) OR (old.status_proof IS DISTINCT FROM new.status_proof)) OR (old.set_up IS DISTINCT FROM new.set_up)) OR (old.approval IS DISTINCT FROM new.approval)) OR (old.approval_no IS DISTINCT FROM new.approval_no)) OR (old.retention_approved IS DISTINCT FROM new.retention_approved)) OR (old.retention_report_no IS DISTINCT FROM new.retention_report_no)) OR (old.position_method IS DISTINCT FROM new.position_method)) OR (old.position_error_m IS DISTINCT FROM new.position_error_m)) OR (old.whole_seconds IS DISTINCT FROM new.whole_seconds)) OR (old.waterbody_id IS DISTINCT FROM new.waterbody_id)) OR (old.reach_id IS DISTINCT FROM new.reach_id)) OR (old.river_name IS DISTINCT FROM new.river_name)) OR (old.discharger_id IS DISTINCT FROM new.discharger_id)) OR (old.shared_with IS DISTINCT FROM new.shared_with)) OR (old.flow_m3d IS DISTINCT FROM new.flow_m3d)) OR (old.discharge_feature IS DISTINCT FROM new.discharge_feature)) OR (old.mouth_form IS DISTINCT FROM new.mouth_form)) OR (old.inspected_on IS DISTINCT FROM new.inspected_on)) OR (old.problems IS DISTINCT FROM new.problems)) OR (old.dry_flow_hours IS DISTINCT FROM new.dry_flow_hours)) OR (old.dry_flow_cause IS DISTINCT FROM new.dry_flow_cause)) OR (old.compliant IS DISTINCT FROM new.compliant)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom)) OR (old.entry_geom IS DISTINCT FROM new.entry_geom)) OR (old.discharge_standard IS DISTINCT FROM new.discharge_standard)) OR (old.discharge_grade IS DISTINCT FROM new.discharge_grade)) OR (old.shared_declared IS DISTINCT FROM new.shared_declared)) OR (old.typed_in_zone IS DISTINCT FROM new.typed_in_zone))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: patrol history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.patrol FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.walked_on IS DISTINCT FROM new.walked_on)) OR (old.finding IS DISTINCT FROM new.finding)) OR (old.outfall_id IS DISTINCT FROM new.outfall_id)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom)) OR (old.discharging IS DISTINCT FROM new.discharging))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: permit_application history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.permit_application FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.category IS DISTINCT FROM new.category)) OR (old.discharger_id IS DISTINCT FROM new.discharger_id)) OR (old.position_method IS DISTINCT FROM new.position_method)) OR (old.applied_on IS DISTINCT FROM new.applied_on)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: plan history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.plan FOR EACH ROW WHEN (((((((((((((((old.outfall_id IS DISTINCT FROM new.outfall_id) OR (old.id IS DISTINCT FROM new.id)) OR (old.code IS DISTINCT FROM new.code)) OR (old.measure IS DISTINCT FROM new.measure)) OR (old.drawn_up_on IS DISTINCT FROM new.drawn_up_on)) OR (old.started_on IS DISTINCT FROM new.started_on)) OR (old.completed_on IS DISTINCT FROM new.completed_on)) OR (old.due_on IS DISTINCT FROM new.due_on)) OR (old.transition_until IS DISTINCT FROM new.transition_until)) OR (old.transition_reason IS DISTINCT FROM new.transition_reason)) OR (old.transition_approval IS DISTINCT FROM new.transition_approval)) OR (old.document IS DISTINCT FROM new.document)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: pollutant history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.pollutant FOR EACH ROW WHEN (((((((old.code IS DISTINCT FROM new.code) OR (old.name IS DISTINCT FROM new.name)) OR (old.name_en IS DISTINCT FROM new.name_en)) OR (old.unit IS DISTINCT FROM new.unit)) OR (old.required IS DISTINCT FROM new.required)) OR (old.sort IS DISTINCT FROM new.sort))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: protected_area history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.protected_area FOR EACH ROW WHEN (((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.class IS DISTINCT FROM new.class)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.level IS DISTINCT FROM new.level)) OR (old.designated_on IS DISTINCT FROM new.designated_on)) OR (old.document IS DISTINCT FROM new.document)) OR (old.boundary_error_m IS DISTINCT FROM new.boundary_error_m)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom)) OR (old.stamp IS DISTINCT FROM new.stamp))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: reach history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.reach FOR EACH ROW WHEN ((((((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.waterbody_id IS DISTINCT FROM new.waterbody_id)) OR (old.from_node_id IS DISTINCT FROM new.from_node_id)) OR (old.to_node_id IS DISTINCT FROM new.to_node_id)) OR (old.function_zone_id IS DISTINCT FROM new.function_zone_id)) OR (old.grade IS DISTINCT FROM new.grade)) OR (old.chief_city IS DISTINCT FROM new.chief_city)) OR (old.chief_town IS DISTINCT FROM new.chief_town)) OR (old.chief_village IS DISTINCT FROM new.chief_village)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: reach_node history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.reach_node FOR EACH ROW WHEN (((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: region history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.region FOR EACH ROW WHEN (((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.parent_code IS DISTINCT FROM new.parent_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.name_en IS DISTINCT FROM new.name_en)) OR (old.level IS DISTINCT FROM new.level)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: sewer_coverage history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.sewer_coverage FOR EACH ROW WHEN (((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.plant_id IS DISTINCT FROM new.plant_id)) OR (old.boundary_error_m IS DISTINCT FROM new.boundary_error_m)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom)) OR (old.stamp IS DISTINCT FROM new.stamp))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: sewer_defect history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.sewer_defect FOR EACH ROW WHEN ((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.sewer_line_id IS DISTINCT FROM new.sewer_line_id)) OR (old.found_on IS DISTINCT FROM new.found_on)) OR (old.mended_on IS DISTINCT FROM new.mended_on)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: sewer_line history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.sewer_line FOR EACH ROW WHEN ((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.diameter_mm IS DISTINCT FROM new.diameter_mm)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: state_border history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.state_border FOR EACH ROW WHEN (((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.boundary_error_m IS DISTINCT FROM new.boundary_error_m)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: survey_coverage history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.survey_coverage FOR EACH ROW WHEN (((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.reach_id IS DISTINCT FROM new.reach_id)) OR (old.round IS DISTINCT FROM new.round)) OR (old.bank IS DISTINCT FROM new.bank)) OR (old.walked_on IS DISTINCT FROM new.walked_on)) OR (old.found_none IS DISTINCT FROM new.found_none)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: treatment_plant history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.treatment_plant FOR EACH ROW WHEN ((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.working IS DISTINCT FROM new.working)) OR (old.design_m3d IS DISTINCT FROM new.design_m3d)) OR (old.current_m3d IS DISTINCT FROM new.current_m3d)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: waterbody history_recorded; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_recorded BEFORE UPDATE ON public.waterbody FOR EACH ROW WHEN (((((((((((((old.id IS DISTINCT FROM new.id) OR (old.code IS DISTINCT FROM new.code)) OR (old.region_code IS DISTINCT FROM new.region_code)) OR (old.name IS DISTINCT FROM new.name)) OR (old.kind IS DISTINCT FROM new.kind)) OR (old.grade IS DISTINCT FROM new.grade)) OR (old.parent_id IS DISTINCT FROM new.parent_id)) OR (old.edition_id IS DISTINCT FROM new.edition_id)) OR (old.source IS DISTINCT FROM new.source)) OR (old.sample IS DISTINCT FROM new.sample)) OR (old.situation IS DISTINCT FROM new.situation)) OR (old.geom IS DISTINCT FROM new.geom))) EXECUTE FUNCTION public.note_recorded_at();


--
-- Name: category history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.category FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: channel history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.channel FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: close_out history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.close_out FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: clue history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.clue FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: complaint history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.complaint FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: department history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.department FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: department_duty history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.department_duty FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: discharge_limit history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.discharge_limit FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: discharger history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.discharger FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: disposal_record history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.disposal_record FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: drinking_water_zone history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.drinking_water_zone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: flood_defence history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.flood_defence FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: function_zone history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.function_zone FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: industrial_park history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.industrial_park FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: intake history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.intake FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: layer_coverage history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.layer_coverage FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: layer_edition history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.layer_edition FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_sample history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.monitoring_sample FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_section history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.monitoring_section FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: monitoring_value history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.monitoring_value FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: outfall history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.outfall FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: patrol history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.patrol FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: permit_application history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.permit_application FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: plan history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.plan FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: pollutant history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.pollutant FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: protected_area history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.protected_area FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: reach history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.reach FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: reach_node history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.reach_node FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: region history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.region FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_coverage history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.sewer_coverage FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_defect history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.sewer_defect FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: sewer_line history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.sewer_line FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: state_border history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.state_border FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: survey_coverage history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.survey_coverage FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: treatment_plant history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.treatment_plant FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: waterbody history_truncated; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER history_truncated BEFORE TRUNCATE ON public.waterbody FOR EACH STATEMENT EXECUTE FUNCTION public.archive_rows();


--
-- Name: drinking_water_zone note_area_contacts_drawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_drawn AFTER INSERT ON public.drinking_water_zone REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: industrial_park note_area_contacts_drawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_drawn AFTER INSERT ON public.industrial_park REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: protected_area note_area_contacts_drawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_drawn AFTER INSERT ON public.protected_area REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: sewer_coverage note_area_contacts_drawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_drawn AFTER INSERT ON public.sewer_coverage REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: drinking_water_zone note_area_contacts_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_redrawn AFTER UPDATE ON public.drinking_water_zone REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: industrial_park note_area_contacts_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_redrawn AFTER UPDATE ON public.industrial_park REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: protected_area note_area_contacts_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_redrawn AFTER UPDATE ON public.protected_area REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: sewer_coverage note_area_contacts_redrawn; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_area_contacts_redrawn AFTER UPDATE ON public.sewer_coverage REFERENCING NEW TABLE AS drawn FOR EACH STATEMENT EXECUTE FUNCTION public.note_area_contacts();


--
-- Name: channel note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.channel FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: close_out note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.close_out FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


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
-- Name: monitoring_sample note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.monitoring_sample FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


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
-- Name: patrol note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.patrol FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: plan note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.plan FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


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
-- Name: verdict note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT ON public.verdict FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: verdict_current note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.verdict_current FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: waterbody note_layer_change; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER note_layer_change AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.waterbody FOR EACH STATEMENT EXECUTE FUNCTION public.note_layer_change();


--
-- Name: drinking_water_zone stamp_area; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER stamp_area BEFORE UPDATE OF geom ON public.drinking_water_zone FOR EACH ROW EXECUTE FUNCTION public.stamp_area();


--
-- Name: industrial_park stamp_area; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER stamp_area BEFORE UPDATE OF geom ON public.industrial_park FOR EACH ROW EXECUTE FUNCTION public.stamp_area();


--
-- Name: protected_area stamp_area; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER stamp_area BEFORE UPDATE OF geom ON public.protected_area FOR EACH ROW EXECUTE FUNCTION public.stamp_area();


--
-- Name: sewer_coverage stamp_area; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER stamp_area BEFORE UPDATE OF geom ON public.sewer_coverage FOR EACH ROW EXECUTE FUNCTION public.stamp_area();


--
-- Name: audit_log audit_log_undoes_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_undoes_fkey FOREIGN KEY (undoes) REFERENCES public.audit_log(id);


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
-- Name: close_out close_out_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.close_out
    ADD CONSTRAINT close_out_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


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
-- Name: department_duty department_duty_category_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department_duty
    ADD CONSTRAINT department_duty_category_fkey FOREIGN KEY (category) REFERENCES public.category(code);


--
-- Name: department_duty department_duty_region_code_department_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.department_duty
    ADD CONSTRAINT department_duty_region_code_department_fkey FOREIGN KEY (region_code, department) REFERENCES public.department(region_code, id) ON DELETE CASCADE;


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
-- Name: import_job import_job_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.import_job
    ADD CONSTRAINT import_job_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


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
-- Name: plan plan_outfall_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_outfall_id_fkey FOREIGN KEY (outfall_id) REFERENCES public.outfall(id) ON DELETE CASCADE;


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
-- Name: state_border state_border_edition_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.state_border
    ADD CONSTRAINT state_border_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES public.layer_edition(id);


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

