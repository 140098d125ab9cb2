-- Where each candidate lies against the areas that count, as measured for all rules about areas at once (engine/locate.sql):
-- one row per candidate with a finding, or where what is clear is told per candidate.
SELECT outfall_id, outcome, distance_m, error_m, areas, evidence FROM located_so_far WHERE rule = :rule_id
