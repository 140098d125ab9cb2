/*---
id: treatment_plants
title: {zh: 污水处理厂, en: Treatment plants}
group: {id: works, zh: 管网与园区, en: Sewers and parks}
order: 310
geometry: point
minzoom: 0
maxzoom: 16
from: treatment_plant
dated: true
tables: [treatment_plant, layer_edition]
access: public
edit: {table: treatment_plant}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  kind:
    type: string
    zh: 类型
    en: Kind
    values:
      urban: {zh: 城镇, en: Urban}
      park: {zh: 园区, en: Park}
      rural: {zh: 农村, en: Rural}
  working: {type: boolean, zh: 正常运行（缺 = 不明）, en: Working (absent = not known)}
  design_m3d: {type: number, unit: m³/d, zh: 设计规模, en: Design capacity}
  current_m3d: {type: number, unit: m³/d, zh: 现状处理量, en: Current load}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 污水处理厂, en: Treatment plant}
    style: {shape-points: 4, shape-radius: 7, shape-angle: 0.785, shape-fill-color: '#8a5a2b', shape-stroke-color: '#ffffff', shape-stroke-width: 1.5}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, item.working, item.design_m3d, item.current_m3d, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
