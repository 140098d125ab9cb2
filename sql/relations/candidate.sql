-- The outfalls to judge: in use or stopped, and of the traits that the rule applies to (null = all).
SELECT * FROM subject WHERE judged AND coalesce(traits && :traits::text[], true)
