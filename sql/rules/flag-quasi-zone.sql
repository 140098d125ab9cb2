/*---
id: flag-quasi-zone
title: {zh: "位于饮用水水源准保护区内", en: "Inside a quasi drinking-water protection zone"}
class: flag
affects: distance
areas: {layer: drinking_water_zones, levels: [quasi]}
fix: {zh: "预警：不得新建、扩建严重污染项目，改建不得增加排污量；加密监测", en: "Warning: no new or enlarged severe pollution, no added load; monitor more often"}
trap: {zh: "准保护区在保护区之外，不等于取缔；个别地方法规另有规定", en: "Outside the zone proper, so not a ban unless local law says so"}
---*/
SELECT outfall_id, outcome, distance_m, error_m, areas, evidence
FROM located
