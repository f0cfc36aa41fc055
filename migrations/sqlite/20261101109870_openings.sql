-- Who opened a petition's page and who looked for a person (ADR 79), beside the chain of events. Only ever inserted into.
CREATE TABLE openings (
    id BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    staff BLOB NOT NULL REFERENCES staff (id),
    division TEXT NOT NULL, -- where they worked
    petition BLOB REFERENCES petitions (id), -- none: a person was looked for
    sought TEXT, -- by a number or by a name
    digest BLOB, -- of what was typed, keyed from the master key
    CHECK ((petition IS NULL) = (sought IS NOT NULL AND digest IS NOT NULL))
) STRICT;
CREATE INDEX openings_by_time ON openings (at, id);
CREATE INDEX openings_by_staff ON openings (staff, at, id);
