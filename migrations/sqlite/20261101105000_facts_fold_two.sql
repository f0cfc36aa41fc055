-- Facts are made by the second fold from now on (src/domain/statistics/fold.rs): a store without any begins with it.
UPDATE facts_fold SET version = 2 WHERE NOT EXISTS (SELECT 1 FROM petition_facts);
