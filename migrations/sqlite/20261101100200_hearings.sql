-- `stage_at`, `begins_at`, `phase`, `phase_at`, `phase_spent` and `reason` belong to some stages only.
-- `entries` counts the lines of the minutes: the next one's number is one more.
CREATE TABLE hearings (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    petition BLOB NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    host BLOB NOT NULL REFERENCES agencies (id),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    agenda TEXT NOT NULL, -- names with commas between
    stage TEXT NOT NULL,
    stage_at INTEGER,
    begins_at INTEGER,
    phase TEXT,
    phase_at INTEGER,
    phase_spent INTEGER,
    reason TEXT,
    entries INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX hearings_by_petition ON hearings (petition, starts_at);
CREATE INDEX hearings_by_end ON hearings (ends_at);
CREATE INDEX hearings_by_stage ON hearings (stage);

CREATE TABLE seats (
    id BLOB PRIMARY KEY,
    hearing BLOB NOT NULL REFERENCES hearings (id),
    petition BLOB NOT NULL REFERENCES petitions (id), -- the hearing's, for the work lists of agencies
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    occupant TEXT NOT NULL, -- official, room, party or external; the next five columns belong to it
    staff BLOB REFERENCES staff (id),
    room BLOB REFERENCES reception_rooms (id),
    person BLOB REFERENCES parties (id),
    organisation TEXT,
    person_name TEXT,
    agency BLOB REFERENCES agencies (id),
    level TEXT,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    mandatory INTEGER NOT NULL,
    admitted INTEGER,
    muted TEXT NOT NULL, -- names with commas between
    removed TEXT
) STRICT;
CREATE INDEX seats_by_hearing ON seats (hearing, position);
CREATE INDEX seats_by_agency ON seats (agency, petition);

CREATE TABLE seat_keys (
    seat BLOB PRIMARY KEY REFERENCES seats (id),
    key_hash BLOB NOT NULL UNIQUE,
    used_at INTEGER
) STRICT;

CREATE TABLE seat_sessions (
    token_hash BLOB PRIMARY KEY,
    seat BLOB NOT NULL REFERENCES seats (id),
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX seat_sessions_by_seat ON seat_sessions (seat);
