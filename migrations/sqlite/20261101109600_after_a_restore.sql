-- After a restore (`lianjie restored`): running numbers go on above what may have been given out since the backup.
-- `pattern` (of LIKE) names sequences that were not begun in the backup; they begin above `last`.
CREATE TABLE sequence_floors (
    pattern TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

-- Numbers of a webhook's notices begin above it.
ALTER TABLE webhooks ADD COLUMN sequence_floor INTEGER NOT NULL DEFAULT 0;
