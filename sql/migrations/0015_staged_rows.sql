-- Staged rows of an import as they come: what the file has stays text (json), what tells a row from others is hashed while it is read, and
-- a row is written once: only those in which something is found are touched again.

UPDATE import_job SET state = 'failed', error = jsonb_build_object('detail', '系统升级，暂存的行已清除，请重新上传 (the system was updated: upload the file again)', 'value', NULL)
WHERE state IN ('reading', 'previewed', 'committing');
TRUNCATE import_row;

ALTER TABLE import_row
  ALTER raw TYPE json USING raw::text::json,
  ALTER shape TYPE json USING shape::text::json,
  ALTER action SET DEFAULT 'new',
  ADD hash uuid NOT NULL,
  ADD content uuid NOT NULL;
COMMENT ON COLUMN import_row.hash IS 'md5 of the row in the file and how it is read';
COMMENT ON COLUMN import_row.content IS 'md5 of properties and geometry: rows that say the same';
COMMENT ON COLUMN import_row.action IS 'new unless found otherwise: changed, same, duplicate, skipped';
CREATE INDEX import_row_told ON import_row (job_id, n) WHERE problems IS NOT NULL OR checked IS NOT NULL OR repairs IS NOT NULL;

ALTER TABLE import_change ALTER hash TYPE uuid USING hash::uuid;
