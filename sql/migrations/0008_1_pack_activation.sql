-- Which edition of a city's pack judges it: the last activation, or, where there is none, the file that says so.

CREATE TABLE pack_activation (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  region_code  text NOT NULL,
  pack_id      text NOT NULL,
  pack_version text NOT NULL,
  pack_hash    text NOT NULL,
  activated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()), -- as fine as JSON tells it
  actor        text NOT NULL CHECK (actor <> ''),
  reason       text NOT NULL CHECK (reason <> ''),
  preview      text NOT NULL,
  run_id       bigint NOT NULL REFERENCES rule_run (id),
  FOREIGN KEY (pack_id, pack_version, pack_hash) REFERENCES rule_pack (id, version, hash)
);
CREATE INDEX pack_activation_region ON pack_activation (region_code, id DESC);
COMMENT ON TABLE pack_activation IS 'append-only; the last row of a region is in force';
COMMENT ON COLUMN pack_activation.preview IS 'token of the preview that was seen before';
COMMENT ON COLUMN pack_activation.run_id IS 'the evaluation of the whole city in the same transaction';

CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON pack_activation FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
