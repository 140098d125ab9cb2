/*---
id: dischargers
title: {zh: 排污单位, en: Dischargers}
group: {id: outfall, zh: 排污口, en: Outfalls}
order: 340
geometry: point
minzoom: 7
maxzoom: 16
from: discharger
where: geom IS NOT NULL
tables: [discharger]
access: public
edit: {table: discharger}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  kind: {type: string, zh: 类型, en: Kind}
  industry: {type: string, zh: 行业, en: Industry}
  region: {type: string, zh: 行政区划代码, en: Region code}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 排污单位, en: Discharger}
    style: {circle-radius: 4, circle-fill-color: '#6b6f76', circle-stroke-color: '#ffffff', circle-stroke-width: 1.5}
---*/
SELECT id AS feature_id, id, code, name, kind, industry, region_code AS region, nullif(sample, false) AS sample, shape AS geom
FROM item
