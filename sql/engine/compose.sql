-- From findings to a verdict, in the order of the specification's five steps. Reads nothing but findings and the pack.
-- :banning are the rules of class ban, and those about areas of which the pack says that they ban or need a review.
-- The hash of the input is made only where it is asked for. verdict_id is given only where it is to be stored: the input differs from that of the verdict in force. In order, so that
-- what is stored by it goes to the end of its index.
INSERT INTO composed
WITH told AS (
  SELECT f.subject_id AS id,
         bool_or(f.rule = ANY (:banning::text[]) AND f.outcome = 'conflict' AND f.evidence ->> 'effect' = 'ban')    AS banned,
         bool_or(f.rule = ANY (:banning::text[]) AND f.outcome = 'conflict' AND f.evidence ->> 'effect' = 'review') AS ban_for_review,
         bool_or(f.rule = ANY (:banning::text[]) AND f.outcome <> 'conflict'
                 AND (f.outcome = 'unknown' OR f.evidence ->> 'effect_possible' IS DISTINCT FROM 'flag'))          AS ban_open,
         bool_or(f.class = 'merge' AND f.outcome = 'conflict')                                     AS merged,
         bool_or(f.class = 'merge' AND f.outcome <> 'conflict')                                    AS merge_open,
         bool_or(f.class = 'keep' AND f.outcome = 'conflict')                                      AS to_mend,
         bool_or(f.class = 'keep' AND f.outcome <> 'conflict')                                     AS keep_open,
         string_agg(CASE WHEN :hashing THEN finding_text(f.rule, f.outcome, f.distance_m, f.error_m, f.areas, f.evidence) END, E'\n' ORDER BY f.rule COLLATE "C") AS findings
  FROM found_so_far f
  WHERE f.outcome IN ('conflict', 'borderline', 'unknown')
  GROUP BY f.subject_id
),
cited AS (
  SELECT f.subject_id AS id, array_agg(DISTINCT (a ->> 'edition_id')::bigint ORDER BY (a ->> 'edition_id')::bigint) AS editions
  FROM found_so_far f CROSS JOIN LATERAL jsonb_array_elements(f.areas) a
  WHERE f.areas <> '[]' AND a ->> 'edition_id' IS NOT NULL
  GROUP BY f.subject_id
),
duty AS (
  SELECT s.id, s.outfall_id, s.variant_of, s.own, s.judged, s.category, s.category_candidates AS stands_for,
         s.traits && :never_block::text[] AS never_block, s.traits && :never_merge::text[] AS never_merge,
         coalesce(t.banned, false) AS banned, coalesce(t.ban_for_review, false) AS ban_for_review,
         coalesce(t.ban_open, false) AS ban_open, coalesce(t.merged, false) AS merged,
         coalesce(t.merge_open, false) AS merge_open, coalesce(t.to_mend, false) AS to_mend,
         coalesce(t.keep_open, false) AS keep_open, coalesce(c.editions, '{}') AS editions,
         CASE WHEN :hashing THEN md5(input_text(:pack_hash, s::text, t.findings)) END AS input_hash
  FROM subject s
  LEFT JOIN told t ON t.id = s.id
  LEFT JOIN cited c ON c.id = s.id
),
step AS (
  SELECT d.*, CASE
      WHEN d.category = 'undetermined' AND d.judged THEN 'review'
      WHEN d.banned AND d.never_block THEN 'review'
      WHEN d.banned THEN 'ban'
      WHEN d.ban_for_review OR d.ban_open THEN 'review'
      WHEN d.merged AND NOT d.never_merge THEN 'merge'
      WHEN d.merge_open AND NOT d.never_merge THEN 'review'
      ELSE 'keep'
    END AS verdict
  FROM duty d
),
bound AS (
  -- what a review can still turn out to be; nothing where ban and never-block stand against each other
  SELECT s.*,
         CASE WHEN s.verdict <> 'review' THEN s.verdict
              WHEN s.never_block AND (s.banned OR s.ban_for_review OR s.ban_open) THEN NULL
              WHEN s.banned OR s.ban_for_review OR s.ban_open THEN 'ban' ELSE 'merge' END AS strictest,
         CASE WHEN s.verdict <> 'review' THEN s.verdict
              WHEN s.never_block AND (s.banned OR s.ban_for_review OR s.ban_open) THEN NULL
              WHEN s.merged AND NOT s.never_merge THEN 'merge' ELSE 'keep' END AS mildest
  FROM step s
),
by_category AS (
  SELECT v.variant_of,
         jsonb_object_agg(k.code, jsonb_build_object('verdict', v.verdict, 'provisional',
           CASE WHEN v.verdict = 'review' AND v.strictest IS NOT NULL
                THEN jsonb_build_object('strictest', v.strictest, 'mildest', v.mildest) END)) AS verdicts,
         CASE WHEN bool_and(v.strictest IS NOT NULL) THEN
           (ARRAY['keep', 'merge', 'ban'])[max(array_position(ARRAY['keep', 'merge', 'ban'], v.strictest))] END AS strictest,
         CASE WHEN bool_and(v.mildest IS NOT NULL) THEN
           (ARRAY['keep', 'merge', 'ban'])[min(array_position(ARRAY['keep', 'merge', 'ban'], v.mildest))] END AS mildest
  FROM bound v CROSS JOIN LATERAL unnest(v.stands_for) AS k (code)
  WHERE v.variant_of IS NOT NULL GROUP BY v.variant_of
),
verdict AS (
  SELECT b.id, b.outfall_id, b.variant_of, b.own, b.category, b.verdict,
         CASE WHEN b.verdict <> 'review' THEN NULL WHEN b.category = 'undetermined' THEN c.strictest ELSE b.strictest END AS strictest,
         CASE WHEN b.verdict <> 'review' THEN NULL WHEN b.category = 'undetermined' THEN c.mildest ELSE b.mildest END AS mildest,
         CASE WHEN NOT b.judged THEN true
              WHEN b.to_mend THEN false
              WHEN b.verdict <> 'keep' OR b.keep_open OR NOT :aspects_complete THEN NULL
              ELSE true END AS no_action,
         c.verdicts, b.editions, CASE WHEN c.verdicts IS NULL THEN b.input_hash ELSE md5(b.input_hash || c.verdicts::text) END AS input_hash
  FROM bound b LEFT JOIN by_category c ON c.variant_of = b.id
)
SELECT v.*, CASE WHEN :storing AND v.own AND v.variant_of IS NULL AND p.input_hash IS DISTINCT FROM v.input_hash
                 THEN nextval('verdict_id_seq') END
FROM verdict v LEFT JOIN verdict_current p ON p.outfall_id = v.outfall_id
ORDER BY v.id
