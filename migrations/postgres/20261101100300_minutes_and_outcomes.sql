-- The lines of the minutes as they stand.
CREATE TABLE entries (
    id UUID PRIMARY KEY,
    hearing UUID NOT NULL REFERENCES hearings (id),
    number BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    phase TEXT NOT NULL,
    speaker UUID REFERENCES seats (id),
    text TEXT NOT NULL,
    at BIGINT NOT NULL, -- first written
    author UUID NOT NULL REFERENCES seats (id),
    UNIQUE (hearing, number)
);

-- Every revision ever written, the standing one too. `op` is made by the client: sent twice, applied once.
CREATE TABLE entry_revisions (
    op UUID PRIMARY KEY,
    entry UUID NOT NULL REFERENCES entries (id),
    revision BIGINT NOT NULL,
    phase TEXT NOT NULL,
    speaker UUID,
    text TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    author UUID NOT NULL,
    UNIQUE (entry, revision)
);

CREATE TABLE outcomes (
    hearing UUID PRIMARY KEY REFERENCES hearings (id),
    petition UUID NOT NULL REFERENCES petitions (id),
    conclusion TEXT NOT NULL,
    standards TEXT NOT NULL, -- names with commas between
    issued_at BIGINT NOT NULL,
    published_at BIGINT
);

CREATE TABLE action_items (
    id UUID PRIMARY KEY,
    hearing UUID NOT NULL REFERENCES outcomes (hearing),
    petition UUID NOT NULL REFERENCES petitions (id),
    position BIGINT NOT NULL,
    agency UUID NOT NULL REFERENCES agencies (id),
    content TEXT NOT NULL,
    deadline TEXT NOT NULL, -- YYYY-MM-DD, a day in China
    entry UUID NOT NULL REFERENCES entries (id),
    state TEXT NOT NULL
);
CREATE INDEX action_items_by_hearing ON action_items (hearing, position);
CREATE INDEX action_items_by_petition ON action_items (petition);
