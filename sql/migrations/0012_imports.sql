-- Imports: what was uploaded, its rows until they are committed, and which rows each import wrote.

CREATE TABLE import_job (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  state        text NOT NULL DEFAULT 'reading' CHECK (state IN ('reading', 'previewed', 'committing', 'committed', 'undone', 'failed', 'cancelled')),
  layer        text,
  file_name    text NOT NULL,
  file_hash    text,
  file_bytes   bigint,
  format       text,
  actor        text,
  asked        jsonb NOT NULL DEFAULT '{}',
  source       jsonb NOT NULL DEFAULT '{}',
  plan         jsonb,
  counts       jsonb NOT NULL DEFAULT '{}',
  edition_id   bigint REFERENCES layer_edition (id),
  outcome      jsonb,
  error        jsonb,
  timings      jsonb NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  beat_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  committed_at timestamptz,
  undone_at    timestamptz
);
COMMENT ON TABLE import_job IS '导入任务: one uploaded file';
COMMENT ON COLUMN import_job.asked IS 'what the upload said of the file: region, sheet, encoding, defaults';
COMMENT ON COLUMN import_job.source IS 'what was found in the file: format, encoding, coordinate system, tables, columns, each with its evidence';
COMMENT ON COLUMN import_job.plan IS 'layer, which column means what, how coordinates are read, values for what is blank';
COMMENT ON COLUMN import_job.beat_at IS 'when its process last said that it lives';
COMMENT ON COLUMN import_job.committed_at IS 'transaction time of the commit: recorded_at of what it wrote';

-- Rows of a file between upload and commit. Not logged: a crash of the database empties it, and its job then says so.
CREATE UNLOGGED TABLE import_row (
  job_id     bigint NOT NULL,
  n          integer NOT NULL,
  sheet      text,
  line       integer NOT NULL,
  raw        jsonb NOT NULL,
  shape      jsonb,
  faults     jsonb,
  properties jsonb NOT NULL DEFAULT '{}',
  geom       geometry(Geometry, 4490),
  repaired   geometry(Geometry, 4490),
  repairs    jsonb,
  problems   jsonb,
  checked    jsonb,
  action     text,
  target_id  bigint,
  changes    jsonb
);
COMMENT ON TABLE import_row IS 'rows of a file before they are committed; emptied with the job';
COMMENT ON COLUMN import_row.raw IS 'cells in the order of the file''s columns';
COMMENT ON COLUMN import_row.shape IS 'GeoJSON geometry as the file has it; null where cells hold coordinates';
COMMENT ON COLUMN import_row.faults IS 'what the reader itself found wrong, however the row is then understood';
COMMENT ON COLUMN import_row.properties IS 'as for editing: columns of the table, references by code';
COMMENT ON COLUMN import_row.repaired IS 'proposed where geom cannot be stored; repairs says why and by how much the area changes';
COMMENT ON COLUMN import_row.problems IS 'found in the row by itself: [{column, value, reason, suggestion, level}]';
COMMENT ON COLUMN import_row.checked IS 'found by comparing with the database and the other rows, likewise';
CREATE INDEX import_row_job ON import_row (job_id, n);

CREATE TABLE import_change (
  job_id    bigint NOT NULL REFERENCES import_job (id),
  row_table text NOT NULL,
  row_id    bigint NOT NULL,
  action    text NOT NULL CHECK (action IN ('create', 'change')),
  sheet     text,
  line      integer,
  hash      text,
  recorded_at_then timestamptz NOT NULL,
  PRIMARY KEY (job_id, row_table, row_id)
);
COMMENT ON TABLE import_change IS 'rows that an import wrote, and where in the file they come from; former states stand in row_archive';
COMMENT ON COLUMN import_change.hash IS 'of the row in the file and how it was read: the same again changes nothing';
COMMENT ON COLUMN import_change.recorded_at_then IS 'recorded_at of the row as the import left it: another one means that it was changed since';
CREATE INDEX import_change_row ON import_change (row_table, row_id);
CREATE INDEX import_change_hash ON import_change (row_table, hash);

CREATE TABLE import_mapping (
  signature text NOT NULL,
  layer     text NOT NULL,
  mapping   jsonb NOT NULL,
  used_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (signature, layer)
);
COMMENT ON TABLE import_mapping IS 'which column meant what when a file with these headings was last committed';
