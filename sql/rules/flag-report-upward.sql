/*---
id: flag-report-upward
title: {zh: "保留两个及以上工矿企业排污口尚未上报", en: "More than one enterprise outfall retained and not reported upward"}
class: flag
affects: discharger
applies: {traits: [enterprise]}
after: [ban, merge-park]
parameters:
  authority: {type: text, nullable: true, default: null, zh: "应上报的机关；本市方案未指明的留空，本规则即不触发"}
fix: {zh: "向所列机关上报并登记上报文号", en: "Report to the authority named and record the number of the report"}
trap: {zh: "已上报而文号未录入；雨洪排口不计入", en: "Reported but the number not entered; storm outfalls do not count"}
---*/
-- The first outfall of an enterprise needs no leave to stay: what is reported is the one retained besides.
WITH elsewhere AS (
  -- surely in a park, with or without a working plant, or banned
  SELECT DISTINCT outfall_id FROM found
  WHERE rule = 'merge-park' AND (outcome = 'conflict' OR evidence ->> 'reason' IN ('plant_missing', 'plant_not_working'))
     OR class = 'ban' AND outcome = 'conflict' AND evidence ->> 'effect' = 'ban'
),
retained AS (
  SELECT c.id, c.outfall_id, c.discharger_id FROM candidate c
  WHERE c.retention_approved AND nullif(c.retention_report_no, '') IS NULL
),
besides AS (
  SELECT r.id, jsonb_agg(s.local_code ORDER BY s.local_code COLLATE "C") AS codes
  FROM retained r
  JOIN sibling s ON s.discharger_id = r.discharger_id AND s.outfall_id <> r.outfall_id AND s.status = 'in_use' AND 'enterprise' = ANY (s.traits)
  LEFT JOIN elsewhere e ON e.outfall_id = s.id
  WHERE e.outfall_id IS NULL
  GROUP BY r.id
)
SELECT c.id AS outfall_id, o.outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'authority', CASE WHEN o.outcome = 'conflict' THEN :authority::text END, 'retained_besides', b.codes,
         'retention_report_no', c.retention_report_no,
         'duty', CASE WHEN o.outcome = 'conflict' THEN 'report_upward' END,
         'reason', CASE WHEN o.outcome = 'unknown' THEN 'discharger_missing' END)) AS evidence
FROM candidate c
LEFT JOIN retained r ON r.id = c.id
LEFT JOIN besides b ON b.id = c.id
LEFT JOIN elsewhere e ON e.outfall_id = c.id
CROSS JOIN LATERAL (
  SELECT CASE WHEN r.id IS NULL THEN 'clear'
              WHEN c.discharger_id IS NULL THEN 'unknown'
              WHEN b.codes IS NULL THEN 'clear'
              ELSE 'conflict' END AS outcome) o
WHERE :authority::text IS NOT NULL AND c.status = 'in_use' AND e.outfall_id IS NULL
