-- By DELETE: truncating would void the plans kept for these tables.
DELETE FROM subject;
DELETE FROM place;
DELETE FROM undeclared;
DELETE FROM lying;
DELETE FROM located_so_far;
DELETE FROM found_so_far;
DELETE FROM composed
