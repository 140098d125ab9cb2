-- All of a city, and siblings in other cities.
SELECT id, true AS own FROM outfall WHERE region_code LIKE :region || '%'
UNION ALL
SELECT s.id, false FROM outfall s
WHERE s.region_code NOT LIKE :region || '%'
  AND s.discharger_id IN (SELECT discharger_id FROM outfall WHERE region_code LIKE :region || '%')
