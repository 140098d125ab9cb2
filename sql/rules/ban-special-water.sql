/*---
id: ban-special-water
title: {zh: "位于风景名胜区水体、重要渔业水体等需要特殊保护的区域内", en: "Inside scenic, important fishery or other specially protected water"}
class: ban
affects: distance
areas: {layer: special_waters, levels: [scenic_water, fishery_water, special_value_water]}
fix: {zh: "划定后新设的依法取缔；划定前已有的作为历史遗留单独研判，保证水体不受污染", en: "Set up after designation — close; before — a legacy case"}
trap: {zh: "设置时间以首次划定日期比较，不以数据版本日期比较", en: "Compare with the first designation, not with the edition"}
---*/
-- Before or after the designation decides, so inside without a date of set-up nothing can be said.
SELECT l.outfall_id,
       CASE WHEN u.undated THEN 'unknown' ELSE l.outcome END AS outcome,
       l.distance_m, l.error_m, l.areas,
       l.evidence || jsonb_build_object('set_up', c.set_up)
         || CASE WHEN u.undated THEN '{"reason": "set_up_missing"}' ELSE '{}' END::jsonb AS evidence
FROM located l
JOIN candidate c ON c.id = l.outfall_id
CROSS JOIN LATERAL (SELECT l.outcome = 'conflict' AND c.set_up IS NULL AND c.existing AS undated) u
