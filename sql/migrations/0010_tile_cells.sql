-- Far out, tiles show exact counts of outfalls per cell. A million rows take seconds to count, so the counts are kept with the
-- data: whatever statement changes outfalls or verdicts changes them in its own transaction. One row per cell, region and
-- verdict: writers of different cities never wait for each other.

-- The cell of an outfall: 4096 × 4096 over the world in EPSG:3857, 16 × 16 in a tile of z8; row from the north * 4096 + column
-- from the west. Latitudes beyond the tiles' square (85.0511°) count in its outermost rows.
ALTER TABLE outfall ADD cell_12 integer GENERATED ALWAYS AS (
  4096 * CAST(least(greatest(floor((1 - ln(tan(radians(45 + least(greatest(ST_Y(geom), -85.06), 85.06) / 2))) / pi()) * 2048), 0), 4095) AS integer)
  + CAST(least(greatest(floor((ST_X(geom) + 180) / 360 * 4096), 0), 4095) AS integer)
) STORED;

CREATE TABLE outfall_cell (
  level       smallint NOT NULL CHECK (level IN (8, 12)),
  cell        integer NOT NULL,
  region_code text NOT NULL,
  verdict     text NOT NULL,
  outfalls    integer NOT NULL,
  east        double precision NOT NULL,
  north       double precision NOT NULL,
  PRIMARY KEY (level, cell, region_code, verdict)
);
COMMENT ON TABLE outfall_cell IS 'how many outfalls lie in a cell of the tile pyramid, kept by triggers; 2^level cells each way, cell = row * 2^level + column';
COMMENT ON COLUMN outfall_cell.verdict IS 'of the engine (overrides expire by the day and are reckoned in by the reader); empty = not judged';
COMMENT ON COLUMN outfall_cell.east IS 'sum of their x in whole metres of EPSG:3857: whole numbers, so that no order of adding them matters';

