/*---
id: outfalls
title: {zh: 入河（湖）排污口, en: Outfalls}
group: {id: outfall, zh: 排污口, en: Outfalls}
order: 400
geometry: point
minzoom: 0
maxzoom: 16
from: outfall_item
tables: [outfall, verdict, verdict_current, override_current, waterbody, discharger, plan, close_out, patrol, monitoring_sample]
# An override counts until the end of a day.
daily: true
access: public
edit: {table: outfall}
visible: true
attributes:
  id: {type: integer, zh: 编号, en: Id}
  code: {type: string, zh: 编码, en: Code}
  name: {type: string, zh: 名称, en: Name}
  category: {type: string, zh: 排污口类型, en: Category, codes: category}
  verdict: {type: string, zh: 现行结论（复核改判优先；缺 = 未研判）, en: 'Verdict that counts, an override before the engine''s (absent = not judged)', values: verdict}
  provisional_strictest: {type: string, zh: 暂定结论（最严）, en: 'Provisional verdict, strictest', values: provisional}
  provisional_mildest: {type: string, zh: 暂定结论（最宽）, en: 'Provisional verdict, mildest', values: provisional}
  no_action: {type: boolean, zh: 无需整治（缺 = 待核查）, en: No action needed (absent = to be checked)}
  engine_verdict: {type: string, zh: 系统研判结论（有复核改判时）, en: Verdict of the rules (where an override is in force), values: verdict}
  overridden: {type: boolean, zh: 有有效的复核改判（缺 = 无）, en: An override is in force (absent = none)}
  stage: {type: string, zh: 工作阶段, en: Stage, values: stage}
  status: {type: string, zh: 使用状态, en: Status, values: status}
  river: {type: string, zh: 受纳水体名称, en: Receiving water}
  position_method: {type: string, zh: 定位方式, en: Position method, values: position_method}
  position_error_m: {type: number, unit: m, zh: 定位误差（95 %，缺 = 按定位方式取）, en: 'Position error (95 %; absent = by method)'}
  region: {type: string, zh: 行政区划代码, en: Region code}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
  aggregate: {type: boolean, aggregate: true, zh: 聚合点（0–8 级，及过密处）, en: 'Aggregate of several (zoom 0–8, and where they crowd)'}
  count: {type: integer, aggregate: true, zh: 聚合的排污口数, en: Outfalls in the aggregate}
  ban: {type: integer, aggregate: true, zh: 其中建议依法取缔, en: of these ban}
  merge: {type: integer, aggregate: true, zh: 其中建议清理合并, en: of these merge}
  keep: {type: integer, aggregate: true, zh: 其中建议规范整治, en: of these keep}
  review: {type: integer, aggregate: true, zh: 其中待人工研判, en: of these review}
  unjudged: {type: integer, aggregate: true, zh: 其中未研判, en: of these not judged}
style:
  - label: {zh: 聚合（多个排污口）, en: Several outfalls}
    filter: [==, [get, aggregate], true]
    style: {circle-radius: 12, circle-fill-color: 'rgba(255,255,255,0.9)', circle-stroke-color: '#33414c', circle-stroke-width: 3}
  - label: {zh: 建议依法取缔, en: 'Advised: ban'}
    filter: [==, [get, verdict], ban]
    style: {shape-points: 4, shape-radius: 8, shape-angle: 0, shape-fill-color: '#b3151d', shape-stroke-color: '#ffffff', shape-stroke-width: 1.5}
  - label: {zh: 建议清理合并, en: 'Advised: merge'}
    filter: [==, [get, verdict], merge]
    style: {shape-points: 3, shape-radius: 8, shape-angle: 0, shape-fill-color: '#d9822b', shape-stroke-color: '#ffffff', shape-stroke-width: 1.5}
  - label: {zh: 建议规范整治, en: 'Advised: keep and regularise'}
    filter: [==, [get, verdict], keep]
    style: {circle-radius: 6, circle-fill-color: '#0b7a75', circle-stroke-color: '#ffffff', circle-stroke-width: 1.5}
  - label: {zh: 待人工研判, en: For human review}
    filter: [==, [get, verdict], review]
    style: {shape-points: 4, shape-radius: 7, shape-angle: 0.785, shape-fill-color: '#6b3fa0', shape-stroke-color: '#ffffff', shape-stroke-width: 1.5}
  - label: {zh: 未研判, en: Not judged}
    filter: [all, ['!', [has, verdict]], ['!', [has, aggregate]]]
    style: {circle-radius: 5, circle-fill-color: '#8a8f98', circle-stroke-color: '#ffffff', circle-stroke-width: 1.5}
---*/
SELECT id AS feature_id, id, local_code AS code, name, category, verdict, strictest AS provisional_strictest,
       mildest AS provisional_mildest, no_action,
       CASE WHEN override_id IS NOT NULL THEN engine_verdict END AS engine_verdict, CASE WHEN override_id IS NOT NULL THEN true END AS overridden,
       stage, status, river_name AS river, position_method, position_error_m,
       region_code AS region, nullif(sample, false) AS sample, CAST(NULL AS boolean) AS aggregate,
       CAST(NULL AS integer) AS count, CAST(NULL AS integer) AS ban, CAST(NULL AS integer) AS merge,
       CAST(NULL AS integer) AS keep, CAST(NULL AS integer) AS review, CAST(NULL AS integer) AS unjudged, shape AS geom
