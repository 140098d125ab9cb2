-- What a constraint asks, in words: told wherever it refuses a row.
COMMENT ON CONSTRAINT outfall_check ON outfall IS '已取缔、封堵或改为雨水口的，须写明凭证 status_proof (removed, sealed or rain-only needs its proof)';
COMMENT ON CONSTRAINT outfall_check1 ON outfall IS '类型已定的，不再列候选类型 (candidates are for an undetermined category only)';
COMMENT ON CONSTRAINT outfall_check2 ON outfall IS '写明排放标准的级别，须写明标准 (a grade needs its discharge standard)';
COMMENT ON CONSTRAINT layer_edition_check ON layer_edition IS '失效日期须在生效日期之后 (valid_to must be after valid_from)';
COMMENT ON CONSTRAINT protected_area_check ON protected_area IS '自然保护地的类型或分区不相符 (kind and zoning of a nature protected area do not fit)';
COMMENT ON CONSTRAINT protected_area_check1 ON protected_area IS '特殊水体的类型与级别须一致 (kind and level of a special water must be the same)';
