/*---
id: flag-water-short-of-target
title: {zh: "受纳水功能区未达到水质目标", en: "Receiving function zone short of its target"}
class: flag
affects: distance
needs: [reaches, function_zones]
fix: {zh: "列入流域治理重点，严格控制改设、扩大；达标排放的排污口不因此担责", en: "Put the reach first; no alteration or enlargement; not the fault of a compliant outfall"}
trap: {zh: "评价结果过期；河段与功能区对应有误；未达标由上游来水造成", en: "Assessment out of date; wrong reach; the water comes in bad from upstream"}
---*/
SELECT c.id AS outfall_id,
       CASE WHEN z.attained IS NULL THEN 'unknown' WHEN z.attained THEN 'clear' ELSE 'conflict' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       CASE WHEN c.reach_id IS NULL AND c.reach_off_m IS NULL THEN '{"reason": "function_zone_missing"}'::jsonb
            ELSE jsonb_strip_nulls(jsonb_build_object(
         'reach', r.name, 'reach_off_m', round(c.reach_off_m::numeric, 1), 'function_zone', z.name, 'target_class', z.target_class, 'latest_class', z.latest_class,
         'assessed_on', z.assessed_on,
         'duty', CASE WHEN NOT z.attained THEN 'no_more_load' END,
         'reason', CASE WHEN c.reach_id IS NULL AND c.reach_off_m IS NOT NULL THEN 'reach_too_far'
                        WHEN z.id IS NULL THEN 'function_zone_missing' WHEN z.attained IS NULL THEN 'not_assessed' END)) END AS evidence
FROM candidate c
LEFT JOIN reach r ON r.id = c.reach_id
LEFT JOIN function_zone z ON z.id = r.function_zone_id
