-- Where things are and who works there.
CREATE TABLE divisions (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE agencies (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    division TEXT NOT NULL REFERENCES divisions (code)
);

CREATE TABLE reception_rooms (
    id UUID PRIMARY KEY,
    agency UUID NOT NULL REFERENCES agencies (id),
    name TEXT NOT NULL
);

CREATE TABLE staff (
    id UUID PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    agency UUID NOT NULL REFERENCES agencies (id),
    roles TEXT NOT NULL, -- names with commas between
    disabled BOOLEAN NOT NULL,
    password_hash TEXT
);

CREATE TABLE sign_in_failures (
    key TEXT NOT NULL, -- a user name or a network address
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_failures_by_key ON sign_in_failures (key, at);
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (at);

CREATE TABLE staff_sessions (
    token_hash BYTEA PRIMARY KEY,
    staff UUID NOT NULL REFERENCES staff (id),
    expires_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff);
CREATE INDEX staff_sessions_by_end ON staff_sessions (expires_at);

-- Running numbers, one row each: `XF620102202611231` and the like.
CREATE TABLE sequences (
    name TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

-- One row: a text sealed under the master key, to notice at once when another key is given.
CREATE TABLE vault (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seal BYTEA NOT NULL
);
