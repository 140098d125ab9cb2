/*---
id: function_zones
title: {zh: 水功能区, en: Water function zones}
group: {id: water, zh: 水系, en: Waters}
order: 230
geometry: line
minzoom: 5
maxzoom: 16
from: function_zone
dated: true
tables: [function_zone, layer_edition]
access: public
edit: {table: function_zone}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  kind: {type: string, zh: 类型, en: Kind}
  target_class: {type: string, zh: 目标水质, en: Target class, values: water_class_target}
  latest_class: {type: string, zh: 现状水质, en: Latest class, values: water_class}
  assessed_on: {type: date, zh: 评价日期, en: Assessed on}
  attained: {type: boolean, zh: 是否达标（缺 = 未评价）, en: Attained (absent = not assessed)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 未评价, en: Not assessed}
    filter: ['!', [has, attained]]
    style: {stroke-color: '#8a8f98', stroke-width: 3, stroke-line-dash: [4, 4], circle-radius: 2, circle-fill-color: '#8a8f98'}
  - label: {zh: 达标, en: Attained}
    filter: [==, [get, attained], true]
    style: {stroke-color: '#3a9d5d', stroke-width: 3, circle-radius: 2, circle-fill-color: '#3a9d5d'}
  - label: {zh: 未达标, en: Short of target}
    filter: [==, [get, attained], false]
    style: {stroke-color: '#d9822b', stroke-width: 3, circle-radius: 2, circle-fill-color: '#d9822b'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, item.target_class, item.latest_class, item.assessed_on, item.attained, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
