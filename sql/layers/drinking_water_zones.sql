/*---
id: drinking_water_zones
title: {zh: 饮用水水源保护区, en: Drinking-water protection zones}
group: {id: protection, zh: 保护区, en: Protection}
order: 110
geometry: polygon
minzoom: 0
maxzoom: 16
from: drinking_water_zone
dated: true
tables: [drinking_water_zone, layer_edition]
access: public
edit: {table: drinking_water_zone}
visible: true
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  source_name: {type: string, zh: 水源地, en: Water source}
  level:
    type: string
    zh: 级别
    en: Level
    values:
      class_1: {zh: 一级保护区, en: Class 1}
      class_2: {zh: 二级保护区, en: Class 2}
      quasi: {zh: 准保护区, en: Quasi zone}
  part:
    type: string
    zh: 水域或陆域
    en: Part
    values:
      water: {zh: 水域, en: Water}
      land: {zh: 陆域, en: Land}
      both: {zh: 水域和陆域, en: Both}
  designated_on: {type: date, zh: 首次划定日期, en: First designated}
  document: {type: string, zh: 依据文件, en: Source document}
  boundary_error_m: {type: number, unit: m, zh: 边界误差（95 %）, en: Boundary error (95 %)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 准保护区, en: Quasi zone}
    filter: [==, [get, level], quasi]
    style: {fill-color: 'rgba(120,190,230,0.15)', stroke-color: '#5aa9d6', stroke-width: 1.5, stroke-line-dash: [6, 4], circle-radius: 4, circle-fill-color: '#5aa9d6'}
  - label: {zh: 二级保护区, en: Class 2}
    filter: [==, [get, level], class_2]
    style: {fill-color: 'rgba(60,140,220,0.18)', stroke-color: '#2b7bbf', stroke-width: 1.5, circle-radius: 4, circle-fill-color: '#2b7bbf'}
  - label: {zh: 一级保护区, en: Class 1}
    filter: [==, [get, level], class_1]
    style: {fill-color: 'rgba(20,80,190,0.28)', stroke-color: '#0b3d91', stroke-width: 2, circle-radius: 4, circle-fill-color: '#0b3d91'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.source_name, item.level, item.part, item.designated_on, coalesce(item.document, e.document) AS document, coalesce(item.boundary_error_m, e.boundary_error_m) AS boundary_error_m, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
