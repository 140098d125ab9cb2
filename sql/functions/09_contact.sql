-- Whether two areas touch or overlap, also within 2e-7 degrees (2 cm): what was digitised twice leaves slits. Boundaries are
-- compared only where the boxes overlap, and in pieces: whole ones of 4,000 vertices would take a second each.
CREATE OR REPLACE FUNCTION areas_touch(one geometry, other geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET jit = off AS $$
  SELECT ST_Intersects(one, other) OR EXISTS (
    SELECT FROM ST_Subdivide(ST_ClipByBox2D(ST_Boundary(one), ST_Expand(other, 4e-7)::box2d), 32) p,
                ST_Subdivide(ST_ClipByBox2D(ST_Boundary(other), ST_Expand(one, 4e-7)::box2d), 32) q
    WHERE p && ST_Expand(q, 2e-7) AND ST_DWithin(p, q, 2e-7))
$$;
