-- After a restore (`lianjie restored`): running numbers go on above what may have been given out since the backup.
-- `pattern` (of LIKE) names sequences that were not begun in the backup; they begin above `last`.
CREATE TABLE sequence_floors (
    pattern TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

-- Numbers of a webhook's notices begin above it.
ALTER TABLE webhooks ADD COLUMN sequence_floor BIGINT NOT NULL DEFAULT 0;
