/*---
id: flag-legacy
title: {zh: "历史遗留：设置早于所在区域首次划定", en: "Legacy: set up before the zone was first designated"}
class: flag
affects: distance
after: [ban]
fix: {zh: "结论不变；因地制宜单独制定整治措施与时限", en: "The verdict stands; measures and time limit of its own"}
trap: {zh: "以首次划定日期比较，不以数据版本日期比较；设置时间只有年份", en: "Compare with the first designation, not the edition; a date of set-up that is only a year"}
---*/
-- Of all zones that contain the place, of whatever kind, the earliest designation counts.
WITH containing AS (
  SELECT f.outfall_id, a ->> 'name' AS name, (a ->> 'designated_on')::date AS designated_on
  FROM found f
  CROSS JOIN LATERAL jsonb_array_elements(f.areas) a
  WHERE f.class = 'ban'
    AND CASE f.outcome WHEN 'conflict' THEN (a ->> 'distance_m')::double precision <= 0
                       WHEN 'unknown' THEN a ->> 'outcome' = 'conflict' ELSE false END
),
zone AS (
  SELECT outfall_id, min(designated_on) AS first, bool_or(designated_on IS NULL) AS undated,
         (array_agg(name ORDER BY designated_on NULLS LAST, name))[1] AS name
  FROM containing GROUP BY outfall_id
)
SELECT c.id AS outfall_id, o.outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'set_up', c.set_up, 'designated_on', z.first, 'zone', z.name,
         'duty', CASE WHEN o.outcome = 'conflict' THEN 'own_measures' END,
         'reason', CASE WHEN o.outcome = 'unknown' THEN
                        CASE WHEN c.set_up IS NULL THEN 'set_up_missing' ELSE 'designation_missing' END END)) AS evidence
FROM candidate c
JOIN zone z ON z.outfall_id = c.id
CROSS JOIN LATERAL (
  SELECT CASE WHEN c.set_up IS NULL THEN 'unknown'
              WHEN c.set_up >= z.first THEN 'clear'
              WHEN z.undated THEN 'unknown'
              ELSE 'conflict' END AS outcome) o
WHERE c.existing
