/*---
id: monitoring_sections
title: {zh: 考核断面, en: Monitored sections}
group: {id: monitoring, zh: 监测, en: Monitoring}
order: 330
geometry: point
minzoom: 0
maxzoom: 16
from: monitoring_section
dated: true
tables: [monitoring_section, layer_edition]
access: public
edit: {table: monitoring_section}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  level:
    type: string
    zh: 级别
    en: Level
    values:
      national: {zh: 国控, en: National}
      province: {zh: 省（自治区）控, en: Province}
      city: {zh: 市（州）控, en: City}
  target_class: {type: string, zh: 目标水质, en: Target class, values: water_class_target}
  latest_class: {type: string, zh: 现状水质, en: Latest class, values: water_class}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 考核断面, en: Monitored section}
    style: {shape-points: 4, shape-radius: 6, shape-angle: 0, shape-fill-color: '#2f7d8c', shape-stroke-color: '#ffffff', shape-stroke-width: 1.5}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.level, item.target_class, item.latest_class, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
