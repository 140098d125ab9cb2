-- Areas made ready to be measured against, when they are written: no evaluation transforms a boundary again.

-- Middle of a geometry's box: origin of its local metric.
CREATE FUNCTION metric_centre(geom geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, pg_catalog
AS $$
  SELECT ST_SetSRID(ST_MakePoint((ST_XMin(geom) + ST_XMax(geom)) / 2, (ST_YMin(geom) + ST_YMax(geom)) / 2), 4490)
$$;

-- The boundary of an area in metres: transverse Mercator (GRS80, scale 1) about the middle of its box, edges no longer
-- than 200 m (0.00179 degrees), on which a straight lon/lat edge and a straight local one differ by less than 1 mm.
-- No SRID: metres mean nothing away from metric_centre.
CREATE FUNCTION metric_wall(geom geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, pg_catalog
AS $$
  SELECT ST_SetSRID(ST_Transform(ST_Segmentize(ST_Boundary(geom), 0.00179),
    format('+proj=tmerc +lat_0=%s +lon_0=%s +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs',
           (ST_YMin(geom) + ST_YMax(geom)) / 2, (ST_XMin(geom) + ST_XMax(geom)) / 2)), 0)
$$;

-- One number per drawn state of an area, over all tables: what was derived from a geometry is found by it and never
-- stale. Two areas in contact touch or overlap, or are less than 2 cm (2e-7 degrees) apart: with them a common boundary dissolves.
CREATE SEQUENCE area_stamp;

CREATE TABLE area_contact (
  stamp bigint NOT NULL,
  other bigint NOT NULL,
  PRIMARY KEY (stamp, other)
);
COMMENT ON TABLE area_contact IS 'drawn states of areas of one table that touch or overlap, both ways round; kept for states that are past';

CREATE TABLE dissolved_area (
  stamps bigint[] PRIMARY KEY,
  geom   geometry(Geometry, 4490) NOT NULL,
  wall   geometry GENERATED ALWAYS AS (metric_wall(geom)) STORED,
  centre geometry(Point, 4490) GENERATED ALWAYS AS (metric_centre(geom)) STORED
);
COMMENT ON TABLE dissolved_area IS 'unions of areas in contact, by their stamps in ascending order; missing ones are made when asked for';
CREATE INDEX dissolved_area_stamps ON dissolved_area USING gin (stamps);
ALTER TABLE dissolved_area ALTER geom SET STORAGE EXTERNAL, ALTER wall SET STORAGE EXTERNAL;

CREATE FUNCTION stamp_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.stamp := nextval('area_stamp');
  RETURN NEW;
END $$;

-- Contacts of what was drawn anew. One writer at a time per table, or two areas drawn at once would not see each other.
CREATE FUNCTION note_area_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('area_contact'), hashtext(TG_TABLE_NAME));
  EXECUTE format($sql$
    WITH contact AS (
      SELECT n.stamp, z.stamp AS other
      FROM drawn n JOIN %1$I z ON z.geom && ST_Expand(n.geom, 2e-7)
      WHERE z.stamp <> n.stamp AND NOT EXISTS (SELECT FROM area_contact c WHERE c.stamp = n.stamp AND c.other = z.stamp)
        AND (ST_Intersects(z.geom, n.geom) OR ST_DWithin(z.geom, n.geom, 2e-7))
    )
    INSERT INTO area_contact SELECT stamp, other FROM contact UNION SELECT other, stamp FROM contact
    ON CONFLICT DO NOTHING$sql$, TG_TABLE_NAME);
  RETURN NULL;
END $$;

CREATE FUNCTION forget_dissolved_areas() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM dissolved_area WHERE stamps && ARRAY(SELECT stamp FROM former);
  RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['drinking_water_zone', 'protected_area', 'sewer_coverage', 'industrial_park']
  LOOP
    EXECUTE format('ALTER TABLE %I
      ADD stamp  bigint NOT NULL DEFAULT nextval(''area_stamp''),
      ADD wall   geometry GENERATED ALWAYS AS (metric_wall(geom)) STORED,
      ADD centre geometry(Point, 4490) GENERATED ALWAYS AS (metric_centre(geom)) STORED,
      ALTER geom SET STORAGE EXTERNAL', t);
    EXECUTE format('ALTER TABLE %I ALTER wall SET STORAGE EXTERNAL', t);
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (stamp)', t || '_stamp', t);
    EXECUTE format('CREATE INDEX %I ON %I (boundary_error_m) WHERE boundary_error_m IS NOT NULL', t || '_boundary_error', t);
    EXECUTE format('CREATE TRIGGER stamp_area BEFORE UPDATE OF geom ON %I FOR EACH ROW EXECUTE FUNCTION stamp_area()', t);
    EXECUTE format('CREATE TRIGGER note_area_contacts_drawn AFTER INSERT ON %I REFERENCING NEW TABLE AS drawn
                    FOR EACH STATEMENT EXECUTE FUNCTION note_area_contacts()', t);
    EXECUTE format('CREATE TRIGGER note_area_contacts_redrawn AFTER UPDATE ON %I REFERENCING NEW TABLE AS drawn
                    FOR EACH STATEMENT EXECUTE FUNCTION note_area_contacts()', t);
    EXECUTE format('CREATE TRIGGER forget_dissolved_redrawn AFTER UPDATE ON %I REFERENCING OLD TABLE AS former
                    FOR EACH STATEMENT EXECUTE FUNCTION forget_dissolved_areas()', t);
    EXECUTE format('CREATE TRIGGER forget_dissolved_gone AFTER DELETE ON %I REFERENCING OLD TABLE AS former
                    FOR EACH STATEMENT EXECUTE FUNCTION forget_dissolved_areas()', t);
  END LOOP;
END $$;

-- Verdicts are written by the engine alone, a million at a time: what is in force follows its outfall by one statement, not
-- by foreign keys, whose checks cost more than the writing; findings are reached by their verdict,
-- not by a key of three columns.
ALTER TABLE finding DROP CONSTRAINT finding_pkey;
CREATE INDEX finding_verdict ON finding (verdict_id);
ALTER TABLE verdict_current DROP CONSTRAINT verdict_current_outfall_id_fkey, DROP CONSTRAINT verdict_current_outfall_id_verdict_id_fkey,
  ADD input_hash text;
UPDATE verdict_current c SET input_hash = v.input_hash FROM verdict v WHERE (v.outfall_id, v.id) = (c.outfall_id, c.verdict_id);
ALTER TABLE verdict_current ALTER input_hash SET NOT NULL;
COMMENT ON COLUMN verdict_current.input_hash IS 'of the verdict in force: an evaluation that comes to the same hash writes nothing';

CREATE FUNCTION end_verdicts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM verdict_current WHERE outfall_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;
CREATE TRIGGER end_verdicts AFTER DELETE ON outfall REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION end_verdicts();
