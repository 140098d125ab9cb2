-- What the rules before this one found, for rules that depend on others.
SELECT subject_id AS outfall_id, rule, class, outcome, areas, evidence FROM found_so_far
