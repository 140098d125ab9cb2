-- Moves the pointers to the verdicts in force. A ban is lifted by two persons only, and by nobody where the clause of one of
-- the :absolute rules forbids absolutely: what was signed on other facts no longer counts where the rules now come to such
-- a ban, and that is on record.
WITH pointed AS (
  INSERT INTO verdict_current (outfall_id, verdict_id, verdict, strictest, mildest, no_action, input_hash)
  SELECT outfall_id, verdict_id, verdict, strictest, mildest, no_action, input_hash FROM composed WHERE verdict_id IS NOT NULL
  ON CONFLICT (outfall_id) DO UPDATE SET verdict_id = EXCLUDED.verdict_id, verdict = EXCLUDED.verdict,
    strictest = EXCLUDED.strictest, mildest = EXCLUDED.mildest, no_action = EXCLUDED.no_action, input_hash = EXCLUDED.input_hash
),
barred AS (
  SELECT c.outfall_id, EXISTS (
           SELECT FROM found_so_far f
           WHERE f.subject_id = c.subject_id AND f.outcome = 'conflict' AND f.evidence ->> 'effect' = 'ban'
             AND f.rule = ANY (:absolute::text[])) AS absolutely
  FROM composed c WHERE c.verdict_id IS NOT NULL AND c.verdict = 'ban' AND EXISTS (SELECT FROM override_current f WHERE f.outfall_id = c.outfall_id)
),
lapsed AS (
  DELETE FROM override_current f USING barred b, verdict_override o
  WHERE f.outfall_id = b.outfall_id AND f.verdict <> 'ban'
    AND o.outfall_id = f.outfall_id AND o.id = f.override_id AND (b.absolutely OR o.needs <> 'second_person')
  RETURNING f.outfall_id, f.override_id, b.absolutely
),
noted AS (
  INSERT INTO verdict_override_act (outfall_id, override_id, act, actor, reason)
  SELECT outfall_id, override_id, 'withdrawn', '系统', CASE WHEN absolutely
         THEN '研判依据已变，现依“严禁”条款建议依法取缔；该条款不得改判，此改判不再有效 (the rules now come to a ban by a clause that cannot be overridden)'
         ELSE '研判依据已变，现为建议依法取缔；解除取缔须两人，此改判不再有效 (the rules now come to a ban, which takes two persons to lift)' END
  FROM lapsed
)
SELECT count(*) AS outfalls, count(verdict_id) AS changed FROM composed WHERE own AND variant_of IS NULL
