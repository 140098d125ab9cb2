-- Editing: who changed what, and which local codes were issued.

CREATE TABLE audit_log (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor     text,
  action    text NOT NULL CHECK (action IN ('create', 'change', 'remove')),
  layer     text NOT NULL,
  row_table text NOT NULL,
  row_id    bigint NOT NULL,
  before    jsonb,
  after     jsonb,
  runs      bigint[] NOT NULL DEFAULT '{}',
  undoes    bigint REFERENCES audit_log (id),
  CHECK ((action = 'create') = (before IS NULL) AND (action = 'remove') = (after IS NULL))
);
COMMENT ON TABLE audit_log IS '操作留痕: every edit of a row, with the row before and after it';
COMMENT ON COLUMN audit_log.actor IS 'the acting person as the request named them; null = it named nobody';
COMMENT ON COLUMN audit_log.before IS 'columns of the row, geometry as hexadecimal EWKB, so that it can be put back exactly';
COMMENT ON COLUMN audit_log.runs IS 'rule_run of the evaluations that the edit caused';
COMMENT ON COLUMN audit_log.undoes IS 'the edit that this one took back';
CREATE INDEX audit_log_row ON audit_log (row_table, row_id, id);

CREATE TABLE code_counter (
  prefix text PRIMARY KEY,
  last   bigint NOT NULL CHECK (last > 0)
);
COMMENT ON TABLE code_counter IS 'last number issued under each prefix of local codes; a number is never issued twice, also not after its row is gone';

-- What an edit can affect is looked for around entry points as well, and places known only coarsely from farther off.
CREATE INDEX outfall_entry_geom ON outfall USING gist (entry_geom) WHERE entry_geom IS NOT NULL;
CREATE INDEX outfall_coarse ON outfall (id) WHERE position_error_m > 500;
CREATE INDEX discharger_coarse ON discharger (id) WHERE position_error_m > 500;
