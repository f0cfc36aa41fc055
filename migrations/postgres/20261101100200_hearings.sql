-- `stage_at`, `begins_at`, `phase`, `phase_at`, `phase_spent` and `reason` belong to some stages only.
-- `entries` counts the lines of the minutes: the next one's number is one more.
CREATE TABLE hearings (
    id UUID PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    petition UUID NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    host UUID NOT NULL REFERENCES agencies (id),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    agenda TEXT NOT NULL, -- names with commas between
    stage TEXT NOT NULL,
    stage_at BIGINT,
    begins_at BIGINT,
    phase TEXT,
    phase_at BIGINT,
    phase_spent BIGINT,
    reason TEXT,
    entries BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL
);
CREATE INDEX hearings_by_petition ON hearings (petition, starts_at);
CREATE INDEX hearings_by_end ON hearings (ends_at);
CREATE INDEX hearings_by_stage ON hearings (stage);

CREATE TABLE seats (
    id UUID PRIMARY KEY,
    hearing UUID NOT NULL REFERENCES hearings (id),
    petition UUID NOT NULL REFERENCES petitions (id), -- the hearing's, for the work lists of agencies
    position BIGINT NOT NULL,
    role TEXT NOT NULL,
    occupant TEXT NOT NULL, -- official, room, party or external; the next five columns belong to it
    staff UUID REFERENCES staff (id),
    room UUID REFERENCES reception_rooms (id),
    person UUID REFERENCES parties (id),
    organisation TEXT,
    person_name TEXT,
    agency UUID REFERENCES agencies (id),
    level TEXT,
    label TEXT NOT NULL,
    name TEXT NOT NULL,
    mandatory BOOLEAN NOT NULL,
    admitted BIGINT,
    muted TEXT NOT NULL, -- names with commas between
    removed TEXT
);
CREATE INDEX seats_by_hearing ON seats (hearing, position);
CREATE INDEX seats_by_agency ON seats (agency, petition);

CREATE TABLE seat_keys (
    seat UUID PRIMARY KEY REFERENCES seats (id),
    key_hash BYTEA NOT NULL UNIQUE,
    used_at BIGINT
);

CREATE TABLE seat_sessions (
    token_hash BYTEA PRIMARY KEY,
    seat UUID NOT NULL REFERENCES seats (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX seat_sessions_by_seat ON seat_sessions (seat);
