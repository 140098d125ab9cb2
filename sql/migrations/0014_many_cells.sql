-- A run that changes most verdicts of a city has its cells counted anew: one pass over the outfalls is cheaper than taking every
-- one out of a cell and putting it into another.
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

-- Fewer changed verdicts than this are always taken out and put in one by one.
CREATE FUNCTION many_cells() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 10000 $$;

-- Only when they come, not when they change: where one statement does both (ON CONFLICT), what changed is counted first.
CREATE OR REPLACE FUNCTION count_cells_verdict_current_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  regions text[];
BEGIN
  IF (SELECT count(*) FROM came) > public.many_cells() THEN
    regions := ARRAY(SELECT DISTINCT o.region_code FROM came c JOIN public.outfall o ON o.id = c.outfall_id);
    IF (SELECT count(*) FROM came) * 4 > (SELECT count(*) FROM public.outfall o WHERE o.region_code = ANY (regions)) THEN
      PERFORM public.count_cells_of(regions);
      RETURN NULL;
    END IF;
  END IF;
  INSERT INTO public.outfall_cell AS kept (level, cell, region_code, verdict, outfalls, east, north)
  SELECT l.level, l.cell, d.region_code, d.verdict, sum(n), sum(n * round(ST_X(d.geom_3857))), sum(n * round(ST_Y(d.geom_3857)))
  FROM (
    SELECT o.cell_12, o.region_code, k.verdict, o.geom_3857, k.n FROM came c JOIN public.outfall o ON o.id = c.outfall_id
    CROSS JOIN LATERAL (VALUES ('', -1), (c.verdict, 1)) k (verdict, n)
  ) d CROSS JOIN LATERAL (VALUES (12, d.cell_12), (8, public.parent_cell(d.cell_12))) l (level, cell)
  GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(n * round(ST_X(d.geom_3857))) <> 0 OR sum(n * round(ST_Y(d.geom_3857))) <> 0
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (level, cell, region_code, verdict) DO UPDATE
    SET outfalls = kept.outfalls + EXCLUDED.outfalls, east = kept.east + EXCLUDED.east, north = kept.north + EXCLUDED.north;
  RETURN NULL;
END $$;
