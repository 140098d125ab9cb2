-- Some of a city, and siblings wherever they are, also those of further dischargers; but for :left_out, for which others stand.
SELECT id, true AS own FROM outfall WHERE id = ANY (:ids::bigint[]) AND region_code LIKE :region || '%'
UNION ALL
SELECT s.id, false FROM outfall s
WHERE s.discharger_id IN (SELECT discharger_id FROM outfall WHERE id = ANY (:ids::bigint[])
                          UNION SELECT unnest(:discharger_ids::bigint[]))
  AND (s.id <> ALL (:ids::bigint[]) OR s.region_code NOT LIKE :region || '%')
  AND s.id <> ALL (:left_out::bigint[])
