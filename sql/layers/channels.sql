/*---
id: channels
title: {zh: 排污通道, en: Channels}
group: {id: outfall, zh: 排污口, en: Outfalls}
order: 250
geometry: line
minzoom: 9
maxzoom: 16
from: channel
dated: true
tables: [channel, layer_edition]
access: public
edit: {table: channel}
visible: false
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  kind: {type: string, zh: 类型, en: Kind, values: channel_kind}
  outfall: {type: integer, zh: 排污口编号, en: Outfall id}
  discharger: {type: integer, zh: 排污单位编号, en: Discharger id}
  region: {type: string, zh: 行政区划代码, en: Region code}
  edition: {type: string, zh: 数据版本, en: Edition}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
style:
  - label: {zh: 排污通道, en: Channel}
    style: {stroke-color: '#7a6a58', stroke-width: 1.5, stroke-line-dash: [2, 3], circle-radius: 2, circle-fill-color: '#7a6a58'}
---*/
SELECT item.id AS feature_id, item.id, item.code, item.kind, item.outfall_id AS outfall, item.discharger_id AS discharger, item.region_code AS region,
       e.name AS edition, nullif(item.sample, false) AS sample, shape AS geom
FROM item LEFT JOIN layer_edition e ON e.id = item.edition_id
