-- 95 % position error in metres: the row's own, else the default of its method; whole seconds of arc add 15 m in quadrature.
CREATE OR REPLACE FUNCTION position_error(own double precision, method text, whole_seconds boolean, defaults jsonb)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sqrt(coalesce(own, (defaults ->> method)::double precision) ^ 2 + CASE WHEN whole_seconds THEN 15 ^ 2 ELSE 0 END)
$$;
