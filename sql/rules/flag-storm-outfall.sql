/*---
id: flag-storm-outfall
title: {zh: "城镇雨洪排口：严禁合并、封堵，晴天排水须溯源", en: "Urban storm outfall: never merge or block; trace dry-weather flow"}
class: flag
affects: self
applies: {traits: [urban_storm]}
parameters:
  dry_hours: {type: number, unit: h, default: 24, zh: "无雨后仍持续出流的小时数"}
fix: {zh: "溯源晴天排水，查改混接错接，推进雨污分流；严禁合并、封堵", en: "Trace the flow, mend misconnections, separate the sewers; never merge or block"}
trap: {zh: "融雪、灌溉退水、地下水渗入", en: "Snowmelt, irrigation return, groundwater"}
---*/
SELECT c.id AS outfall_id,
       CASE WHEN c.dry_flow_hours IS NULL THEN 'unknown'
            WHEN c.dry_flow_hours >= :dry_hours AND coalesce(c.dry_flow_cause, '') NOT IN ('snowmelt', 'irrigation') THEN 'conflict'
            ELSE 'clear' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'dry_flow_hours', c.dry_flow_hours, 'dry_flow_cause', c.dry_flow_cause, 'inspected_on', c.inspected_on,
         'forbidden', jsonb_build_array('merge', 'block'),
         'reason', CASE WHEN c.dry_flow_hours IS NULL THEN 'observation_missing' END)) AS evidence
FROM candidate c
