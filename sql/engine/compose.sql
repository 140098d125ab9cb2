-- From findings to a verdict, in the order of the specification's five steps. Reads nothing but findings and the pack.
INSERT INTO composed
WITH tally AS (
  SELECT s.id,
         bool_or(f.class = 'ban' AND f.outcome = 'conflict' AND f.evidence ->> 'effect' = 'ban')    AS banned,
         bool_or(f.class = 'ban' AND f.outcome = 'conflict' AND f.evidence ->> 'effect' = 'review') AS ban_for_review,
         bool_or(f.class = 'ban' AND f.outcome IN ('borderline', 'unknown'))                       AS ban_open,
         bool_or(f.class = 'merge' AND f.outcome = 'conflict')                                     AS merged,
         bool_or(f.class = 'merge' AND f.outcome IN ('borderline', 'unknown'))                     AS merge_open,
         bool_or(f.class = 'keep' AND f.outcome = 'conflict')                                      AS to_mend,
         bool_or(f.class = 'keep' AND f.outcome IN ('borderline', 'unknown'))                      AS keep_open,
         array(SELECT DISTINCT (a ->> 'edition_id')::bigint AS edition FROM found_so_far g, jsonb_array_elements(g.areas) a
               WHERE g.subject_id = s.id AND a ->> 'edition_id' IS NOT NULL ORDER BY edition)         AS editions,
         md5(:pack_hash || s::text || coalesce(jsonb_agg(to_jsonb(f) - 'subject_id' ORDER BY f.rule)
                                               FILTER (WHERE f.rule IS NOT NULL), '[]')::text)      AS input_hash
  FROM subject s LEFT JOIN found_so_far f ON f.subject_id = s.id
       AND f.outcome IN ('conflict', 'borderline', 'unknown')
  GROUP BY s.id, s.*
),
duty AS (
  SELECT s.*, s.traits && :never_block::text[] AS never_block, s.traits && :never_merge::text[] AS never_merge,
         coalesce(t.banned, false) AS banned, coalesce(t.ban_for_review, false) AS ban_for_review,
         coalesce(t.ban_open, false) AS ban_open, coalesce(t.merged, false) AS merged,
         coalesce(t.merge_open, false) AS merge_open, coalesce(t.to_mend, false) AS to_mend,
         coalesce(t.keep_open, false) AS keep_open, t.editions, t.input_hash
  FROM subject s JOIN tally t ON t.id = s.id
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
         jsonb_object_agg(v.category, jsonb_build_object('verdict', v.verdict, 'provisional',
           CASE WHEN v.verdict = 'review' AND v.strictest IS NOT NULL
                THEN jsonb_build_object('strictest', v.strictest, 'mildest', v.mildest) END)) AS verdicts,
         CASE WHEN bool_and(v.strictest IS NOT NULL) THEN
           (ARRAY['keep', 'merge', 'ban'])[max(array_position(ARRAY['keep', 'merge', 'ban'], v.strictest))] END AS strictest,
         CASE WHEN bool_and(v.mildest IS NOT NULL) THEN
           (ARRAY['keep', 'merge', 'ban'])[min(array_position(ARRAY['keep', 'merge', 'ban'], v.mildest))] END AS mildest
  FROM bound v WHERE v.variant_of IS NOT NULL GROUP BY v.variant_of
)
SELECT b.id, b.outfall_id, b.variant_of, b.own, b.category, b.verdict,
       CASE WHEN b.verdict <> 'review' THEN NULL WHEN b.category = 'undetermined' THEN c.strictest ELSE b.strictest END,
       CASE WHEN b.verdict <> 'review' THEN NULL WHEN b.category = 'undetermined' THEN c.mildest ELSE b.mildest END,
       CASE WHEN NOT b.judged THEN true
            WHEN b.to_mend THEN false
            WHEN b.verdict <> 'keep' OR b.keep_open OR NOT :aspects_complete THEN NULL
            ELSE true END,
       c.verdicts, b.editions, md5(b.input_hash || coalesce(c.verdicts::text, ''))
FROM bound b LEFT JOIN by_category c ON c.variant_of = b.id
