-- The verdicts just composed against those in force: every outfall whose verdict or findings differ, the rules that
-- found otherwise, and the override in force on :as_of.
WITH own AS (
  SELECT subject_id, outfall_id, verdict, strictest, mildest, no_action FROM composed WHERE own AND variant_of IS NULL
),
before AS (
  SELECT o.outfall_id, f.rule, f.outcome, f.effect, f.distance_m, f.error_m, f.areas, f.evidence
  FROM own o
  JOIN verdict_current p ON p.outfall_id = o.outfall_id
  JOIN finding f ON f.outfall_id = p.outfall_id AND f.verdict_id = p.verdict_id
),
after AS (
  SELECT o.outfall_id, f.rule, f.outcome, f.evidence ->> 'effect' AS effect, f.distance_m, f.error_m, f.areas, f.evidence
  FROM own o JOIN found_so_far f ON f.subject_id = o.subject_id
  WHERE f.outcome IN ('conflict', 'borderline', 'unknown')
),
differing AS (
  SELECT outfall_id, array_agg(rule ORDER BY rule) AS rules
  FROM before b FULL JOIN after a USING (outfall_id, rule)
  WHERE (b.outcome, b.effect, b.distance_m, b.error_m, b.areas, b.evidence)
        IS DISTINCT FROM (a.outcome, a.effect, a.distance_m, a.error_m, a.areas, a.evidence)
  GROUP BY outfall_id
)
SELECT o.outfall_id, o.subject_id, i.local_code AS code, i.name, i.category, i.region_code AS region,
       p.verdict_id, p.verdict AS former, o.verdict, o.strictest, o.mildest, coalesce(d.rules, '{}') AS rules,
       (SELECT count(*) FROM own) AS outfalls,
       CASE WHEN r.override_id IS NOT NULL THEN jsonb_build_object('id', r.override_id, 'verdict', r.verdict, 'expires_on', r.expires_on) END AS override
FROM own o
JOIN outfall i ON i.id = o.outfall_id
LEFT JOIN verdict_current p ON p.outfall_id = o.outfall_id
LEFT JOIN differing d ON d.outfall_id = o.outfall_id
LEFT JOIN override_current r ON r.outfall_id = o.outfall_id AND r.expires_on >= :as_of
WHERE p.verdict IS DISTINCT FROM o.verdict OR d.rules IS NOT NULL
   OR (p.strictest, p.mildest, p.no_action) IS DISTINCT FROM (o.strictest, o.mildest, o.no_action)
ORDER BY i.local_code COLLATE "C"
