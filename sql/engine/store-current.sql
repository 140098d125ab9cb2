-- Moves the pointers to the verdicts in force.
WITH pointed AS (
  INSERT INTO verdict_current (outfall_id, verdict_id, verdict, strictest, mildest, no_action, input_hash)
  SELECT outfall_id, verdict_id, verdict, strictest, mildest, no_action, input_hash FROM composed WHERE verdict_id IS NOT NULL
  ON CONFLICT (outfall_id) DO UPDATE SET verdict_id = EXCLUDED.verdict_id, verdict = EXCLUDED.verdict,
    strictest = EXCLUDED.strictest, mildest = EXCLUDED.mildest, no_action = EXCLUDED.no_action, input_hash = EXCLUDED.input_hash
)
SELECT count(*) AS outfalls, count(verdict_id) AS changed FROM composed WHERE own AND variant_of IS NULL
