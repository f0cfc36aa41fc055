-- The place in line is kept with the event: the next hundred are read from an index, however many wait behind them.
ALTER TABLE outbox ADD COLUMN rank INTEGER NOT NULL DEFAULT 2;
UPDATE outbox SET rank = 0 WHERE kind IN
    ('hearing.signing_code_sent', 'hearing.code_sent', 'hearing.seat_called', 'petition.query_code_sent');
UPDATE outbox SET rank = 1 WHERE kind = 'petition.registered' AND EXISTS (SELECT 1 FROM query_code_messages m
    WHERE m.petition = outbox.petition AND m.event = outbox.event AND m.sealed IS NOT NULL);
DROP INDEX outbox_by_time;
CREATE INDEX outbox_in_order ON outbox (rank, at, event);
