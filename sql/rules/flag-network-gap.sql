/*---
id: flag-network-gap
title: {zh: "污水管网未覆盖的生活污水散排口", en: "Scattered domestic outfall outside sewer coverage"}
class: flag
affects: distance
applies: {traits: [scattered]}
areas: {layer: sewer_coverage, levels: [sewer_coverage], tell_clear: true}
needs: [sewer_line]
parameters:
  search_m: {type: number, unit: m, default: 5000, zh: "查找最近污水管线的最大距离"}
fix: {zh: "城镇：加强污水管网建设；农村：先行就地治理，再视条件纳管", en: "Urban: extend the network; rural: treat on the spot first"}
trap: {zh: "新建管网未入库", en: "New sewers not yet in the data"}
---*/
-- The mirror of merge-sewer-coverage: what lies surely outside fires here.
SELECT l.outfall_id,
       CASE l.outcome WHEN 'clear' THEN 'conflict' WHEN 'conflict' THEN 'clear' ELSE l.outcome END AS outcome,
       l.distance_m, l.error_m, l.areas,
       (l.evidence - 'effect' - 'effect_possible')
         || jsonb_strip_nulls(jsonb_build_object('sewer_line', line.code, 'connection_m', round(line.metres::numeric, 1),
              'duty', CASE WHEN l.outcome IN ('clear', 'borderline') THEN
                        CASE WHEN c.category = 'other.rural_scattered' THEN 'rural_treatment' ELSE 'extend_network' END END)) AS evidence
FROM located l
JOIN candidate c ON c.id = l.outfall_id
LEFT JOIN LATERAL (
  SELECT near.code, n.metres
  FROM (SELECT s.code, s.geom FROM sewer_line s LEFT JOIN layer_edition e ON e.id = s.edition_id
        WHERE l.outcome <> 'conflict' AND s.kind IN ('sewage', 'combined')
          AND coalesce(e.valid_from <= :as_of, true) AND coalesce(e.valid_to > :as_of, true)
          AND s.geom && box_around(c.geom, :search_m)
        ORDER BY flat_distance(c.geom, s.geom), s.id LIMIT 1) near
  CROSS JOIN LATERAL nearest_on(c.geom, near.geom, :search_m) n
  WHERE n.metres IS NOT NULL
) line ON true
