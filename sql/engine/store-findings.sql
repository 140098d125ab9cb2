-- Appends the findings of the verdicts just stored; those of one verdict lie together.
INSERT INTO finding (outfall_id, verdict_id, rule, class, outcome, effect, distance_m, beyond_m, error_m, areas, evidence)
SELECT c.outfall_id, c.verdict_id, f.rule, f.class, f.outcome, f.evidence ->> 'effect', f.distance_m,
       (f.evidence ->> 'beyond_m')::double precision, f.error_m, f.areas, f.evidence
FROM found_so_far f JOIN composed c ON c.subject_id = f.subject_id
WHERE c.verdict_id IS NOT NULL AND f.outcome IN ('conflict', 'borderline', 'unknown')
ORDER BY c.verdict_id
