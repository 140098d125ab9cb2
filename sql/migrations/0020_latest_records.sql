-- The stage of an outfall follows from its latest plan and close-out: found in order, without sorting what there is for each outfall.
-- A filter on the stage asks this of every outfall.
CREATE INDEX plan_latest ON plan (outfall_id, drawn_up_on DESC, id DESC);
CREATE INDEX close_out_latest ON close_out (outfall_id, decided_on DESC) WHERE decision = 'accepted';
