/*---
id: protected_areas
title: {zh: 自然保护地, en: Nature protected areas}
group: {id: protection, zh: 保护区, en: Protection}
order: 100
geometry: polygon
minzoom: 0
maxzoom: 16
from: protected_area
where: class = 'nature'
dated: true
tables: [protected_area, layer_edition]
access: public
edit: {table: protected_area, fixed: {class: nature}}
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
      national_park: {zh: 国家公园, en: National park}
      nature_reserve: {zh: 自然保护区, en: Nature reserve}
      nature_park: {zh: 自然公园, en: Nature park}
  level:
    type: string
    zh: 分区
    en: Zoning
    values:
      core_protection: {zh: 核心保护区, en: Core protection zone}
      general_control: {zh: 一般控制区, en: General control zone}
      core: {zh: 核心区（原）, en: Core (former)}
      buffer: {zh: 缓冲区（原）, en: Buffer (former)}
      experimental: {zh: 实验区（原）, en: Experimental (former)}
      nature_park: {zh: 自然公园, en: Nature park}
  designated_on: {type: date, zh: 首次划定日期, en: First designated}
  document: {type: string, zh: 依据文件, en: Source document}
  boundary_error_m: {type: number, unit: m, zh: 边界误差（95 %）, en: Boundary error (95 %)}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 一般控制区、实验区、自然公园, en: 'General control, experimental, nature park'}
    filter: [in, [get, level], [literal, [general_control, experimental, nature_park]]]
    style: {fill-color: 'rgba(90,170,90,0.16)', stroke-color: '#4a9a55', stroke-width: 1.5, stroke-line-dash: [6, 3], circle-radius: 4, circle-fill-color: '#4a9a55'}
  - label: {zh: 核心保护区、核心区、缓冲区, en: Core and buffer}
    filter: [in, [get, level], [literal, [core_protection, core, buffer]]]
    style: {fill-color: 'rgba(30,120,60,0.28)', stroke-color: '#1e7a3c', stroke-width: 2, circle-radius: 4, circle-fill-color: '#1e7a3c'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.name, item.kind, item.level, item.designated_on, coalesce(item.document, e.document) AS document, coalesce(item.boundary_error_m, e.boundary_error_m) AS boundary_error_m, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
