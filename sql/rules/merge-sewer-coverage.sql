/*---
id: merge-sewer-coverage
title: {zh: "城镇污水收集管网覆盖范围内的生活污水散排口", en: "Scattered domestic outfall inside sewer coverage"}
class: merge
affects: distance
applies: {traits: [scattered]}
areas: {layer: sewer_coverage, levels: [sewer_coverage]}
needs: [sewer_line, treatment_plant]
parameters:
  search_m: {type: number, unit: m, default: 2000, zh: "查找最近污水管线的最大距离"}
fix: {zh: "接入污水收集管网，原口门封堵或仅作雨水排放", en: "Connect to the sewer; seal the mouth or leave it to rain"}
trap: {zh: "覆盖范围为规划而非建成；混接错接；污水处理厂无余量", en: "Coverage planned, not built; misconnected; plant full"}
---*/
SELECT l.outfall_id, l.outcome, l.distance_m, l.error_m, l.areas,
       l.evidence
         || jsonb_strip_nulls(jsonb_build_object('sewer_line', line.code, 'connection_m', round(line.metres::numeric, 1),
              'connection_to', CASE WHEN line.place IS NOT NULL THEN jsonb_build_array(ST_X(line.place), ST_Y(line.place)) END))
         || coalesce(plant.facts, '{}') AS evidence
FROM located l
JOIN candidate c ON c.id = l.outfall_id
LEFT JOIN LATERAL (
  SELECT near.code, n.metres, n.place
  FROM (SELECT s.code, s.geom FROM sewer_line s LEFT JOIN layer_edition e ON e.id = s.edition_id
        WHERE l.outcome IN ('conflict', 'borderline') AND s.kind IN ('sewage', 'combined')
          AND coalesce(e.valid_from <= :as_of, true) AND coalesce(e.valid_to > :as_of, true)
          AND s.geom && box_around(c.geom, :search_m)
        ORDER BY flat_distance(c.geom, s.geom), s.id LIMIT 1) near
  CROSS JOIN LATERAL nearest_on(c.geom, near.geom, :search_m) n
  WHERE n.metres IS NOT NULL
) line ON true
LEFT JOIN LATERAL (
  SELECT jsonb_build_object('plant', p.name, 'plant_spare_m3d', p.design_m3d - p.current_m3d, 'plant_working', p.working,
           'precondition', CASE WHEN p.working IS NOT TRUE THEN 'plant_not_working'
                                WHEN p.design_m3d - p.current_m3d <= 0 THEN 'plant_full' END) AS facts
  FROM treatment_plant p
  WHERE p.id = (l.areas -> 0 ->> 'plant_id')::bigint
) plant ON true
