/*---
id: ban-protected-area
title: {zh: "位于自然保护地内", en: "Inside a nature protected area"}
class: ban
affects: distance
# Both zonings: 核心保护区/一般控制区 and the former 核心区/缓冲区/实验区. The pack says which level bans.
areas:
  layer: protected_areas
  levels: [core_protection, general_control, core, buffer, experimental, nature_park]
fix: {zh: "核心保护区（原核心区、缓冲区）内依法取缔；一般控制区、实验区、自然公园内核实审批、设置时间与达标情况后研判", en: "Close in the core; elsewhere settle by approval, set-up date and compliance"}
trap: {zh: "分区调整前后两套分区并存；勘界未完成", en: "Two zonings side by side; survey of the boundary unfinished"}
---*/
SELECT l.outfall_id, l.outcome, l.distance_m, l.error_m, l.areas,
       l.evidence || jsonb_build_object('set_up', c.set_up, 'approval', c.approval, 'compliant', c.compliant) AS evidence
FROM located l
JOIN candidate c ON c.id = l.outfall_id
