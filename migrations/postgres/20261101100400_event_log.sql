-- The log: only ever inserted into. No foreign keys: it must be able to outlive what it tells of.
CREATE TABLE events (
    chain TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    id UUID NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    petition UUID NOT NULL,
    hearing UUID,
    actor TEXT NOT NULL, -- staff, seat, petitioner or system
    actor_id UUID,
    actor_agency UUID,
    kind TEXT NOT NULL,
    reason TEXT,
    due_before BIGINT,
    due_after BIGINT,
    details TEXT NOT NULL, -- JSON: an array of pairs
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (chain, number)
);
CREATE INDEX events_by_petition ON events (petition, at);

-- Where each chain ends. Kept apart so that cutting off a tail is noticed.
CREATE TABLE chain_heads (
    chain TEXT COLLATE "C" PRIMARY KEY,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL
);
