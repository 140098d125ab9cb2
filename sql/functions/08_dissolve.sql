-- One area out of several that touch or overlap, without the borders between them. Pieces whose common border has
-- vertices of its own on each side leave slits where they are joined, also on a grid of 1e-7 degrees (1 cm): what a closing
-- by 2 cm would fill is filled where it lies along two of the pieces, and nowhere else, so that a narrow notch of one piece
-- stays. In the flat metric (metres) of the middle latitude.
CREATE OR REPLACE FUNCTION dissolved(pieces geometry[]) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
