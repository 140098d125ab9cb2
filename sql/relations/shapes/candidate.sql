-- The posted lines and areas, with candidate's columns. They have no place of a mouth: geom is null.
SELECT s.* FROM subject s WHERE s.id IN (SELECT subject_id FROM posted_shape)
