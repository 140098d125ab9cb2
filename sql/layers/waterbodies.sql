/*---
id: waterbodies
title: {zh: 湖泊与水库（水面）, en: Lakes and reservoirs}
group: {id: water, zh: 水系, en: Waters}
order: 120
geometry: polygon
minzoom: 0
maxzoom: 16
from: waterbody
where: GeometryType(geom) = 'MULTIPOLYGON'
dated: true
tables: [waterbody, layer_edition]
access: public
edit: {table: waterbody, shapes: [MultiPolygon]}
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
      river: {zh: 河流水面, en: River surface}
      lake: {zh: 湖泊, en: Lake}
      reservoir: {zh: 水库, en: Reservoir}
  grade: {type: string, zh: 级别, en: Grade, values: river_rank}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 湖泊、水库, en: Lake or reservoir}
    style: {fill-color: 'rgba(120,180,220,0.55)', stroke-color: '#4a90c2', stroke-width: 1, circle-radius: 3, circle-fill-color: '#4a90c2'}
names:
  - {size: 12, colour: '#0f5c8c'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, item.grade, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
