-- Requests for hearings (H1, H2). Which columns are filled depends on the state.
CREATE TABLE hearing_requests (
    id BLOB PRIMARY KEY,
    petition BLOB NOT NULL REFERENCES petitions (id),
    applicant TEXT NOT NULL,
    staff BLOB REFERENCES staff (id), -- none: the petitioner
    agency BLOB REFERENCES agencies (id),
    organ BLOB NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL,
    purpose TEXT NOT NULL,
    attendance TEXT NOT NULL,
    wish TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_at INTEGER, -- none: requested
    decided_by BLOB REFERENCES staff (id),
    target BLOB REFERENCES agencies (id),
    next BLOB,
    reason TEXT,
    hearing BLOB REFERENCES hearings (id),
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX hearing_requests_by_organ ON hearing_requests (organ, state, requested_at);
CREATE INDEX hearing_requests_by_agency ON hearing_requests (agency, requested_at);
CREATE INDEX hearing_requests_by_petition ON hearing_requests (petition, requested_at);
-- A petition has one open request at a time.
CREATE UNIQUE INDEX hearing_requests_open ON hearing_requests (petition)
    WHERE state IN ('requested', 'examining', 'approved');

-- Organs that are wanted at the table.
CREATE TABLE hearing_request_organs (
    request BLOB NOT NULL REFERENCES hearing_requests (id),
    agency BLOB NOT NULL REFERENCES agencies (id),
    PRIMARY KEY (request, agency)
) STRICT;

-- What each seat was told of its hearing, and its receipt.
CREATE TABLE hearing_notices (
    id BLOB PRIMARY KEY,
    petition BLOB NOT NULL REFERENCES petitions (id),
    hearing BLOB NOT NULL REFERENCES hearings (id),
    seat BLOB NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    event BLOB NOT NULL,
    at INTEGER NOT NULL,
    starts_at INTEGER NOT NULL, -- as told
    ends_at INTEGER NOT NULL,
    read_at INTEGER,
    confirmed_at INTEGER,
    way TEXT,
    UNIQUE (event, seat)
) STRICT;
CREATE INDEX hearing_notices_by_hearing ON hearing_notices (hearing, at);

-- Reminders that were given; of two nodes the second finds the first one's.
CREATE TABLE hearing_reminders (
    hearing BLOB NOT NULL REFERENCES hearings (id),
    kind TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (hearing, kind, starts_at)
) STRICT;

-- The queue of a reception day: numbers, no names.
CREATE TABLE queue_tickets (
    id BLOB PRIMARY KEY,
    day BLOB NOT NULL REFERENCES reception_days (id),
    number INTEGER NOT NULL,
    priority TEXT NOT NULL,
    coming TEXT NOT NULL,
    persons INTEGER NOT NULL,
    petition BLOB REFERENCES petitions (id),
    taken_at INTEGER NOT NULL,
    called_at INTEGER,
    state TEXT NOT NULL,
    state_at INTEGER, -- none: waiting
    place TEXT, -- window or room it was called to
    times INTEGER,
    version INTEGER NOT NULL,
    UNIQUE (day, number)
) STRICT;
