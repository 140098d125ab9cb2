/*---
id: merge-one-enterprise-one-outfall
title: {zh: "园区外同一工矿企业的第二个及以上排污口", en: "Second and further outfall of one enterprise outside parks"}
class: merge
affects: discharger
applies: {traits: [enterprise]}
after: [ban, merge-park]
parameters:
  far_apart_m: {type: number, unit: m, nullable: true, default: null, zh: "厂区相距超过此值时由“原则上”减为“应尽可能”"}
fix: {zh: "保留一个排污口，其余清理合并；确需保留两个及以上的按规定上报", en: "Keep one outfall and merge the others; report upward where more are needed"}
trap: {zh: "雨洪排口不计入；同一信用代码的不同厂区", en: "Storm outfalls do not count; several sites under one credit code"}
---*/
-- One row per outfall of the group with its place in the order of what to keep: not ban nor borderline, then approved,
-- then compliant, then larger flow, then older code. What is retained by leave and reported stays besides: it takes nobody's
-- place. What surely lies in a park is the park's, also while there is no working plant to merge into.
WITH barred AS (
  SELECT outfall_id, bool_or(class = 'ban' AND outcome IN ('borderline', 'unknown', 'conflict')) AS barred,
         bool_or(rule = 'merge-park' AND (outcome = 'conflict' OR evidence ->> 'reason' IN ('plant_missing', 'plant_not_working'))
                 OR class = 'ban' AND outcome = 'conflict' AND evidence ->> 'effect' = 'ban') AS elsewhere
  FROM found WHERE class = 'ban' OR rule = 'merge-park' GROUP BY outfall_id
),
member AS (
  SELECT s.id, s.outfall_id, s.variant_of, s.discharger_id, s.local_code, s.geom, coalesce(b.elsewhere, false) AS elsewhere,
         ROW(coalesce(b.barred, false), s.approval IS DISTINCT FROM 'approved', s.compliant IS DISTINCT FROM true,
             -coalesce(s.flow_m3d, 0), s.local_code COLLATE "C") AS place_in_order,
         coalesce(s.retention_approved AND s.retention_report_no <> '', false) AS retained
  FROM (SELECT id, outfall_id, variant_of, discharger_id, local_code, geom, approval, compliant, flow_m3d, status,
               retention_approved, retention_report_no
        FROM sibling WHERE 'enterprise' = ANY (traits)
        UNION ALL
        SELECT id, outfall_id, variant_of, discharger_id, local_code, geom, approval, compliant, flow_m3d, status,
               retention_approved, retention_report_no
        FROM candidate WHERE variant_of IS NOT NULL) s
  LEFT JOIN barred b ON b.outfall_id = s.id
  WHERE s.status = 'in_use'
),
better AS (
  SELECT m.id, (array_agg(o.local_code ORDER BY o.place_in_order) FILTER (WHERE NOT o.retained))[1] AS kept,
         jsonb_agg(o.local_code ORDER BY o.place_in_order) AS siblings,
         (array_agg(ST_Distance(o.geom::geography, m.geom::geography) ORDER BY o.place_in_order) FILTER (WHERE NOT o.retained))[1] AS apart_m
  FROM member m
  JOIN member o ON o.discharger_id = m.discharger_id AND o.outfall_id <> m.outfall_id
   AND o.variant_of IS NULL AND NOT o.elsewhere AND o.place_in_order < m.place_in_order
  GROUP BY m.id
)
SELECT c.id AS outfall_id,
       CASE WHEN c.status <> 'in_use' OR m.elsewhere THEN 'not_applicable'
            WHEN c.discharger_id IS NULL THEN 'unknown'
            WHEN b.kept IS NULL THEN 'clear'
            WHEN m.retained THEN 'clear'
            ELSE 'conflict' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'reason', CASE WHEN c.discharger_id IS NULL THEN 'discharger_missing' END,
         'kept', b.kept, 'siblings', b.siblings, 'apart_m', round(b.apart_m::numeric, 1),
         'modality', CASE WHEN b.apart_m > :far_apart_m::double precision THEN '应尽可能' END,
         'retention_approved', c.retention_approved)) AS evidence
FROM candidate c
LEFT JOIN member m ON m.id = c.id
LEFT JOIN better b ON b.id = c.id
