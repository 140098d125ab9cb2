/*---
id: industrial_parks
title: {zh: 工业及其他各类园区, en: Industrial and other parks}
group: {id: works, zh: 管网与园区, en: Sewers and parks}
order: 95
geometry: polygon
minzoom: 0
maxzoom: 16
from: industrial_park
dated: true
tables: [industrial_park, treatment_plant, layer_edition]
access: public
edit: {table: industrial_park}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  kind: {type: string, zh: 类型, en: Kind}
  plant: {type: string, zh: 集中污水处理厂, en: Central treatment plant}
  boundary_error_m: {type: number, unit: m, zh: 边界误差（95 %）, en: Boundary error (95 %)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 园区, en: Park}
    style: {fill-color: 'rgba(150,110,160,0.16)', stroke-color: '#7a5b86', stroke-width: 1.5, stroke-line-dash: [10, 4], circle-radius: 4, circle-fill-color: '#7a5b86'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, p.name AS plant,
       coalesce(item.boundary_error_m, e.boundary_error_m) AS boundary_error_m, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN treatment_plant p ON p.id = item.plant_id LEFT JOIN layer_edition e ON e.id = item.edition_id
