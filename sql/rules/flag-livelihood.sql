/*---
id: flag-livelihood
title: {zh: "涉及公共企事业单位或住宅小区", en: "Serves public institutions or housing"}
class: flag
affects: discharger
needs: [dischargers]
fix: {zh: "整治前做好统筹，避免损害群众切身利益，确保整治安全有序", en: "Arrange before acting, so that nobody is left without drainage"}
trap: {zh: "排污单位登记为物业公司；共用口门的其他单位未登记", en: "The discharger on record is the property manager; those who share the mouth are not on record"}
---*/
-- Whoever discharges through the mouth counts, also those who share it.
-- Of the dischargers of the mouth, one that serves a livelihood is told before the others, and the main one before those
-- that share it.
WITH known AS (
  SELECT DISTINCT ON (c.id) c.id, d.name, d.livelihood
  FROM candidate c
  JOIN outfall o ON o.id = c.outfall_id AND o.shared_with <> '{}'
  JOIN discharger d ON d.id = ANY (o.shared_with || c.discharger_id)
  ORDER BY c.id, d.livelihood IS NULL, d.id IS DISTINCT FROM c.discharger_id, d.id
)
SELECT c.id AS outfall_id,
       CASE WHEN f.livelihood IS NOT NULL THEN 'conflict' WHEN c.discharger_id IS NULL THEN 'unknown' ELSE 'clear' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       CASE WHEN f.name IS NULL THEN '{"reason": "discharger_missing"}'::jsonb
            ELSE jsonb_strip_nulls(jsonb_build_object(
         'discharger', f.name, 'livelihood', f.livelihood,
         'duty', CASE WHEN f.livelihood IS NOT NULL THEN 'arrange_first' END,
         'reason', CASE WHEN c.discharger_id IS NULL AND f.livelihood IS NULL THEN 'discharger_missing' END)) END AS evidence
FROM candidate c
LEFT JOIN known k ON k.id = c.id
LEFT JOIN discharger d ON d.id = c.discharger_id
CROSS JOIN LATERAL (SELECT coalesce(k.name, d.name) AS name, CASE WHEN k.id IS NULL THEN d.livelihood ELSE k.livelihood END AS livelihood) f
