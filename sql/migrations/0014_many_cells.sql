-- Counts per cell are kept by triggers, for one changed row as for a million. A plan kept for one row compares every row with
-- every other when there are a thousand, so the statement is planned anew each time; where nothing changed, nothing is done. A run
-- that judges most of a region for the first time has its cells counted anew: that is cheaper than taking every outfall out of a
-- cell and putting it into another.
CREATE FUNCTION count_cells_of(regions text[]) RETURNS void LANGUAGE plpgsql AS $$
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

-- Fewer new verdicts than this are always put in one by one.
CREATE FUNCTION many_cells() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 10000 $$;

-- Only when verdicts come, not when they change: where one statement does both (ON CONFLICT), what changed is counted first.
CREATE FUNCTION judged_regions(verdicts bigint, regions text[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF verdicts * 4 <= (SELECT count(*) FROM public.outfall o WHERE o.region_code = ANY (regions)) THEN RETURN false; END IF;
  PERFORM public.count_cells_of(regions);
  RETURN true;
END $$;

DO $do$
DECLARE
  change record;
BEGIN
  FOR change IN SELECT * FROM (VALUES
    ('outfall_insert', '', $$
      SELECT o.cell_12, o.region_code, '' AS verdict, o.geom_3857, 1 AS n FROM came o$$),
    ('outfall_update', '', $$
      SELECT k.cell_12, k.region_code, coalesce(v.verdict, '') AS verdict, k.geom_3857, k.n
      FROM gone g JOIN came c ON c.id = g.id AND (c.cell_12, c.region_code, c.geom_3857::text) IS DISTINCT FROM (g.cell_12, g.region_code, g.geom_3857::text)
      LEFT JOIN public.verdict_current v ON v.outfall_id = g.id
      CROSS JOIN LATERAL (VALUES (g.cell_12, g.region_code, g.geom_3857, -1), (c.cell_12, c.region_code, c.geom_3857, 1)) k (cell_12, region_code, geom_3857, n)$$),
    ('verdict_current_insert', $$
  IF changed > public.many_cells()
    AND public.judged_regions(changed, ARRAY(SELECT DISTINCT o.region_code FROM came c JOIN public.outfall o ON o.id = c.outfall_id)) THEN RETURN NULL; END IF;$$, $$
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n FROM came c JOIN public.outfall o ON o.id = c.outfall_id
      CROSS JOIN LATERAL (VALUES ('', -1), (c.verdict, 1)) k (verdict, n)$$),
    ('verdict_current_update', '', $$
      SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n
      FROM gone g JOIN came c ON c.outfall_id = g.outfall_id AND c.verdict <> g.verdict JOIN public.outfall o ON o.id = c.outfall_id
      CROSS JOIN LATERAL (VALUES (g.verdict, -1), (c.verdict, 1)) k (verdict, n)$$)
  ) AS t (name, anew, delta)
  LOOP
    EXECUTE format($sql$
      CREATE OR REPLACE FUNCTION count_cells_%1$s() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  changed bigint := (SELECT count(*) FROM came);
BEGIN
  IF changed = 0 THEN RETURN NULL; END IF;%2$s
  EXECUTE $counting$
    INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
    SELECT l.level, l.cell, d.region_code, d.verdict, sum(n), sum(n * round(ST_X(d.geom_3857))), sum(n * round(ST_Y(d.geom_3857)))
    FROM (%3$s) d CROSS JOIN LATERAL (VALUES (12, d.cell_12), (8, public.parent_cell(d.cell_12))) l (level, cell)
    GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(n * round(ST_X(d.geom_3857))) <> 0 OR sum(n * round(ST_Y(d.geom_3857))) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
      SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north$counting$;
  RETURN NULL;
END $body$$sql$, change.name, change.anew, change.delta);
  END LOOP;
END $do$;
