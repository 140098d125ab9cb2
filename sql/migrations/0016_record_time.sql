-- When a transaction counts as having written: the moment at which it had its lock (server/rules/city-lock.ts). Those who change
-- facts go one after another, runs with none of them; so whatever a verdict read is recorded no later than the verdict says, and
-- nothing else is. Without a lock: when the transaction began.
CREATE FUNCTION record_time() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(current_setting('paikou.record_time', true), '')::timestamptz, now())
$$;

DO $do$
DECLARE
  t regclass;
BEGIN
  FOR t IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'recorded_at' AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER recorded_at SET DEFAULT record_time()', t);
  END LOOP;
END $do$;
ALTER TABLE verdict ALTER decided_at SET DEFAULT date_trunc('milliseconds', record_time()), ALTER known_at SET DEFAULT record_time();
