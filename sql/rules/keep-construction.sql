/*---
id: keep-construction
title: {zh: "建设规范性：口门或排污通道建设不规范", en: "Construction: mouth or channel not as it should be"}
class: keep
aspect: construction
affects: self
parameters:
  problems: {type: codes, codes: construction-problems, zh: "本市列为问题的情形"}
  max_age_months: {type: number, unit: 月, default: 60, zh: "检查早于此月数的不再能证明没有问题"}
fix: {zh: "按问题清单逐项整改", en: "Mend each problem of the list"}
trap: {zh: "记录早于整改；季节性无水时难以判断", en: "Record older than the repair; hard to judge when dry"}
---*/
SELECT c.id AS outfall_id,
       CASE WHEN c.problems && :problems::text[] THEN 'conflict'
            WHEN i.reason IS NOT NULL THEN 'unknown'
            ELSE 'clear' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'inspected_on', c.inspected_on,
         'problems', (SELECT jsonb_agg(p ORDER BY p) FROM unnest(c.problems) p WHERE p = ANY (:problems::text[])),
         'reason', i.reason)) AS evidence
FROM candidate c
CROSS JOIN LATERAL (
  SELECT CASE WHEN c.inspected_on IS NULL THEN 'inspection_missing'
              WHEN c.inspected_on <= :as_of::date - make_interval(months => :max_age_months::integer) THEN 'inspection_stale' END AS reason) i
WHERE c.existing
