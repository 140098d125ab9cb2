-- Packs, runs, findings, verdicts. Findings and verdicts are append-only; verdict_current points at what is in force.

CREATE TABLE rule_pack (
  id           text NOT NULL,
  version      text NOT NULL,
  region_code  text NOT NULL,
  title        text NOT NULL,
  hash         text NOT NULL,
  body         jsonb NOT NULL,
  valid_from   date NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, version, hash)
);
COMMENT ON COLUMN rule_pack.body IS 'the pack as evaluated, so that a past verdict can be replayed';
COMMENT ON COLUMN rule_pack.hash IS 'of the pack and of the rule files it turns on: other rules under the same version are another row';

CREATE TABLE rule_run (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pack_id      text NOT NULL,
  pack_version text NOT NULL,
  pack_hash    text NOT NULL,
  region_code  text NOT NULL,
  as_of        date NOT NULL,
  reason       text NOT NULL,
  actor        text,
  started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at  timestamptz,
  outfalls     integer,
  changed      integer,
  FOREIGN KEY (pack_id, pack_version, pack_hash) REFERENCES rule_pack (id, version, hash)
);

CREATE TABLE verdict (
  outfall_id   bigint NOT NULL REFERENCES outfall (id) ON DELETE CASCADE,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  run_id       bigint NOT NULL REFERENCES rule_run (id),
  pack_id      text NOT NULL,
  pack_version text NOT NULL,
  as_of        date NOT NULL,
  decided_at   timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()), -- as fine as JSON tells it
  verdict      text NOT NULL CHECK (verdict IN ('ban', 'merge', 'keep', 'review')),
  strictest    text CHECK (strictest IN ('ban', 'merge', 'keep')),
  mildest      text CHECK (mildest IN ('ban', 'merge', 'keep')),
  no_action    boolean,
  by_category  jsonb,
  editions     bigint[] NOT NULL DEFAULT '{}',
  input_hash   text NOT NULL,
  PRIMARY KEY (outfall_id, id),
  CHECK ((strictest IS NULL) = (mildest IS NULL)),
  CHECK (verdict = 'review' OR strictest IS NULL)
);
COMMENT ON COLUMN verdict.by_category IS 'category undetermined: the verdict each candidate category would give';
COMMENT ON COLUMN verdict.no_action IS '无需整治: true, false, or null where a keep rule could not be judged';

CREATE TABLE verdict_current (
  outfall_id bigint PRIMARY KEY REFERENCES outfall (id) ON DELETE CASCADE,
  verdict_id bigint NOT NULL,
  verdict    text NOT NULL,
  strictest  text,
  mildest    text,
  no_action  boolean,
  FOREIGN KEY (outfall_id, verdict_id) REFERENCES verdict (outfall_id, id)
);
CREATE INDEX verdict_current_verdict ON verdict_current (verdict, outfall_id);

CREATE TABLE finding (
  outfall_id bigint NOT NULL,
  verdict_id bigint NOT NULL,
  rule       text NOT NULL,
  class      text NOT NULL CHECK (class IN ('ban', 'merge', 'keep', 'flag')),
  outcome    text NOT NULL CHECK (outcome IN ('conflict', 'borderline', 'unknown')),
  effect     text CHECK (effect IN ('ban', 'merge', 'keep', 'review', 'flag')),
  distance_m double precision,
  beyond_m   double precision,
  error_m    double precision,
  areas      jsonb NOT NULL DEFAULT '[]',
  evidence   jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (outfall_id, verdict_id, rule),
  FOREIGN KEY (outfall_id, verdict_id) REFERENCES verdict (outfall_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE finding IS 'clear and not_applicable are recomputed when asked for, not stored';

-- Layer versions: a statement trigger appends (layer, transaction), so no shared row is waited for.
CREATE TABLE layer_change (
  layer text NOT NULL,
  xid   xid8 NOT NULL,
  PRIMARY KEY (layer, xid)
);

CREATE FUNCTION note_layer_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO layer_change (layer, xid) VALUES (TG_TABLE_NAME, pg_current_xact_id()) ON CONFLICT DO NOTHING;
  PERFORM pg_notify('paikou_layer', TG_TABLE_NAME);
  RETURN NULL;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['layer_edition','layer_coverage','region','waterbody','reach_node','function_zone','reach','intake',
    'monitoring_section','drinking_water_zone','protected_area','treatment_plant','sewer_coverage','sewer_line',
    'industrial_park','flood_defence','discharger','outfall','channel','verdict_current']
  LOOP
    EXECUTE format('CREATE TRIGGER note_layer_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION note_layer_change()', t);
  END LOOP;
END $$;

-- What lists, tiles and exports say of an outfall. Stages are derived from records.
CREATE VIEW outfall_item AS
SELECT o.*, v.verdict, v.strictest, v.mildest, v.no_action,
       CASE WHEN v.verdict IN ('ban', 'merge', 'keep') THEN 'judged'
            WHEN o.discharger_id IS NOT NULL THEN 'traced'
            ELSE 'surveyed' END AS stage
FROM outfall o LEFT JOIN verdict_current v ON v.outfall_id = o.id;
