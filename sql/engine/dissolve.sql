-- Unions of areas in contact that nobody has kept yet: one per group and tier of effect, pieces of one zone without a
-- boundary between them.
WITH RECURSIVE counted AS MATERIALIZED (
  SELECT a.stamp, coalesce((:tiers::jsonb ->> a.level)::integer, 0) AS tier
  FROM area a
  WHERE a.layer = :area_layer AND a.level = ANY (:levels::text[]) AND EXISTS (SELECT FROM area_contact k WHERE k.stamp = a.stamp)
),
link AS (
  SELECT stamp AS root, stamp FROM counted
  UNION
  SELECT l.root, c.stamp FROM link l JOIN area_contact k ON k.stamp = l.stamp JOIN counted c ON c.stamp = k.other
),
sets AS (
  SELECT DISTINCT array_agg(c.stamp ORDER BY c.stamp) AS stamps
  FROM link l
  JOIN counted c ON c.stamp = l.stamp
  JOIN (SELECT DISTINCT tier FROM counted) t ON c.tier >= t.tier
  GROUP BY l.root, t.tier
)
SELECT s.stamps, (SELECT dissolved(array_agg(a.geom ORDER BY a.stamp)) FROM area a WHERE a.layer = :area_layer AND a.stamp = ANY (s.stamps))
FROM sets s
WHERE cardinality(s.stamps) > 1 AND NOT EXISTS (SELECT FROM dissolved_area d WHERE d.stamps = s.stamps)
