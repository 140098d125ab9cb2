-- Appends the verdicts whose input has changed.
INSERT INTO verdict (outfall_id, id, run_id, pack_id, pack_version, as_of, verdict, strictest, mildest, no_action, by_category,
                     editions, input_hash)
OVERRIDING SYSTEM VALUE
SELECT outfall_id, verdict_id, :run_id, :pack_id, :pack_version, :as_of, verdict, strictest, mildest, no_action, by_category,
       editions, input_hash
FROM composed WHERE verdict_id IS NOT NULL
