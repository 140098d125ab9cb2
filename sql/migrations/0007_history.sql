-- History: what every row was when, verdicts and findings that nobody rewrites, and the texts of the rules that gave them.

-- Former states of rows. A table with a column recorded_at has its history kept (sql/functions/21_keep_history.sql);
-- where former states must not be kept, leave that column out.
CREATE TABLE row_archive (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name text NOT NULL,
  row_key    text NOT NULL,
  known_from timestamptz NOT NULL,
  known_to   timestamptz NOT NULL,
  ended_by   text NOT NULL CHECK (ended_by IN ('update', 'delete')),
  actor      text,
  row        jsonb NOT NULL,
  CHECK (known_from < known_to)
);
COMMENT ON TABLE row_archive IS 'former states of rows: known_from is when a state was recorded, known_to when it was replaced or deleted';
COMMENT ON COLUMN row_archive.row_key IS 'primary key, several columns joined by /';
COMMENT ON COLUMN row_archive.row IS 'stored columns; geometry as hexadecimal EWKB, exact';
COMMENT ON COLUMN row_archive.actor IS 'who ended the state: the transaction''s setting paikou.actor';
CREATE INDEX row_archive_row ON row_archive (table_name, row_key, known_to);
CREATE INDEX row_archive_time ON row_archive (table_name, known_to);

-- Code tables decide verdicts too.
ALTER TABLE category ADD recorded_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE pollutant ADD recorded_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE discharge_limit ADD recorded_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE monitoring_value ADD recorded_at timestamptz NOT NULL DEFAULT now();

-- The moment, to the microsecond, whose rows a verdict was reached from: its transaction's.
ALTER TABLE verdict ADD known_at timestamptz;
UPDATE verdict SET known_at = decided_at + interval '999 microseconds';
ALTER TABLE verdict ALTER known_at SET DEFAULT now(), ALTER known_at SET NOT NULL;
COMMENT ON COLUMN verdict.known_at IS 'record time whose rows were read, to the microsecond';
CREATE INDEX verdict_as_of ON verdict (outfall_id, as_of DESC, id DESC);

-- An outfall that is deleted leaves its verdicts and findings on record; only verdict_current follows it.
ALTER TABLE verdict DROP CONSTRAINT verdict_outfall_id_fkey, DROP CONSTRAINT verdict_run_id_fkey;
ALTER TABLE finding DROP CONSTRAINT finding_outfall_id_verdict_id_fkey;

-- What a pack's hash was taken of, and the engine's own SQL, so that a verdict can be replayed and its record verified.
ALTER TABLE rule_pack ADD rules jsonb, ADD codes jsonb;
COMMENT ON COLUMN rule_pack.rules IS 'the rules it turns on: [{id, header, sql}]; null = registered before they were kept';
COMMENT ON COLUMN rule_pack.codes IS 'texts of the code tables by file name';
CREATE TABLE engine_text (
  hash       text PRIMARY KEY,
  texts      jsonb NOT NULL,
  first_used timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE engine_text IS 'the engine''s own SQL (statements, relations, functions) by file name';
ALTER TABLE rule_run ADD engine_hash text;
COMMENT ON COLUMN rule_run.engine_hash IS 'of the engine''s own SQL; null = run before it was kept';

CREATE FUNCTION refuse_changing_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'PK001';
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['verdict', 'finding', 'row_archive', 'engine_text']
  LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changing_history()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['rule_run', 'rule_pack']
  LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changing_history()', t);
  END LOOP;
END $$;

-- Tiles of a past day show verdicts that are on record without being in force.
CREATE TRIGGER note_layer_change AFTER INSERT ON verdict FOR EACH STATEMENT EXECUTE FUNCTION note_layer_change();
