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
  shares:
    type: string
    aggregate: true
    zh: 约占份额，八分之一为一格，依次为取缔、合并、研判、规范、未研判；有则至少一格（如 1-0-2-5-0）
    en: 'About their shares in eighths: ban, merge, review, keep, not judged; at least one where there is any (such as 1-0-2-5-0)'
style:
  - label: {zh: 聚合：环为各结论约占份额（不足八分之一的也显示一格），数字为排污口数, en: 'Several outfalls: their number, and about the shares of their verdicts (at least an eighth each)'}
    filter: [==, [get, aggregate], true]
    style: {circle-radius: 14, circle-fill-color: '#ffffff', circle-stroke-color: '#7b8794', circle-stroke-width: 5}
    ring: [verdict-ban, verdict-merge, verdict-review, verdict-keep, verdict-none]
  - label: {zh: 尚未研判, en: Not judged}
    filter: [all, ['!', [has, verdict]], ['!', [has, aggregate]]]
    style: {icon-src: styles/symbols/verdict-none.svg}
  - label: {zh: 建议规范整治, en: 'Advised: keep and regularise'}
    filter: [==, [get, verdict], keep]
    style: {icon-src: styles/symbols/verdict-keep.svg}
  - label: {zh: 待人工研判（暂定，最严为规范整治）, en: 'For human review, provisional: at strictest keep'}
    filter: [all, [==, [get, verdict], review], [==, [get, provisional_strictest], keep]]
    style: {icon-src: styles/symbols/verdict-review-keep.svg}
  - label: {zh: 待人工研判（暂定，最严为清理合并）, en: 'For human review, provisional: at strictest merge'}
    filter: [all, [==, [get, verdict], review], [==, [get, provisional_strictest], merge]]
    style: {icon-src: styles/symbols/verdict-review-merge.svg}
  - label: {zh: 待人工研判（暂定，最严为依法取缔）, en: 'For human review, provisional: at strictest ban'}
    filter: [all, [==, [get, verdict], review], [==, [get, provisional_strictest], ban]]
    style: {icon-src: styles/symbols/verdict-review-ban.svg}
  - label: {zh: 待人工研判, en: For human review}
    filter: [all, [==, [get, verdict], review], ['!', [has, provisional_strictest]]]
    style: {icon-src: styles/symbols/verdict-review.svg}
  - label: {zh: 建议清理合并, en: 'Advised: merge'}
    filter: [==, [get, verdict], merge]
    style: {icon-src: styles/symbols/verdict-merge.svg}
  - label: {zh: 建议依法取缔, en: 'Advised: ban'}
    filter: [==, [get, verdict], ban]
    style: {icon-src: styles/symbols/verdict-ban.svg}
---*/
SELECT id AS feature_id, id, local_code AS code, name, category, verdict, strictest AS provisional_strictest,
       mildest AS provisional_mildest, no_action,
       CASE WHEN override_id IS NOT NULL THEN engine_verdict END AS engine_verdict, CASE WHEN override_id IS NOT NULL THEN true END AS overridden,
       stage, status, river_name AS river, position_method, position_error_m,
       region_code AS region, nullif(sample, false) AS sample, CAST(NULL AS boolean) AS aggregate,
       CAST(NULL AS integer) AS count, CAST(NULL AS integer) AS ban, CAST(NULL AS integer) AS merge,
       CAST(NULL AS integer) AS keep, CAST(NULL AS integer) AS review, CAST(NULL AS integer) AS unjudged, CAST(NULL AS text) AS shares, shape AS geom
FROM item, tile
WHERE tile.single OR (tile.z > 8 AND NOT (SELECT count(*) > 1500 FROM (SELECT FROM item LIMIT 1501) few))
UNION ALL
-- Far out, and where more than 1500 lie in one tile: exact sums in 16 × 16 cells a tile. A cell belongs to one tile alone,
-- and its point stays one unit inside it. Coordinates are summed in whole metres or units, so that their order does not matter.
SELECT cell_y * tile.cells + cell_x, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       true, count, ban, merge, keep, review, nullif(unjudged, 0),
       -- each that there is has one of the eighths, the others go by their shares summed up from the first to the last, so that they come to eight
       concat_ws('-', sign(ban) + with_ban, sign(merge) + with_merge - with_ban, sign(review) + with_review - with_merge, sign(keep) + with_keep - with_review, sign(unjudged) + rest - with_keep),
       ST_SetSRID(ST_MakePoint(
         greatest(least(east / count, tile.world_west + (cell_x + 1) * tile.cell - tile.unit), tile.world_west + cell_x * tile.cell + tile.unit),
         greatest(least(north / count, tile.world_north - cell_y * tile.cell - tile.unit), tile.world_north - (cell_y + 1) * tile.cell + tile.unit)), tile.srid)
FROM (
SELECT cell_x, cell_y, CAST(sum(count) AS integer) AS count, CAST(sum(ban) AS integer) AS ban, CAST(sum(merge) AS integer) AS merge, CAST(sum(keep) AS integer) AS keep,
       CAST(sum(review) AS integer) AS review, CAST(sum(unjudged) AS integer) AS unjudged, sum(east) AS east, sum(north) AS north
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
GROUP BY cell_x, cell_y
) cells, tile, LATERAL (SELECT 8 - sign(ban) - sign(merge) - sign(review) - sign(keep) - sign(unjudged) AS rest) eighths,
LATERAL (SELECT round(rest * ban / count) AS with_ban, round(rest * (ban + merge) / count) AS with_merge,
                round(rest * (ban + merge + review) / count) AS with_review, round(rest * (ban + merge + review + keep) / count) AS with_keep) summed_up
