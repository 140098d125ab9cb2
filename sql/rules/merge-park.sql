/*---
id: merge-park
title: {zh: "工业及其他各类园区内的企业排污口", en: "Enterprise outfall inside a park"}
class: merge
affects: discharger
applies: {traits: [enterprise]}
# The production site counts, never the registered address; without it the outfall itself.
areas: {layer: industrial_parks, levels: [industrial_park], locate: site}
needs: [treatment_plant]
fix: {zh: "污水纳管，由园区污水集中处理设施统一处理，原排污口清理合并", en: "Discharge to the park's central plant"}
trap: {zh: "注册地在园区而生产在园外；园区污水处理设施未运行或满负荷", en: "Registered in the park, produces elsewhere; plant not running or full"}
---*/
-- Without a working central plant there is nothing to merge into: unknown, not clear.
SELECT l.outfall_id,
       CASE WHEN l.outcome = 'conflict' AND p.working IS NOT TRUE THEN 'unknown' ELSE l.outcome END AS outcome,
       l.distance_m, l.error_m, l.areas,
       l.evidence
         || jsonb_strip_nulls(jsonb_build_object('plant', p.name, 'plant_spare_m3d', p.design_m3d - p.current_m3d,
              'plant_working', p.working,
              'precondition', CASE WHEN p.working AND p.design_m3d - p.current_m3d <= 0 THEN 'plant_full' END,
              'reason', CASE WHEN l.outcome = 'conflict' AND p.working IS NOT TRUE THEN
                CASE WHEN p.working THEN NULL WHEN p.id IS NULL THEN 'plant_missing' ELSE 'plant_not_working' END END)) AS evidence
FROM located l
LEFT JOIN treatment_plant p ON p.id = (l.areas -> 0 ->> 'plant_id')::bigint
