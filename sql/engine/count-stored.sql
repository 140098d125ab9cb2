-- How many outfalls were judged, and of how many the verdict was stored. What is in force stays.
SELECT count(*) AS outfalls, count(verdict_id) AS changed FROM composed WHERE own AND variant_of IS NULL
