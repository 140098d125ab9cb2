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

-- The strictest of three outcomes.
CREATE OR REPLACE FUNCTION strictest_outcome(one text, two text, three text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (ARRAY['not_applicable', 'clear', 'borderline', 'unknown', 'conflict'])[greatest(outcome_rank(one), outcome_rank(two), outcome_rank(three))]
$$;

-- What a pack makes of lying in an area: ban > review > flag. Null where the pack sets no effect for the level.
-- Date of set-up or of designation unknown: review, unless both dates would give the same.
CREATE OR REPLACE FUNCTION effect_in(effects jsonb, level text, existing boolean, set_up date, designated_on date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN effects -> level IS NULL THEN NULL
    WHEN effects -> level -> 'before' = effects -> level -> 'after' OR NOT existing OR set_up >= designated_on THEN effects -> level ->> 'after'
    WHEN set_up < designated_on THEN effects -> level ->> 'before'
    ELSE 'review'
  END
$$;

CREATE OR REPLACE FUNCTION effect_rank(effect text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_position(ARRAY['flag', 'review', 'ban'], effect), 0)
$$;

-- One area of a finding as it is told. Distances in metres.
CREATE OR REPLACE FUNCTION area_hit(layer text, id bigint, name text, level text, edition text, edition_id bigint, document text,
                                    designated_on date, plant_id bigint, place text, d double precision, error_m double precision,
                                    boundary_m double precision, outcome text) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_object('layer', layer, 'id', id, 'name', name, 'level', level, 'edition', edition, 'edition_id', edition_id,
    'document', document, 'designated_on', designated_on, 'plant_id', plant_id, 'place', place, 'distance_m', round(d::numeric, 3),
    'error_m', round(error_m::numeric, 3), 'boundary_m', boundary_m, 'outcome', outcome)
$$;

-- What of a finding is hashed, as text: numbers as PostgreSQL writes them, JSON with its keys in stored order.
CREATE OR REPLACE FUNCTION finding_text(rule text, outcome text, distance_m double precision, error_m double precision,
                                        areas jsonb, evidence jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT rule || ' ' || outcome || ' ' || coalesce(distance_m::text, '') || ' ' || coalesce(error_m::text, '') || ' ' || areas::text || ' ' || evidence::text
$$;

-- The input of a verdict as text, of which the hash is the MD5: pack, the outfall as the rules saw it, what they found.
CREATE OR REPLACE FUNCTION input_text(pack_hash text, subject text, findings text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pack_hash || E'\n' || subject || E'\n' || coalesce(findings, '')
$$;
