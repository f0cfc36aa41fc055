-- Where things are and who works there.
CREATE TABLE divisions (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE agencies (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    division TEXT NOT NULL REFERENCES divisions (code)
) STRICT;

CREATE TABLE reception_rooms (
    id BLOB PRIMARY KEY,
    agency BLOB NOT NULL REFERENCES agencies (id),
    name TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
    id BLOB PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    agency BLOB NOT NULL REFERENCES agencies (id),
    roles TEXT NOT NULL, -- names with commas between
    disabled INTEGER NOT NULL,
    password_hash TEXT
) STRICT;

CREATE TABLE sign_in_failures (
    key TEXT NOT NULL, -- a user name or a network address
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_failures_by_key ON sign_in_failures (key, at);
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (at);

CREATE TABLE staff_sessions (
    token_hash BLOB PRIMARY KEY,
    staff BLOB NOT NULL REFERENCES staff (id),
    expires_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff);
CREATE INDEX staff_sessions_by_end ON staff_sessions (expires_at);

-- Running numbers, one row each: `XF620102202611231` and the like.
CREATE TABLE sequences (
    name TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

-- One row: a text sealed under the master key, to notice at once when another key is given.
CREATE TABLE vault (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seal BLOB NOT NULL
) STRICT;
