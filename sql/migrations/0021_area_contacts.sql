-- Areas of thousands of vertices whose boxes overlap though they do not touch were compared vertex by vertex: a second for
-- each pair, and a country of sewer areas took most of an hour to load.
CREATE OR REPLACE FUNCTION note_area_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
