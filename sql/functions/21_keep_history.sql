-- Keeps the former states of every table that has a column recorded_at, and shows each as it was in the schema past:
-- with search_path = past, public and paikou.known_at set, any statement reads what was known at that moment.

-- Columns of a table as stored, in order: what a row is. Generated columns follow from them.
CREATE OR REPLACE FUNCTION stored_columns(of_table regclass) RETURNS TABLE (name text, is_geometry boolean, place smallint)
LANGUAGE sql STABLE AS $$
  SELECT a.attname, t.typname = 'geometry', a.attnum
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  ORDER BY a.attnum
$$;

CREATE OR REPLACE FUNCTION key_columns(of_table regclass) RETURNS text[]
LANGUAGE sql STABLE AS $$
  SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::smallint[], a.attnum))
  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
  WHERE i.indrelid = of_table AND i.indisprimary
$$;

-- A changed row is recorded by its transaction. Where one that counts as later has been faster, by the clock: times
-- of one row never run backwards.
CREATE OR REPLACE FUNCTION note_recorded_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.recorded_at := CASE WHEN OLD.recorded_at > public.record_time() THEN greatest(clock_timestamp(), OLD.recorded_at + interval '1 microsecond') ELSE public.record_time() END;
  RETURN NEW;
END $$;

-- Appends the former states of the rows that a statement changed or took away. A state that no other transaction can have
-- seen (written and replaced by one) is none; neither is a row written again as it was.
CREATE OR REPLACE FUNCTION archive_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  columns text;
  keys    text[] := public.key_columns(TG_RELID);
  key     text;
  former  text := CASE TG_OP WHEN 'TRUNCATE' THEN TG_RELID::regclass::text ELSE 'gone' END;
  ended   text := CASE WHEN TG_OP = 'UPDATE' THEN 'coalesce(n.recorded_at, public.record_time())'
                       ELSE 'CASE WHEN o.recorded_at > public.record_time() THEN greatest(clock_timestamp(), o.recorded_at + interval ''1 microsecond'') ELSE public.record_time() END' END;
  joined  text := '';
BEGIN
  SELECT string_agg(format(CASE WHEN is_geometry THEN 'o.%1$I::text AS %1$I' ELSE 'o.%1$I' END, name), ', ' ORDER BY place)
  INTO columns FROM public.stored_columns(TG_RELID);
  SELECT string_agg(format('o.%I', k), ', ') INTO key FROM unnest(keys) k;
  IF TG_OP = 'UPDATE' THEN
    SELECT 'LEFT JOIN came n ON ' || string_agg(format('n.%1$I = o.%1$I', k), ' AND ') INTO joined FROM unnest(keys) k;
  END IF;
  EXECUTE format($sql$
    INSERT INTO public.row_archive (table_name, row_key, known_from, known_to, ended_by, actor, row)
    SELECT %L, concat_ws('/', %s), o.recorded_at, %s, %L, nullif(current_setting('paikou.actor', true), ''), to_jsonb(r)
    FROM %s o %s CROSS JOIN LATERAL (SELECT %s) r
    WHERE o.recorded_at < %s$sql$,
    TG_TABLE_NAME, key, ended, CASE TG_OP WHEN 'UPDATE' THEN 'update' ELSE 'delete' END, former, joined, columns, ended);
  RETURN NULL;
END $$;

-- The view past.<table>: rows of the table recorded by known_at(), and former states that were current then.
CREATE OR REPLACE FUNCTION past_view(of_table regclass) RETURNS text LANGUAGE sql STABLE AS $$
  WITH col AS (
    SELECT quote_ident(a.attname) AS name, a.attnum, pg_get_expr(d.adbin, d.adrelid) AS made
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> ''
    WHERE a.attrelid = of_table AND a.attnum > 0 AND NOT a.attisdropped
  )
  SELECT format($sql$CREATE VIEW past.%1$I AS
SELECT %2$s FROM public.%1$I WHERE recorded_at <= public.known_at()
UNION ALL
SELECT %3$s FROM (
  SELECT former.* FROM public.row_archive a CROSS JOIN LATERAL jsonb_populate_record(NULL::public.%1$I, a.row) former
  WHERE a.table_name = %4$L AND a.known_from <= public.known_at() AND a.known_to > public.known_at()) state$sql$,
    relname, (SELECT string_agg(name, ', ' ORDER BY attnum) FROM col),
    (SELECT string_agg(coalesce(made, name), ', ' ORDER BY attnum) FROM col), relname)
  FROM pg_class WHERE oid = of_table
$$;

-- Triggers and view of each table with recorded_at; what stands as it should is left alone.
CREATE OR REPLACE FUNCTION keep_history() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  t       record;
  view    text;
  differs text;
  mark    text;
BEGIN
  CREATE SCHEMA IF NOT EXISTS past;
  FOR t IN
    SELECT c.oid::regclass AS oid, c.relname::text AS name FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'recorded_at' AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'rule_pack'
    ORDER BY c.relname
  LOOP
    view := past_view(t.oid);
    SELECT format('(%s) IS DISTINCT FROM (%s)', string_agg('OLD.' || quote_ident(name), ', ' ORDER BY place), string_agg('NEW.' || quote_ident(name), ', ' ORDER BY place))
    INTO differs FROM stored_columns(t.oid) WHERE name <> 'recorded_at';
    mark := md5(view || differs);
    CONTINUE WHEN mark = obj_description(to_regclass('past.' || quote_ident(t.name)), 'pg_class');
    EXECUTE format('DROP VIEW IF EXISTS past.%I', t.name);
    EXECUTE view;
    EXECUTE format('COMMENT ON VIEW past.%I IS %L', t.name, mark);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_recorded BEFORE UPDATE ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION note_recorded_at()', t.oid, differs);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_changed AFTER UPDATE ON %s REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION archive_rows()', t.oid);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION archive_rows()', t.oid);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_truncated BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION archive_rows()', t.oid);
  END LOOP;
END $$;

SELECT keep_history();
