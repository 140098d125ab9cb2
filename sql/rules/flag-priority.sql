/*---
id: flag-priority
title: {zh: "重点排污口：排放量较大", en: "Priority outfall: large flow"}
class: flag
affects: self
parameters:
  flow_m3d: {type: number, unit: m³/d, default: 1000, zh: "日排放量达到此值列为重点"}
fix: {zh: "优先监测、优先整治，适当加大监测频次", en: "Monitor and put right first; sample more often"}
trap: {zh: "设计规模不等于实际排放量；季节性排放；水质与环境影响另行判断", en: "Design is not flow; seasonal flow; quality and impact are judged elsewhere"}
---*/
SELECT c.id AS outfall_id,
       CASE WHEN c.flow_m3d IS NULL THEN 'unknown' WHEN c.flow_m3d >= :flow_m3d THEN 'conflict' ELSE 'clear' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'flow_m3d', c.flow_m3d, 'threshold_m3d', :flow_m3d::double precision,
         'duty', CASE WHEN c.flow_m3d >= :flow_m3d THEN 'monitor_first' END,
         'reason', CASE WHEN c.flow_m3d IS NULL THEN 'flow_missing' END)) AS evidence
FROM candidate c