CREATE FUNCTION parent_cell(cell_12 integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ((cell_12 >> 16) << 8) + ((cell_12 & 4095) >> 4)
$$;

-- One trigger function per kind of change; each only says which outfalls leave (n = -1) and come (n = 1), and with which verdict.
DO $do$
DECLARE
  change record;
BEGIN
  FOR change IN SELECT * FROM (VALUES
    ('outfall', 'INSERT', 'NEW TABLE AS came', $$
      SELECT o.cell_12, o.region_code, '' AS verdict, o.geom_3857, 1 AS n FROM came o$$),
    ('outfall', 'UPDATE', 'OLD TABLE AS gone NEW TABLE AS came', $$
      SELECT k.cell_12, k.region_code, coalesce(v.verdict, '') AS verdict, k.geom_3857, k.n
      FROM gone g JOIN came c ON c.id = g.id AND (c.cell_12, c.region_code, c.geom_3857::text) IS DISTINCT FROM (g.cell_12, g.region_code, g.geom_3857::text)
      LEFT JOIN public.verdict_current v ON v.outfall_id = g.id
      CROSS JOIN LATERAL (VALUES (g.cell_12, g.region_code, g.geom_3857, -1), (c.cell_12, c.region_code, c.geom_3857, 1)) k (cell_12, region_code, geom_3857, n)$$),
    ('verdict_current', 'INSERT', 'NEW TABLE AS came', $$
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n FROM came c JOIN public.outfall o ON o.id = c.outfall_id
      CROSS JOIN LATERAL (VALUES ('', -1), (c.verdict, 1)) k (verdict, n)$$),
    ('verdict_current', 'UPDATE', 'OLD TABLE AS gone NEW TABLE AS came', $$
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n
      FROM gone g JOIN came c ON c.outfall_id = g.outfall_id AND c.verdict <> g.verdict JOIN public.outfall o ON o.id = c.outfall_id
      CROSS JOIN LATERAL (VALUES (g.verdict, -1), (c.verdict, 1)) k (verdict, n)$$),
    ('verdict_current', 'DELETE', 'OLD TABLE AS gone', $$
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n FROM gone g JOIN public.outfall o ON o.id = g.outfall_id
      CROSS JOIN LATERAL (VALUES (g.verdict, -1), ('', 1)) k (verdict, n)$$)
  ) AS t (of_table, event, tables, delta)
  LOOP
    EXECUTE format($sql$
      CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
  SELECT l.level, l.cell, d.region_code, d.verdict, sum(n), sum(n * round(ST_X(d.geom_3857))), sum(n * round(ST_Y(d.geom_3857)))
  FROM (%2$s) d CROSS JOIN LATERAL (VALUES (12, d.cell_12), (8, public.parent_cell(d.cell_12))) l (level, cell)
  GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(n * round(ST_X(d.geom_3857))) <> 0 OR sum(n * round(ST_Y(d.geom_3857))) <> 0
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
    SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north;
  RETURN NULL;
END $body$;
      CREATE TRIGGER count_cells_%4$s AFTER %3$s ON %5$I REFERENCING %6$s FOR EACH STATEMENT EXECUTE FUNCTION %1$I()$sql$,
      'count_cells_' || change.of_table || '_' || lower(change.event), change.delta, change.event, lower(change.event), change.of_table, change.tables);
  END LOOP;
END $do$;

-- A deleted outfall takes its verdict with it, and what is gone cannot be joined: its cells are counted anew.
CREATE FUNCTION count_cells_outfall_delete() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER count_cells_delete AFTER DELETE ON outfall REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_cells_outfall_delete();

-- Everything anew: for data that are there already, and after TRUNCATE.
CREATE FUNCTION count_all_cells() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.outfall_cell;
  INSERT INTO public.outfall_cell (level, cell, region_code, verdict, outfalls, east, north)
  SELECT l.level, l.cell, o.region_code, coalesce(v.verdict, ''), count(*), sum(round(ST_X(o.geom_3857))), sum(round(ST_Y(o.geom_3857)))
  FROM public.outfall o LEFT JOIN public.verdict_current v ON v.outfall_id = o.id
  CROSS JOIN LATERAL (VALUES (12, o.cell_12), (8, public.parent_cell(o.cell_12))) l (level, cell)
  GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
CREATE TRIGGER count_cells_truncate AFTER TRUNCATE ON outfall FOR EACH STATEMENT EXECUTE FUNCTION count_all_cells();
CREATE TRIGGER count_cells_truncate AFTER TRUNCATE ON verdict_current FOR EACH STATEMENT EXECUTE FUNCTION count_all_cells();

INSERT INTO outfall_cell (level, cell, region_code, verdict, outfalls, east, north)
SELECT l.level, l.cell, o.region_code, coalesce(v.verdict, ''), count(*), sum(round(ST_X(o.geom_3857))), sum(round(ST_Y(o.geom_3857)))
FROM outfall o LEFT JOIN verdict_current v ON v.outfall_id = o.id
CROSS JOIN LATERAL (VALUES (12, o.cell_12), (8, parent_cell(o.cell_12))) l (level, cell)
GROUP BY 1, 2, 3, 4;

-- The view's o.* was fixed when it was made.
DROP VIEW outfall_item;
CREATE VIEW outfall_item AS
SELECT o.*, coalesce(f.verdict, v.verdict) AS verdict,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.strictest END AS strictest,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.mildest END AS mildest,
       CASE WHEN coalesce(f.verdict = v.verdict, true) THEN v.no_action END AS no_action,
       CASE WHEN coalesce(f.verdict, v.verdict) IN ('ban', 'merge', 'keep') THEN 'judged'
            WHEN o.discharger_id IS NOT NULL THEN 'traced'
            ELSE 'surveyed' END AS stage,
       v.verdict AS engine_verdict, f.override_id
FROM outfall o
LEFT JOIN verdict_current v ON v.outfall_id = o.id
LEFT JOIN override_current f ON f.outfall_id = o.id AND f.expires_on >= (now() AT TIME ZONE 'UTC' + interval '8 hours')::date;
