-- What one evaluation works on, private to the session. Emptied by DELETE: truncating would void the plans kept for
-- these tables, and planning costs ten times the work of a single check.
CREATE TEMP TABLE IF NOT EXISTS subject (
  id bigint PRIMARY KEY, outfall_id bigint NOT NULL, variant_of bigint, own boolean NOT NULL, judged boolean NOT NULL,
  existing boolean NOT NULL, region_code text, local_code text, category text, category_candidates text[], traits text[],
  regime text, status text, set_up date, geom geometry(Point, 4490), entry_geom geometry(Point, 4490),
  error_m double precision, discharger_id bigint, site_geom geometry(Point, 4490), site_error_m double precision,
  approval text, approval_no text, retention_approved boolean, retention_report_no text, compliant boolean,
  flow_m3d double precision, inspected_on date, problems text[], dry_flow_hours double precision, dry_flow_cause text,
  reach_id bigint, reach_off_m double precision, waterbody_id bigint, river_name text, typed_in_zone boolean
);
CREATE INDEX IF NOT EXISTS subject_discharger ON subject (discharger_id) WHERE discharger_id IS NOT NULL;

CREATE TEMP TABLE IF NOT EXISTS found_so_far (
  subject_id bigint NOT NULL, rule text NOT NULL, class text NOT NULL, outcome text NOT NULL,
  distance_m double precision, error_m double precision, areas jsonb NOT NULL, evidence jsonb NOT NULL,
  PRIMARY KEY (subject_id, rule)
);

CREATE TEMP TABLE IF NOT EXISTS composed (
  subject_id bigint PRIMARY KEY, outfall_id bigint NOT NULL, variant_of bigint, own boolean NOT NULL, category text,
  verdict text NOT NULL, strictest text, mildest text, no_action boolean, by_category jsonb, editions bigint[],
  input_hash text
);

DELETE FROM subject;
DELETE FROM found_so_far;
DELETE FROM composed;
