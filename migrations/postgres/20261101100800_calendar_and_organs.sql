-- Holiday calendars as they were loaded, whole. Version 0 is the one the program brings along.
CREATE TABLE calendars (
    number BIGINT PRIMARY KEY CHECK (number > 0),
    loaded_at BIGINT NOT NULL,
    loaded_by UUID REFERENCES staff (id), -- none: on the command line
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    recomputed_at BIGINT -- none while clocks may still stand by the version before
);
CREATE INDEX clocks_running ON clocks (raw_due) WHERE stopped_at IS NULL;

-- What administrators did. Only ever inserted into.
CREATE TABLE administration_log (
    id UUID PRIMARY KEY,
    at BIGINT NOT NULL,
    staff UUID REFERENCES staff (id), -- none: on the command line
    division TEXT NOT NULL, -- of who did it; the whole installation's is empty
    deed TEXT NOT NULL,
    about TEXT NOT NULL
);
CREATE INDEX administration_log_by_time ON administration_log (at);

-- An organ that was merged or closed, and who has its matters now.
CREATE TABLE agency_closures (
    agency UUID PRIMARY KEY REFERENCES agencies (id),
    successor UUID NOT NULL REFERENCES agencies (id),
    closed_at BIGINT NOT NULL,
    reason TEXT NOT NULL
);

-- A code that sets one new password.
CREATE TABLE reset_codes (
    staff UUID PRIMARY KEY REFERENCES staff (id),
    code_hash BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);

-- Who looks after a grid: leader, worker or informant.
CREATE TABLE grid_posts (
    division TEXT NOT NULL REFERENCES divisions (code),
    staff UUID NOT NULL REFERENCES staff (id),
    post TEXT NOT NULL,
    PRIMARY KEY (division, staff)
);
CREATE INDEX grid_posts_by_staff ON grid_posts (staff);

-- The post under which a leader receives, and how often they must.
CREATE TABLE leaders (
    staff UUID PRIMARY KEY REFERENCES staff (id),
    title TEXT NOT NULL,
    rank TEXT NOT NULL,
    field TEXT NOT NULL
);

CREATE TABLE reception_days (
    id UUID PRIMARY KEY,
    agency UUID NOT NULL REFERENCES agencies (id),
    leader UUID NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    place TEXT NOT NULL,
    field TEXT NOT NULL,
    published_at BIGINT,
    state TEXT NOT NULL, -- planned, published, held or cancelled; the next three columns belong to it
    held_cases BIGINT,
    held_persons BIGINT,
    reason TEXT,
    version BIGINT NOT NULL
);
CREATE INDEX reception_days_by_start ON reception_days (starts_at, id);

-- Every change of the leader of a day.
CREATE TABLE reception_swaps (
    day UUID NOT NULL REFERENCES reception_days (id),
    at BIGINT NOT NULL,
    leader_before UUID NOT NULL REFERENCES staff (id),
    leader_after UUID NOT NULL REFERENCES staff (id),
    reason TEXT NOT NULL,
    swapped_by UUID NOT NULL REFERENCES staff (id)
);
CREATE INDEX reception_swaps_by_day ON reception_swaps (day, at);

-- Leaders who took charge of a petition.
CREATE TABLE case_contracts (
    petition UUID NOT NULL REFERENCES petitions (id),
    leader UUID NOT NULL REFERENCES staff (id),
    taken_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (petition, leader, taken_at)
);
CREATE INDEX case_contracts_by_leader ON case_contracts (leader, ended_at);
