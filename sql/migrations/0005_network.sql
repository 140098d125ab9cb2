-- Along the water: the length of each reach, and ways from node to node. What the ledger itself says of a place.

ALTER TABLE reach
  ADD length_m double precision GENERATED ALWAYS AS (ST_Length(ST_Segmentize(geom, 0.00179)::geography)) STORED;
COMMENT ON COLUMN reach.length_m IS 'geodesic, metres, edges straight in lon/lat cut to 200 m';
CREATE INDEX reach_from_node ON reach (from_node_id);
CREATE INDEX reach_to_node ON reach (to_node_id);
CREATE INDEX reach_waterbody ON reach (waterbody_id);
CREATE INDEX outfall_reach ON outfall (reach_id);

ALTER TABLE outfall
  ADD typed_in_zone boolean;
COMMENT ON COLUMN outfall.typed_in_zone IS '台账自填：是否在饮用水水源一级、二级保护区内; null = left blank';
