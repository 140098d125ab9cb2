/*---
id: flood_defences
title: {zh: 堤防与河道管理范围, en: Flood defences}
group: {id: water, zh: 水系, en: Waters}
order: 130
geometry: polygon
minzoom: 0
maxzoom: 16
from: flood_defence
dated: true
tables: [flood_defence, layer_edition]
access: public
edit: {table: flood_defence, shapes: [MultiLineString, MultiPolygon]}
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
      levee: {zh: 堤防, en: Levee}
      management_range: {zh: 河道管理范围, en: River management range}
  boundary_error_m: {type: number, unit: m, zh: 边界误差（95 %）, en: Boundary error (95 %)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 河道管理范围, en: River management range}
    filter: [==, [get, kind], management_range]
    style: {fill-color: 'rgba(110,120,130,0.12)', stroke-color: '#6e7882', stroke-width: 1, stroke-line-dash: [3, 3], circle-radius: 4, circle-fill-color: '#6e7882'}
  - label: {zh: 堤防, en: Levee}
    filter: [==, [get, kind], levee]
    style: {stroke-color: '#5b4636', stroke-width: 3, circle-radius: 2, circle-fill-color: '#5b4636'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, coalesce(item.boundary_error_m, e.boundary_error_m) AS boundary_error_m, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
