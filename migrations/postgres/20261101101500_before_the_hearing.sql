-- Requests for hearings (H1, H2). Which columns are filled depends on the state.
CREATE TABLE hearing_requests (
    id UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    applicant TEXT NOT NULL,
    staff UUID REFERENCES staff (id), -- none: the petitioner
    agency UUID REFERENCES agencies (id),
    organ UUID NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL,
    purpose TEXT NOT NULL,
    attendance TEXT NOT NULL,
    wish TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    state_at BIGINT, -- none: requested
    decided_by UUID REFERENCES staff (id),
    target UUID REFERENCES agencies (id),
    next UUID,
    reason TEXT,
    hearing UUID REFERENCES hearings (id),
    version BIGINT NOT NULL
);
CREATE INDEX hearing_requests_by_organ ON hearing_requests (organ, state, requested_at);
CREATE INDEX hearing_requests_by_agency ON hearing_requests (agency, requested_at);
CREATE INDEX hearing_requests_by_petition ON hearing_requests (petition, requested_at);
-- A petition has one open request at a time.
CREATE UNIQUE INDEX hearing_requests_open ON hearing_requests (petition)
    WHERE state IN ('requested', 'examining', 'approved');

-- Organs that are wanted at the table.
CREATE TABLE hearing_request_organs (
    request UUID NOT NULL REFERENCES hearing_requests (id),
    agency UUID NOT NULL REFERENCES agencies (id),
    PRIMARY KEY (request, agency)
);

-- What each seat was told of its hearing, and its receipt.
CREATE TABLE hearing_notices (
    id UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    hearing UUID NOT NULL REFERENCES hearings (id),
    seat UUID NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    event UUID NOT NULL,
    at BIGINT NOT NULL,
    starts_at BIGINT NOT NULL, -- as told
    ends_at BIGINT NOT NULL,
    read_at BIGINT,
    confirmed_at BIGINT,
    way TEXT,
    UNIQUE (event, seat)
);
CREATE INDEX hearing_notices_by_hearing ON hearing_notices (hearing, at);

-- Reminders that were given; of two nodes the second finds the first one's.
CREATE TABLE hearing_reminders (
    hearing UUID NOT NULL REFERENCES hearings (id),
    kind TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (hearing, kind, starts_at)
);

-- The queue of a reception day: numbers, no names.
CREATE TABLE queue_tickets (
    id UUID PRIMARY KEY,
    day UUID NOT NULL REFERENCES reception_days (id),
    number BIGINT NOT NULL,
    priority TEXT NOT NULL,
    coming TEXT NOT NULL,
    persons BIGINT NOT NULL,
    petition UUID REFERENCES petitions (id),
    taken_at BIGINT NOT NULL,
    called_at BIGINT,
    state TEXT NOT NULL,
    state_at BIGINT, -- none: waiting
    place TEXT, -- window or room it was called to
    times BIGINT,
    version BIGINT NOT NULL,
    UNIQUE (day, number)
);
