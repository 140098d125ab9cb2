-- What one evaluation works on, private to the session. Emptied by DELETE: truncating would void the plans kept for
-- these tables, and planning costs ten times the work of a single check. Without indexes: a few rows need none, and what
-- works on many joins by hash.
SET LOCAL client_min_messages = warning; -- "exists already" six times over is not worth sending
CREATE TEMP TABLE IF NOT EXISTS subject (
  id bigint NOT NULL, outfall_id bigint NOT NULL, variant_of bigint, own boolean NOT NULL, judged boolean NOT NULL,
  existing boolean NOT NULL, region_code text, local_code text, category text, category_candidates text[], traits text[],
  regime text, status text, set_up date, geom geometry(Point, 4490), entry_geom geometry(Point, 4490),
  error_m double precision, discharger_id bigint, site_geom geometry(Point, 4490), site_error_m double precision,
  approval text, approval_no text, retention_approved boolean, retention_report_no text, compliant boolean,
  flow_m3d double precision, inspected_on date, problems text[], dry_flow_hours double precision, dry_flow_cause text,
  reach_id bigint, reach_off_m double precision, waterbody_id bigint, river_name text, typed_in_zone boolean
);

CREATE TEMP TABLE IF NOT EXISTS place (
  subject_id bigint NOT NULL, place text NOT NULL, point geometry(Point, 4490) NOT NULL, error_m double precision
);

CREATE TEMP TABLE IF NOT EXISTS undeclared (
  layer text NOT NULL, subject_id bigint NOT NULL, place text NOT NULL, stale boolean NOT NULL, declared_on date
);

CREATE TEMP TABLE IF NOT EXISTS lying (
  layer text NOT NULL, subject_id bigint NOT NULL, place text NOT NULL, point geometry(Point, 4490) NOT NULL,
  position_m double precision, id bigint NOT NULL, stamp bigint NOT NULL, level text NOT NULL, name text, edition text,
  edition_id bigint, document text, designated_on date, plant_id bigint, boundary_m double precision,
  connected boolean NOT NULL, d double precision NOT NULL, nearest geometry(Point, 4490) NOT NULL
);

CREATE TEMP TABLE IF NOT EXISTS located_so_far (
  rule text NOT NULL, outfall_id bigint NOT NULL, outcome text NOT NULL, distance_m double precision,
  error_m double precision, areas jsonb NOT NULL, evidence jsonb NOT NULL
);

CREATE TEMP TABLE IF NOT EXISTS found_so_far (
  subject_id bigint NOT NULL, rule text NOT NULL, class text NOT NULL, outcome text NOT NULL,
  distance_m double precision, error_m double precision, areas jsonb NOT NULL, evidence jsonb NOT NULL
);

CREATE TEMP TABLE IF NOT EXISTS composed (
  subject_id bigint NOT NULL, outfall_id bigint NOT NULL, variant_of bigint, own boolean NOT NULL, category text,
  verdict text NOT NULL, strictest text, mildest text, no_action boolean, by_category jsonb, editions bigint[],
  input_hash text, verdict_id bigint
);
