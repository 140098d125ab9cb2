-- Posted lines and areas of one request: each stands in subject too, without a place and not judged as an outfall.
CREATE TEMP TABLE IF NOT EXISTS posted_shape (
  subject_id bigint PRIMARY KEY, geom geometry(Geometry, 4490) NOT NULL
) ON COMMIT DELETE ROWS
