-- candidate's columns over all outfalls that the run has gathered: candidates and the others of their dischargers.
SELECT * FROM subject WHERE judged AND variant_of IS NULL
