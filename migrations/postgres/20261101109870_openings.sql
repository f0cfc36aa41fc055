-- Who opened a petition's page and who looked for a person (ADR 79), beside the chain of events. Only ever inserted into.
CREATE TABLE openings (
    id UUID PRIMARY KEY,
    at BIGINT NOT NULL,
    staff UUID NOT NULL REFERENCES staff (id),
    division TEXT NOT NULL, -- where they worked
    petition UUID REFERENCES petitions (id), -- none: a person was looked for
    sought TEXT, -- by a number or by a name
    digest BYTEA, -- of what was typed, keyed from the master key
    CHECK ((petition IS NULL) = (sought IS NOT NULL AND digest IS NOT NULL))
);
CREATE INDEX openings_by_time ON openings (at, id);
CREATE INDEX openings_by_staff ON openings (staff, at, id);
