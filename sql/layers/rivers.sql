/*---
id: rivers
title: {zh: 河流, en: Rivers}
group: {id: water, zh: 水系, en: Waters}
order: 210
geometry: line
minzoom: 0
maxzoom: 16
from: waterbody
where: kind = 'river' AND GeometryType(geom) = 'MULTILINESTRING'
dated: true
tables: [waterbody, layer_edition]
access: public
edit: {table: waterbody, fixed: {kind: river}, shapes: [MultiLineString]}
visible: true
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  grade: {type: string, zh: 级别, en: Grade, values: river_rank}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 其他河流, en: Other river}
    filter: [all, ['!=', [get, grade], trunk], ['!=', [get, grade], major_tributary]]
    style: {stroke-color: '#6aaedb', stroke-width: 1.2, circle-radius: 2, circle-fill-color: '#6aaedb'}
  - label: {zh: 重要支流, en: Major tributary}
    filter: [==, [get, grade], major_tributary]
    style: {stroke-color: '#3b8ac4', stroke-width: 2, circle-radius: 2, circle-fill-color: '#3b8ac4'}
  - label: {zh: 干流, en: Trunk}
    filter: [==, [get, grade], trunk]
    style: {stroke-color: '#1f6fb2', stroke-width: 2.5, circle-radius: 2, circle-fill-color: '#1f6fb2'}
names:
  - {size: 12, colour: '#0f5c8c', along: true}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.grade, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
