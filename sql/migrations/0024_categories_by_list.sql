-- The codes that a statement names are listed once: a lock on rows that are joined with all new outfalls carried each of these whole through the join.
CREATE OR REPLACE FUNCTION refuse_unknown_categories() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named text[] := ARRAY(SELECT DISTINCT category FROM came);
  strange text;
BEGIN
  PERFORM FROM public.category WHERE code = ANY (named) FOR KEY SHARE;
  SELECT n.code INTO strange FROM unnest(named) n (code) WHERE NOT EXISTS (SELECT FROM public.category c WHERE c.code = n.code) LIMIT 1;
  IF strange IS NULL THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'category % is not known', strange
    USING ERRCODE = 'foreign_key_violation', SCHEMA = 'public', TABLE = 'outfall', COLUMN = 'category', CONSTRAINT = 'outfall_category_known';
END $$;
