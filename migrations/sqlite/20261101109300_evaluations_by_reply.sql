-- What was handled again is answered again, and evaluated again: once each of every reply. 0: given before replies were told
-- apart.
CREATE TABLE evaluations_by_reply (
    petition BLOB NOT NULL REFERENCES petitions (id),
    target TEXT NOT NULL,
    level TEXT NOT NULL,
    comment TEXT,
    at INTEGER NOT NULL,
    replied_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (petition, target, replied_at)
) STRICT;
INSERT INTO evaluations_by_reply (petition, target, level, comment, at)
    SELECT petition, target, level, comment, at FROM evaluations;
DROP TABLE evaluations;
ALTER TABLE evaluations_by_reply RENAME TO evaluations;
