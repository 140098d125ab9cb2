/*---
id: reaches
title: {zh: 河段与河长, en: Reaches and river chiefs}
group: {id: water, zh: 水系, en: Waters}
order: 220
geometry: line
minzoom: 5
maxzoom: 16
from: reach
dated: true
tables: [reach, waterbody, layer_edition]
access: public
edit: {table: reach}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  grade:
    type: string
    zh: 级别
    en: Grade
    values:
      trunk: {zh: 干流, en: Trunk}
      major_tributary: {zh: 重要支流, en: Major tributary}
      tributary: {zh: 支流, en: Tributary}
  waterbody: {type: string, zh: 所属水体, en: Waterbody}
  chief_city: {type: string, zh: 市级河长（职务）, en: City river chief (office)}
  chief_town: {type: string, zh: 镇级河长（职务）, en: Town river chief (office)}
  chief_village: {type: string, zh: 村级河长（职务）, en: Village river chief (office)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 河段, en: Reach}
    style: {stroke-color: '#2f7d8c', stroke-width: 2, stroke-line-dash: [8, 4], circle-radius: 2, circle-fill-color: '#2f7d8c'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.grade, w.name AS waterbody,
       item.chief_city, item.chief_town, item.chief_village, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item JOIN waterbody w ON w.id = item.waterbody_id LEFT JOIN layer_edition e ON e.id = item.edition_id
