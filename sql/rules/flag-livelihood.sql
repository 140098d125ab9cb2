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
SELECT c.id AS outfall_id,
       CASE WHEN d.livelihood IS NOT NULL THEN 'conflict' WHEN c.discharger_id IS NULL THEN 'unknown' ELSE 'clear' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'discharger', d.name, 'livelihood', d.livelihood,
         'duty', CASE WHEN d.livelihood IS NOT NULL THEN 'arrange_first' END,
         'reason', CASE WHEN c.discharger_id IS NULL AND d.livelihood IS NULL THEN 'discharger_missing' END)) AS evidence
FROM candidate c
LEFT JOIN outfall o ON o.id = c.outfall_id
LEFT JOIN LATERAL (
  SELECT s.name, s.livelihood FROM discharger s
  WHERE s.id = c.discharger_id OR s.id = ANY (o.shared_with)
  ORDER BY s.livelihood IS NULL, s.id IS DISTINCT FROM c.discharger_id, s.id LIMIT 1
) d ON true
