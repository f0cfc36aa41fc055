-- What presiding keeps of a hearing beside its stage; no row is what custom says.
CREATE TABLE presiding (
    hearing UUID PRIMARY KEY REFERENCES hearings (id),
    absence_grace BIGINT NOT NULL, -- milliseconds
    stand_in UUID REFERENCES seats (id),
    stands_in_since BIGINT, -- null: the presider presides
    microphones_locked BOOLEAN NOT NULL,
    layout TEXT NOT NULL,
    spotlight UUID REFERENCES seats (id),
    floor UUID REFERENCES seats (id),
    turn_side TEXT,
    turn_phase TEXT, -- with turn_since: null while the clock stands still
    turn_since BIGINT
);

-- Of a side in a phase, where it was set or used; milliseconds, a null is no limit.
CREATE TABLE speaking_times (
    hearing UUID NOT NULL REFERENCES hearings (id),
    phase TEXT NOT NULL,
    side TEXT NOT NULL,
    allotted BIGINT,
    spent BIGINT NOT NULL,
    PRIMARY KEY (hearing, phase, side)
);

-- Notices, warnings and removals (art. 26). A row never changes.
CREATE TABLE conduct_measures (
    id UUID PRIMARY KEY, -- made by the client: sent twice, taken once
    hearing UUID NOT NULL REFERENCES hearings (id),
    seat UUID NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    taken_by UUID NOT NULL REFERENCES seats (id),
    at BIGINT NOT NULL
);
CREATE INDEX conduct_measures_by_hearing ON conduct_measures (hearing, at);
