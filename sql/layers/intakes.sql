/*---
id: intakes
title: {zh: 饮用水取水口, en: Drinking-water intakes}
group: {id: monitoring, zh: 监测, en: Monitoring}
order: 320
geometry: point
minzoom: 0
maxzoom: 16
from: intake
dated: true
tables: [intake, layer_edition]
access: public
edit: {table: intake}
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
      surface: {zh: 地表水, en: Surface water}
      groundwater: {zh: 地下水, en: Groundwater}
  people: {type: integer, unit: 人, zh: 供水人口, en: People supplied}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 地下水取水口, en: Groundwater intake}
    filter: [==, [get, kind], groundwater]
    style: {shape-points: 3, shape-radius: 6, shape-angle: 0, shape-fill-color: '#3f7fb5', shape-stroke-color: '#ffffff', shape-stroke-width: 1.5}
  - label: {zh: 地表水取水口, en: Surface-water intake}
    filter: [==, [get, kind], surface]
    style: {shape-points: 3, shape-radius: 7, shape-angle: 0, shape-fill-color: '#0b3d91', shape-stroke-color: '#ffffff', shape-stroke-width: 1.5}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, item.people, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
