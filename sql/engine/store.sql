-- Appends verdicts and findings where the input hash changed, and moves the pointer to what is in force.
WITH changed AS (
  SELECT c.* FROM composed c
  LEFT JOIN verdict_current p ON p.outfall_id = c.outfall_id
  LEFT JOIN verdict v ON v.outfall_id = p.outfall_id AND v.id = p.verdict_id
  WHERE c.own AND c.variant_of IS NULL AND v.input_hash IS DISTINCT FROM c.input_hash
),
written AS (
  INSERT INTO verdict (outfall_id, run_id, pack_id, pack_version, as_of, verdict, strictest, mildest, no_action, by_category,
                       editions, input_hash)
  SELECT outfall_id, :run_id, :pack_id, :pack_version, :as_of, verdict, strictest, mildest, no_action, by_category,
         editions, input_hash
  FROM changed
  RETURNING outfall_id, id, verdict, strictest, mildest, no_action
),
findings AS (
  INSERT INTO finding (outfall_id, verdict_id, rule, class, outcome, effect, distance_m, beyond_m, error_m, areas, evidence)
  SELECT w.outfall_id, w.id, f.rule, f.class, f.outcome, f.evidence ->> 'effect', f.distance_m,
         (f.evidence ->> 'beyond_m')::double precision, f.error_m, f.areas, f.evidence
  FROM written w
  JOIN changed c ON c.outfall_id = w.outfall_id
  JOIN found_so_far f ON f.subject_id = c.subject_id
  WHERE f.outcome IN ('conflict', 'borderline', 'unknown')
),
pointed AS (
  INSERT INTO verdict_current (outfall_id, verdict_id, verdict, strictest, mildest, no_action)
  SELECT outfall_id, id, verdict, strictest, mildest, no_action FROM written
  ON CONFLICT (outfall_id) DO UPDATE SET verdict_id = EXCLUDED.verdict_id, verdict = EXCLUDED.verdict,
    strictest = EXCLUDED.strictest, mildest = EXCLUDED.mildest, no_action = EXCLUDED.no_action
)
SELECT (SELECT count(*) FROM composed WHERE own AND variant_of IS NULL) AS outfalls, (SELECT count(*) FROM written) AS changed
