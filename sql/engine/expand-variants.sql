-- An outfall of undetermined category is judged once more under each candidate category, or, where it names none, under each
-- kind that the code table has. Kinds that rules cannot tell apart (same traits, same regime) are judged once, as the first of
-- them; category_candidates then names all that it stands for.
INSERT INTO subject
SELECT -1000000000 - row_number() OVER (ORDER BY s.id, k.codes[1]), s.outfall_id, s.id, s.own, s.judged, s.existing,
       s.region_code, s.local_code, k.codes[1], k.codes, k.traits, k.regime, s.status, s.set_up, s.geom, s.entry_geom, s.error_m,
       s.discharger_id, s.site_geom, s.site_error_m, s.approval, s.approval_no, s.retention_approved,
       s.retention_report_no, s.compliant, s.flow_m3d, s.inspected_on, s.problems, s.dry_flow_hours, s.dry_flow_cause,
       s.reach_id, s.reach_off_m, s.waterbody_id, s.river_name, s.typed_in_zone
FROM subject s
CROSS JOIN LATERAL (
  SELECT array_agg(c.code ORDER BY c.sort) AS codes, c.traits, c.regime
  FROM category c LEFT JOIN category p ON p.code = c.parent_code
  WHERE CASE WHEN s.category_candidates = '{}' THEN c.regime IS NOT NULL AND p.regime IS NULL
             ELSE c.code = ANY (s.category_candidates) END
  GROUP BY c.traits, c.regime
) k
WHERE s.category = 'undetermined' AND s.judged
