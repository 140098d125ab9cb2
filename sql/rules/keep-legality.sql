/*---
id: keep-legality
title: {zh: "设置合法性：未经审批或登记", en: "Legality: neither approved nor registered"}
class: keep
aspect: legality
affects: self
parameters:
  regime_from: {type: date, default: "2005-01-01", zh: "设置审批登记制度起始日（此前设置的不以此认定）"}
fix: {zh: "补办审批或登记手续；应审批而擅自设置的，线索移交执法", en: "Obtain approval or registration; unapproved set-up goes to enforcement"}
trap: {zh: "早于制度实施的排污口；资料在水利部门未移交", en: "Older than the regime; papers still with the water authority"}
---*/
SELECT c.id AS outfall_id,
       CASE WHEN c.approval IN ('approved', 'registered') THEN 'clear'
            WHEN c.approval IS NULL OR c.set_up IS NULL THEN 'unknown'
            WHEN c.set_up >= :regime_from::date THEN 'conflict'
            ELSE 'clear' END AS outcome,
       NULL::double precision AS distance_m, NULL::double precision AS error_m, '[]'::jsonb AS areas,
       jsonb_strip_nulls(jsonb_build_object(
         'approval', c.approval, 'approval_no', c.approval_no, 'set_up', c.set_up, 'regime', c.regime,
         'clue', CASE WHEN c.regime = 'approval' AND c.approval = 'unapproved' AND c.set_up >= :regime_from::date THEN true END,
         'reason', CASE WHEN c.approval IS NULL THEN 'approval_missing'
                        WHEN c.approval IN ('unapproved', 'unregistered') AND c.set_up IS NULL THEN 'set_up_missing' END)) AS evidence
FROM candidate c
WHERE c.existing
