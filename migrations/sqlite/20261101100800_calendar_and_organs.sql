-- Holiday calendars as they were loaded, whole. Version 0 is the one the program brings along.
CREATE TABLE calendars (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    loaded_at INTEGER NOT NULL,
    loaded_by BLOB REFERENCES staff (id), -- none: on the command line
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    recomputed_at INTEGER -- none while clocks may still stand by the version before
) STRICT;
CREATE INDEX clocks_running ON clocks (raw_due) WHERE stopped_at IS NULL;

-- What administrators did. Only ever inserted into.
CREATE TABLE administration_log (
    id BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    staff BLOB REFERENCES staff (id), -- none: on the command line
    division TEXT NOT NULL, -- of who did it; the whole installation's is empty
    deed TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
CREATE INDEX administration_log_by_time ON administration_log (at);

-- An organ that was merged or closed, and who has its matters now.
CREATE TABLE agency_closures (
    agency BLOB PRIMARY KEY REFERENCES agencies (id),
    successor BLOB NOT NULL REFERENCES agencies (id),
    closed_at INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- A code that sets one new password.
CREATE TABLE reset_codes (
    staff BLOB PRIMARY KEY REFERENCES staff (id),
    code_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- Who looks after a grid: leader, worker or informant.
CREATE TABLE grid_posts (
    division TEXT NOT NULL REFERENCES divisions (code),
    staff BLOB NOT NULL REFERENCES staff (id),
    post TEXT NOT NULL,
    PRIMARY KEY (division, staff)
) STRICT;
CREATE INDEX grid_posts_by_staff ON grid_posts (staff);

-- The post under which a leader receives, and how often they must.
CREATE TABLE leaders (
    staff BLOB PRIMARY KEY REFERENCES staff (id),
    title TEXT NOT NULL,
    rank TEXT NOT NULL,
    field TEXT NOT NULL
) STRICT;

CREATE TABLE reception_days (
    id BLOB PRIMARY KEY,
    agency BLOB NOT NULL REFERENCES agencies (id),
    leader BLOB NOT NULL REFERENCES staff (id),
    kind TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    place TEXT NOT NULL,
    field TEXT NOT NULL,
    published_at INTEGER,
    state TEXT NOT NULL, -- planned, published, held or cancelled; the next three columns belong to it
    held_cases INTEGER,
    held_persons INTEGER,
    reason TEXT,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX reception_days_by_start ON reception_days (starts_at, id);

-- Every change of the leader of a day.
CREATE TABLE reception_swaps (
    day BLOB NOT NULL REFERENCES reception_days (id),
    at INTEGER NOT NULL,
    leader_before BLOB NOT NULL REFERENCES staff (id),
    leader_after BLOB NOT NULL REFERENCES staff (id),
    reason TEXT NOT NULL,
    swapped_by BLOB NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX reception_swaps_by_day ON reception_swaps (day, at);

-- Leaders who took charge of a petition.
CREATE TABLE case_contracts (
    petition BLOB NOT NULL REFERENCES petitions (id),
    leader BLOB NOT NULL REFERENCES staff (id),
    taken_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (petition, leader, taken_at)
) STRICT;
CREATE INDEX case_contracts_by_leader ON case_contracts (leader, ended_at);
