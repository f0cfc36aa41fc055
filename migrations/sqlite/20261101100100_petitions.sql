-- `l1` to `l5` are the place's ancestors (province to village), so that a work list of any level is one index range.
-- `due` is the earliest due time still running, or the greatest integer where none runs.
-- `state_at` is since when, or at what time, the state holds; `handler` and `routing` belong to some states only.
CREATE TABLE petitions (
    row INTEGER PRIMARY KEY, -- ties the search index to the petition
    id BLOB NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    l1 TEXT NOT NULL,
    l2 TEXT,
    l3 TEXT,
    l4 TEXT,
    l5 TEXT,
    category TEXT NOT NULL,
    purpose TEXT NOT NULL,
    content_class TEXT NOT NULL,
    channel TEXT NOT NULL,
    registered_by BLOB NOT NULL REFERENCES agencies (id),
    registered_at INTEGER NOT NULL,
    persons_concerned INTEGER NOT NULL,
    respondent TEXT,
    accused BLOB REFERENCES agencies (id),
    state TEXT NOT NULL,
    unit BLOB REFERENCES agencies (id),
    handler BLOB REFERENCES staff (id),
    routing TEXT,
    state_at INTEGER,
    opinion_result TEXT,
    opinion_text TEXT,
    due INTEGER NOT NULL,
    query_code BLOB NOT NULL, -- SHA-256; the code itself is kept nowhere
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX petitions_by_l1 ON petitions (l1, state, due, id);
CREATE INDEX petitions_by_l2 ON petitions (l2, state, due, id);
CREATE INDEX petitions_by_l3 ON petitions (l3, state, due, id);
CREATE INDEX petitions_by_l4 ON petitions (l4, state, due, id);
CREATE INDEX petitions_by_l5 ON petitions (l5, state, due, id);
CREATE INDEX petitions_by_unit ON petitions (unit, state, due, id);

-- Statutory clocks, in the order they were started.
CREATE TABLE clocks (
    petition BLOB NOT NULL REFERENCES petitions (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    anchor INTEGER NOT NULL,
    raw_due INTEGER NOT NULL,
    due INTEGER NOT NULL,
    stopped_at INTEGER,
    PRIMARY KEY (petition, position)
) STRICT;

-- A petition's own key, wrapped by the master key. Deleting the row makes its parties unreadable for good.
CREATE TABLE petition_keys (
    petition BLOB PRIMARY KEY REFERENCES petitions (id),
    wrapped BLOB NOT NULL
) STRICT;

-- Everything but id and kind is sealed under the petition's key.
CREATE TABLE parties (
    id BLOB PRIMARY KEY,
    petition BLOB NOT NULL REFERENCES petitions (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name BLOB NOT NULL,
    phone BLOB,
    id_number BLOB,
    address BLOB
) STRICT;
CREATE INDEX parties_by_petition ON parties (petition, position);

CREATE TABLE attachments (
    id BLOB PRIMARY KEY,
    petition BLOB NOT NULL REFERENCES petitions (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_by_petition ON attachments (petition, added_at, id);

-- Bigrams of title, text and number, made in Rust. `rowid` is the petition's `row`.
CREATE VIRTUAL TABLE petition_search USING fts5 (tokens, content = '', contentless_delete = 1, detail = none);
