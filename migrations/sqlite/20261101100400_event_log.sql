-- The log: only ever inserted into. No foreign keys: it must be able to outlive what it tells of.
CREATE TABLE events (
    chain TEXT NOT NULL,
    number INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    petition BLOB NOT NULL,
    hearing BLOB,
    actor TEXT NOT NULL, -- staff, seat, petitioner or system
    actor_id BLOB,
    actor_agency BLOB,
    kind TEXT NOT NULL,
    reason TEXT,
    due_before INTEGER,
    due_after INTEGER,
    details TEXT NOT NULL, -- JSON: an array of pairs
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (chain, number)
) STRICT;
CREATE INDEX events_by_petition ON events (petition, at);

-- Where each chain ends. Kept apart so that cutting off a tail is noticed.
CREATE TABLE chain_heads (
    chain TEXT PRIMARY KEY,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