FROM item, tile
WHERE tile.single OR (tile.z > 8 AND NOT (SELECT count(*) > 1500 FROM (SELECT FROM item LIMIT 1501) few))
UNION ALL
-- Far out, and where more than 1500 lie in one tile: exact sums in 16 × 16 cells a tile. A cell belongs to one tile alone,
-- and its point stays one unit inside it. Coordinates are summed in whole metres or units, so that their order does not matter.
SELECT cell_y * tile.cells + cell_x, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       true, CAST(sum(count) AS integer), CAST(sum(ban) AS integer), CAST(sum(merge) AS integer), CAST(sum(keep) AS integer),
       CAST(sum(review) AS integer), CAST(nullif(sum(unjudged), 0) AS integer),
       ST_SetSRID(ST_MakePoint(
         greatest(least(sum(east) / sum(count), tile.world_west + (cell_x + 1) * tile.cell - tile.unit), tile.world_west + cell_x * tile.cell + tile.unit),
         greatest(least(sum(north) / sum(count), tile.world_north - cell_y * tile.cell - tile.unit), tile.world_north - (cell_y + 1) * tile.cell + tile.unit)), tile.srid)
FROM (
  -- to z8 by the counts that are kept with the data: a cell of the tile holds whole cells of theirs
  SELECT CAST((at_cell & ((1 << level) - 1)) >> (level - tile.z - 4) AS bigint) AS cell_x, CAST((at_cell >> level) >> (level - tile.z - 4) AS bigint) AS cell_y,
         sum(outfalls) AS count, coalesce(sum(outfalls) FILTER (WHERE verdict = 'ban'), 0) AS ban,
         coalesce(sum(outfalls) FILTER (WHERE verdict = 'merge'), 0) AS merge, coalesce(sum(outfalls) FILTER (WHERE verdict = 'keep'), 0) AS keep,
         coalesce(sum(outfalls) FILTER (WHERE verdict = 'review'), 0) AS review, coalesce(sum(outfalls) FILTER (WHERE verdict IS NULL), 0) AS unjudged,
         sum(east) AS east, sum(north) AS north
  FROM counted, tile
  WHERE tile.z <= 8 AND tile.srid = 3857 AND (at_cell & ((1 << level) - 1)) >> (level - tile.z) = tile.x
  GROUP BY 1, 2
  UNION ALL
  SELECT least(greatest(CAST(floor((ST_X(shape) - tile.world_west) / tile.cell) AS bigint), 0), tile.cells - 1),
         least(greatest(CAST(floor((tile.world_north - ST_Y(shape)) / tile.cell) AS bigint), 0), tile.cell_rows - 1),
         count(*), count(*) FILTER (WHERE verdict = 'ban'), count(*) FILTER (WHERE verdict = 'merge'),
         count(*) FILTER (WHERE verdict = 'keep'), count(*) FILTER (WHERE verdict = 'review'),
         count(*) FILTER (WHERE verdict IS NULL),
         sum(round((ST_X(shape) - tile.world_west) / tile.unit)) * min(tile.unit) + count(*) * min(tile.world_west),
         sum(round((ST_Y(shape) - tile.world_north) / tile.unit)) * min(tile.unit) + count(*) * min(tile.world_north)
  FROM item, tile
  WHERE NOT tile.single AND (tile.z > 8 AND (SELECT count(*) > 1500 FROM (SELECT FROM item LIMIT 1501) few) OR tile.z <= 8 AND tile.srid <> 3857)
  GROUP BY 1, 2
) summed, tile
WHERE cell_x / 16 = tile.x AND cell_y / 16 = tile.y AND count > 0
GROUP BY cell_x, cell_y, tile.cells, tile.cell, tile.world_west, tile.world_north, tile.unit, tile.srid
