/*---
id: flag-livelihood
title: {zh: "涉及公共企事业单位或住宅小区", en: "Serves public institutions or housing"}
class: flag
affects: discharger
needs: [dischargers]
fix: {zh: "整治前做好统筹，避免损害群众切身利益，确保整治安全有序", en: "Arrange before acting, so that nobody is left without drainage"}
trap: {zh: "排污单位登记为物业公司；同一口门还有其他单位", en: "The discharger on record is the property manager; others share the mouth"}
---*/
SELECT c.id AS outfall_id,
       CASE WHEN c.discharger_id IS NULL THEN 'unknown' WHEN d.livelihood IS NOT NULL THEN 'conflict' ELSE 'clear' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'discharger', d.name, 'livelihood', d.livelihood,
         'duty', CASE WHEN d.livelihood IS NOT NULL THEN 'arrange_first' END,
         'reason', CASE WHEN c.discharger_id IS NULL THEN 'discharger_missing' END)) AS evidence
FROM candidate c
LEFT JOIN discharger d ON d.id = c.discharger_id
