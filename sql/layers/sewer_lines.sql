/*---
id: sewer_lines
title: {zh: 污水管网, en: Sewer lines}
group: {id: works, zh: 管网与园区, en: Sewers and parks}
order: 240
geometry: line
minzoom: 8
maxzoom: 16
from: sewer_line
dated: true
tables: [sewer_line, layer_edition]
access: public
edit: {table: sewer_line}
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
      sewage: {zh: 污水管, en: Sewage}
      storm: {zh: 雨水管, en: Storm}
      combined: {zh: 合流管, en: Combined}
  diameter_mm: {type: integer, unit: mm, zh: 管径, en: Diameter}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 合流管, en: Combined}
    filter: [==, [get, kind], combined]
    style: {stroke-color: '#6b4a7a', stroke-width: 1.5, circle-radius: 2, circle-fill-color: '#6b4a7a'}
  - label: {zh: 雨水管, en: Storm}
    filter: [==, [get, kind], storm]
    style: {stroke-color: '#3f7fb5', stroke-width: 1.5, stroke-line-dash: [6, 3], circle-radius: 2, circle-fill-color: '#3f7fb5'}
  - label: {zh: 污水管, en: Sewage}
    filter: [==, [get, kind], sewage]
    style: {stroke-color: '#8a5a2b', stroke-width: 1.5, circle-radius: 2, circle-fill-color: '#8a5a2b'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, item.diameter_mm, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
