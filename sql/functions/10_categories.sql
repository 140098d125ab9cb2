-- Categories as rules read them. A top class whose kinds differ in what rules ask (工业排污口 may be an enterprise's, a storm
-- outfall or a park plant's) decides nothing by itself: `kinds` are what it may be, and it counts as undetermined among them.
CREATE OR REPLACE FUNCTION judged_categories() RETURNS TABLE (code text, traits text[], regime text, kinds text[])
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.code, c.traits, c.regime,
         CASE WHEN c.regime IS NULL THEN (SELECT array_agg(k.code ORDER BY k.sort) FROM category k
                                          WHERE k.parent_code = c.code HAVING bool_or(k.traits <> c.traits)) END
  FROM category c OFFSET 0
$$;
