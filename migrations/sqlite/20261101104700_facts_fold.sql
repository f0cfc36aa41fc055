-- By which fold the facts of petitions were made (src/domain/statistics/fold.rs). Where it is another than the
-- program's, they are made anew from the log when it starts. A store without facts begins with this one.
CREATE TABLE facts_fold (
    version INTEGER NOT NULL
) STRICT;
INSERT INTO facts_fold (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM petition_facts);
