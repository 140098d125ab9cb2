/*---
id: special_waters
title: {zh: 其他需要特殊保护区域, en: Other specially protected areas}
group: {id: protection, zh: 保护区, en: Protection}
order: 105
geometry: polygon
minzoom: 0
maxzoom: 16
from: protected_area
where: class = 'special'
dated: true
tables: [protected_area, layer_edition]
access: public
edit: {table: protected_area, fixed: {class: special}}
visible: true
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  kind:
    type: string
    zh: 类型
    en: Kind
    values:
      scenic_water: {zh: 风景名胜区水体, en: Scenic water}
      fishery_water: {zh: 重要渔业水体, en: Important fishery water}
      special_value_water: {zh: 其他具有特殊经济文化价值的水体, en: Water of special value}
  designated_on: {type: date, zh: 首次划定日期, en: First designated}
  document: {type: string, zh: 依据文件, en: Source document}
  boundary_error_m: {type: number, unit: m, zh: 边界误差（95 %）, en: Boundary error (95 %)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 需要特殊保护的水体, en: Specially protected water}
    style: {fill-color: 'rgba(150,90,170,0.2)', stroke-color: '#7d4b94', stroke-width: 1.5, circle-radius: 4, circle-fill-color: '#7d4b94'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, item.designated_on, coalesce(item.document, e.document) AS document, coalesce(item.boundary_error_m, e.boundary_error_m) AS boundary_error_m, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
