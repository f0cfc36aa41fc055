-- The lines of the minutes as they stand.
CREATE TABLE entries (
    id BLOB PRIMARY KEY,
    hearing BLOB NOT NULL REFERENCES hearings (id),
    number INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    phase TEXT NOT NULL,
    speaker BLOB REFERENCES seats (id),
    text TEXT NOT NULL,
    at INTEGER NOT NULL, -- first written
    author BLOB NOT NULL REFERENCES seats (id),
    UNIQUE (hearing, number)
) STRICT;

-- Every revision ever written, the standing one too. `op` is made by the client: sent twice, applied once.
CREATE TABLE entry_revisions (
    op BLOB PRIMARY KEY,
    entry BLOB NOT NULL REFERENCES entries (id),
    revision INTEGER NOT NULL,
    phase TEXT NOT NULL,
    speaker BLOB,
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    author BLOB NOT NULL,
    UNIQUE (entry, revision)
) STRICT;

CREATE TABLE outcomes (
    hearing BLOB PRIMARY KEY REFERENCES hearings (id),
    petition BLOB NOT NULL REFERENCES petitions (id),
    conclusion TEXT NOT NULL,
    standards TEXT NOT NULL, -- names with commas between
    issued_at INTEGER NOT NULL,
    published_at INTEGER
) STRICT;

CREATE TABLE action_items (
    id BLOB PRIMARY KEY,
    hearing BLOB NOT NULL REFERENCES outcomes (hearing),
    petition BLOB NOT NULL REFERENCES petitions (id),
    position INTEGER NOT NULL,
    agency BLOB NOT NULL REFERENCES agencies (id),
    content TEXT NOT NULL,
    deadline TEXT NOT NULL, -- YYYY-MM-DD, a day in China
    entry BLOB NOT NULL REFERENCES entries (id),
    state TEXT NOT NULL
) STRICT;
CREATE INDEX action_items_by_hearing ON action_items (hearing, position);
CREATE INDEX action_items_by_petition ON action_items (petition);
