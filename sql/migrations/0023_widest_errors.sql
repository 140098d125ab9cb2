-- How wide the boundary errors of areas are bounds how far an edit or a place has to look, and is asked each time: the widest of a
-- table stands at the end of an index, those of each edition and level are read from an index alone.

CREATE INDEX drinking_water_zone_widest ON drinking_water_zone (boundary_error_m) WHERE boundary_error_m IS NOT NULL;
CREATE INDEX protected_area_widest ON protected_area (boundary_error_m) WHERE boundary_error_m IS NOT NULL;
CREATE INDEX sewer_coverage_widest ON sewer_coverage (boundary_error_m) WHERE boundary_error_m IS NOT NULL;
CREATE INDEX industrial_park_widest ON industrial_park (boundary_error_m) WHERE boundary_error_m IS NOT NULL;

CREATE INDEX drinking_water_zone_widths ON drinking_water_zone (edition_id, level, boundary_error_m);
CREATE INDEX protected_area_widths ON protected_area (edition_id, level, boundary_error_m);
CREATE INDEX sewer_coverage_widths ON sewer_coverage (edition_id, boundary_error_m);
CREATE INDEX industrial_park_widths ON industrial_park (edition_id, boundary_error_m);
