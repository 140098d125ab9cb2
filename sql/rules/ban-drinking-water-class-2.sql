/*---
id: ban-drinking-water-class-2
title: {zh: "位于饮用水水源二级保护区内", en: "Inside a class 2 drinking-water protection zone"}
class: ban
affects: distance
# The boundary that counts is that of 一级 ∪ 二级: between the two there is no way out of the ban.
areas: {layer: drinking_water_zones, levels: [class_1, class_2]}
fix: {zh: "依法责令拆除或关闭；历史遗留排污口单独制定整治措施", en: "Order removal or closure; legacy cases get measures of their own"}
trap: {zh: "准保护区不属于保护区；二级陆域边界常以山脊线概化", en: "The quasi-zone is not part of the zone; land boundaries often generalised to ridges"}
---*/
SELECT outfall_id, outcome, distance_m, error_m, areas, evidence
FROM located
