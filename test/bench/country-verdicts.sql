-- Verdicts as the rules might give them, by hash: tiles ask only that each outfall has one.

INSERT INTO rule_pack (id, version, region_code, title, hash, body, valid_from)
VALUES ('999900', '1', '999900', '示意', 'bench', '{}', '2020-01-01') ON CONFLICT DO NOTHING;

INSERT INTO rule_run (pack_id, pack_version, pack_hash, region_code, as_of, reason)
VALUES ('999900', '1', 'bench', '999900', '2025-01-01', 'bench');

INSERT INTO verdict (outfall_id, run_id, pack_id, pack_version, as_of, verdict, strictest, mildest, input_hash)
SELECT id, (SELECT max(id) FROM rule_run), '999900', '1', '2025-01-01', v, CASE WHEN v = 'review' THEN 'ban' END, CASE WHEN v = 'review' THEN 'keep' END, 'bench'
FROM outfall, LATERAL (SELECT (ARRAY['ban', 'merge', 'keep', 'keep', 'keep', 'keep', 'review', 'review'])[1 + (hashint8extended(id, 40) & 7)] AS v) k;

INSERT INTO verdict_current (outfall_id, verdict_id, verdict, strictest, mildest, no_action, input_hash)
SELECT outfall_id, id, verdict, strictest, mildest, no_action, input_hash FROM verdict;
