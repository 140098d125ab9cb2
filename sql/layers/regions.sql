/*---
id: regions
title: {zh: 行政区划, en: Regions}
group: {id: region, zh: 行政区划与数据, en: Regions and data}
order: 10
geometry: polygon
minzoom: 0
maxzoom: 16
from: region
region: code
tables: [region]
access: public
visible: true
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  name_en: {type: string, zh: 英文名称, en: English name}
  level:
    type: string
    zh: 级别
    en: Level
    values:
      city: {zh: 市, en: City}
      town: {zh: 乡镇, en: Town}
      street: {zh: 街道, en: Street}
      farm: {zh: 农林牧场, en: Farm}
  parent: {type: string, zh: 上级代码, en: Parent code}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 乡镇、街道、农林牧场, en: 'Town, street or farm'}
    filter: ['!=', [get, level], city]
    style: {stroke-color: '#9a8fa3', stroke-width: 1, stroke-line-dash: [4, 3], circle-radius: 2, circle-fill-color: '#9a8fa3'}
  - label: {zh: 市, en: City}
    filter: [==, [get, level], city]
    style: {stroke-color: '#6b5b73', stroke-width: 2, stroke-line-dash: [10, 4, 2, 4], circle-radius: 3, circle-fill-color: '#6b5b73'}
names:
  # Closer in a city fills the screen, and its towns' names tell more.
  - {filter: [==, [get, level], city], maxzoom: 9, size: 13, colour: '#4a4f57', bold: true}
  - {filter: ['!=', [get, level], city], size: 13, colour: '#4a4f57', bold: true}
---*/
SELECT id AS feature_id, id, code, name, name_en, level, parent_code AS parent, nullif(sample, false) AS sample, shape AS geom
FROM item
