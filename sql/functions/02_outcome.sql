-- The words of a finding, in order of strictness.

-- Outcome of a signed distance d with a 95 % error e, metres. d null = nothing within reach.
CREATE OR REPLACE FUNCTION outcome_of(d double precision, e double precision, boundary_inside boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN d IS NULL THEN 'clear'
    WHEN d <= -e AND (d < 0 OR boundary_inside) THEN 'conflict'
    WHEN d >= e THEN 'clear'
    ELSE 'borderline'
  END
$$;

-- conflict > unknown > borderline > clear > not_applicable
CREATE OR REPLACE FUNCTION outcome_rank(outcome text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_position(ARRAY['not_applicable', 'clear', 'borderline', 'unknown', 'conflict'], outcome)
$$;

-- What a pack makes of lying in an area: ban > review > flag. Null where the pack sets no effect for the level.
-- Date of set-up or of designation unknown: review, unless both dates would give the same.
CREATE OR REPLACE FUNCTION effect_in(effects jsonb, level text, existing boolean, set_up date, designated_on date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN e -> 'before' = e -> 'after' OR NOT existing OR set_up >= designated_on THEN e ->> 'after'
    WHEN set_up < designated_on THEN e ->> 'before'
    ELSE 'review'
  END
  FROM (SELECT effects -> level AS e) t
$$;

CREATE OR REPLACE FUNCTION effect_rank(effect text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_position(ARRAY['flag', 'review', 'ban'], effect), 0)
$$;
