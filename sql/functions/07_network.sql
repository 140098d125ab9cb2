-- How far it is along the water. Reaches are directed lines between nodes; metres are geodesic along edges straight in lon/lat.

-- Metres from the start of a line to a point of it.
CREATE OR REPLACE FUNCTION metres_to(line geometry, place geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT size_of(ST_LineSubstring(line, 0, ST_LineLocatePoint(line, place)))
$$;

-- Metres from the start of a line to the place on it that is nearest to a point, found in the flat metric of the point's latitude.
CREATE OR REPLACE FUNCTION metres_along(line geometry, point geometry) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT metres_to(line, ST_Scale(ST_ClosestPoint(ST_Scale(line, m.x, m.y), ST_Scale(point, m.x, m.y)), 1 / m.x, 1 / m.y))
  FROM (SELECT metres_per_lon(ST_Y(point)) AS x, metres_per_lat(ST_Y(point)) AS y) m
$$;

-- The stretches of a line inside an area, as metres from its start. Where it only passes by, those within bank_m of it:
-- zones often end at the waterline, and a reach is a centre line. These are cut in the flat metric of the line's middle
-- latitude, so where they begin is good to about a metre.
CREATE OR REPLACE FUNCTION stretches_in(line geometry, area geometry, bank_m double precision)
RETURNS TABLE (from_m double precision, to_m double precision)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2 AS $$
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

-- Every reach that water from each start reach comes to within within_m of its end: metres from that end to where the
-- reach begins, by the shortest way, and that way. The start itself is the first, at 0. Of several ways with equally many
-- reaches to one reach only the shortest is followed, so that braided rivers do not multiply; circles end.
CREATE OR REPLACE FUNCTION ways_down(starts bigint[], within_m double precision)
RETURNS TABLE (start_id bigint, reach_id bigint, metres double precision, path bigint[])
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
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
