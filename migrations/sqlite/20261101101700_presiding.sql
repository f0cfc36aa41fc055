-- What presiding keeps of a hearing beside its stage; no row is what custom says.
CREATE TABLE presiding (
    hearing BLOB PRIMARY KEY REFERENCES hearings (id),
    absence_grace INTEGER NOT NULL, -- milliseconds
    stand_in BLOB REFERENCES seats (id),
    stands_in_since INTEGER, -- null: the presider presides
    microphones_locked INTEGER NOT NULL,
    layout TEXT NOT NULL,
    spotlight BLOB REFERENCES seats (id),
    floor BLOB REFERENCES seats (id),
    turn_side TEXT,
    turn_phase TEXT, -- with turn_since: null while the clock stands still
    turn_since INTEGER
) STRICT;

-- Of a side in a phase, where it was set or used; milliseconds, a null is no limit.
CREATE TABLE speaking_times (
    hearing BLOB NOT NULL REFERENCES hearings (id),
    phase TEXT NOT NULL,
    side TEXT NOT NULL,
    allotted INTEGER,
    spent INTEGER NOT NULL,
    PRIMARY KEY (hearing, phase, side)
) STRICT;

-- Notices, warnings and removals (art. 26). A row never changes.
CREATE TABLE conduct_measures (
    id BLOB PRIMARY KEY, -- made by the client: sent twice, taken once
    hearing BLOB NOT NULL REFERENCES hearings (id),
    seat BLOB NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    taken_by BLOB NOT NULL REFERENCES seats (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX conduct_measures_by_hearing ON conduct_measures (hearing, at);
