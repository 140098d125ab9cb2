/*---
id: sewer_coverage
title: {zh: 城镇污水收集管网覆盖范围, en: Sewer coverage}
group: {id: works, zh: 管网与园区, en: Sewers and parks}
order: 90
geometry: polygon
minzoom: 0
maxzoom: 16
from: sewer_coverage
dated: true
tables: [sewer_coverage, treatment_plant, layer_edition]
access: public
edit: {table: sewer_coverage}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  plant: {type: string, zh: 接入污水处理厂, en: Treatment plant}
  boundary_error_m: {type: number, unit: m, zh: 边界误差（95 %）, en: Boundary error (95 %)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 管网覆盖范围, en: Sewer coverage}
    style: {fill-color: 'rgba(200,150,60,0.16)', stroke-color: '#b7862c', stroke-width: 1.5, stroke-line-dash: [2, 4], circle-radius: 4, circle-fill-color: '#b7862c'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, p.name AS plant,
       coalesce(item.boundary_error_m, e.boundary_error_m) AS boundary_error_m, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN treatment_plant p ON p.id = item.plant_id LEFT JOIN layer_edition e ON e.id = item.edition_id
