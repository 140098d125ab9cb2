/*---
id: ban-drinking-water-class-1
title: {zh: "位于饮用水水源一级保护区内", en: "Inside a class 1 drinking-water protection zone"}
class: ban
affects: distance
areas: {layer: drinking_water_zones, levels: [class_1]}
fix: {zh: "依法责令拆除或关闭，优先保障供水安全；历史遗留排污口单独制定整治措施", en: "Order removal or closure; secure the supply first; legacy cases get measures of their own"}
trap: {zh: "保护区边界数字化误差；坐标基准用错；取水口已停用而保护区未撤销", en: "Digitised boundary; wrong datum; intake out of use while the zone still stands"}
---*/
SELECT outfall_id, outcome, distance_m, error_m, areas, evidence
FROM located
