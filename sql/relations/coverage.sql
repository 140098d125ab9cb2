-- Where a layer is declared complete, or declared to have none. fresh = not older than the pack allows.
SELECT layer, geom, as_of, as_of + :coverage_max_age_days::integer >= :as_of AS fresh
FROM layer_coverage
WHERE as_of <= :as_of
