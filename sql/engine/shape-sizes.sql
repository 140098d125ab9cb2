-- Geodesic length (metres) of each posted line, area (square metres) of each posted area.
SELECT subject_id, CASE WHEN ST_Dimension(geom) = 1 THEN size_of(geom) END AS length_m,
       CASE WHEN ST_Dimension(geom) = 2 THEN size_of(geom) END AS area_m2
FROM posted_shape
