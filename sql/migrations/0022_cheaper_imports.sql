-- What a million rows pay for one by one.

-- Where in which file a row stands is put together while it is read: the server takes longer to build it than to write the row.
UPDATE import_job SET state = 'failed', error = jsonb_build_object('detail', '系统升级，暂存的行已清除，请重新上传 (the system was updated: upload the file again)', 'value', NULL)
WHERE state IN ('reading', 'previewed', 'committing');
TRUNCATE import_row;
ALTER TABLE import_row ADD source jsonb NOT NULL;
COMMENT ON COLUMN import_row.source IS 'as it will stand in the row: import, file, sheet, row, how coordinates were read and what they were';

-- Which rows an import wrote: only imports write it, each row once, always for a job that stands and is never deleted: a foreign key and a
-- primary key checked per row say nothing. It is asked by job, whose rows lie together, and by content, which only equality is asked of.
ALTER TABLE import_change DROP CONSTRAINT import_change_job_id_fkey, DROP CONSTRAINT import_change_pkey;
DROP INDEX import_change_row, import_change_hash;
CREATE INDEX import_change_job ON import_change USING brin (job_id) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX import_change_hash ON import_change USING hash (hash) WHERE hash IS NOT NULL;

-- Most outfalls of a ledger name no reach and no body of water: what is not there is not looked for by these.
DROP INDEX outfall_reach, outfall_waterbody;
CREATE INDEX outfall_reach ON outfall (reach_id) WHERE reach_id IS NOT NULL;
CREATE INDEX outfall_waterbody ON outfall (waterbody_id) WHERE waterbody_id IS NOT NULL;

-- Nobody asks which outfalls are nearest, only which lie in a box or within a distance: a quad-tree answers that as fast as GiST, and
-- is filled at half of the cost.
DROP INDEX outfall_geom, outfall_geom_3857;
CREATE INDEX outfall_geom ON outfall USING spgist (geom);
CREATE INDEX outfall_geom_3857 ON outfall USING spgist (geom_3857);

-- New outfalls are counted per small cell first, then these per large cell, not every outfall twice.
CREATE OR REPLACE FUNCTION count_cells_outfall_insert() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
