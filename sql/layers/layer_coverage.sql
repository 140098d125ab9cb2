/*---
id: layer_coverage
title: {zh: 数据完备范围, en: Data coverage}
group: {id: region, zh: 行政区划与数据, en: Regions and data}
order: 20
geometry: polygon
minzoom: 0
maxzoom: 16
from: layer_coverage
tables: [layer_coverage]
access: public
edit: {table: layer_coverage, past: [as_of]}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  layer: {type: string, zh: 图层, en: Layer}
  statement:
    type: string
    zh: 声明
    en: Statement
    values:
      complete: {zh: 数据完备, en: Complete}
      none_here: {zh: 本范围内无此类区域, en: None here}
  as_of: {type: date, zh: 截至日期, en: As of}
  region: {type: string, zh: 行政区划代码, en: Region code}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 声明无此类区域, en: Declared to have none}
    filter: [==, [get, statement], none_here]
    style: {fill-color: 'rgba(160,160,160,0.08)', stroke-color: '#8f8f8f', stroke-width: 1.5, stroke-line-dash: [12, 4], circle-radius: 4, circle-fill-color: '#8f8f8f'}
  - label: {zh: 数据完备, en: Declared complete}
    filter: [==, [get, statement], complete]
    style: {fill-color: 'rgba(100,160,160,0.08)', stroke-color: '#4f8f8f', stroke-width: 1.5, stroke-line-dash: [12, 4], circle-radius: 4, circle-fill-color: '#4f8f8f'}
---*/
SELECT id AS feature_id, id, code, name, layer, statement, as_of, region_code AS region, nullif(sample, false) AS sample, shape AS geom
FROM item
