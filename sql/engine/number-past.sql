-- Of a past day: numbers the verdicts that are to be stored, those whose input differs from that of the verdict that held on it.
UPDATE composed c SET verdict_id = nextval('verdict_id_seq')
WHERE c.own AND c.variant_of IS NULL AND c.input_hash IS DISTINCT FROM (
  SELECT v.input_hash FROM verdict v WHERE v.outfall_id = c.outfall_id AND v.as_of <= :as_of ORDER BY v.as_of DESC, v.id DESC LIMIT 1)
