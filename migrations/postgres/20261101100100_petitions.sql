-- `l1` to `l5` are the place's ancestors (province to village), so that a work list of any level is one index range.
-- `due` is the earliest due time still running, or the greatest integer where none runs.
-- `state_at` is since when, or at what time, the state holds; `handler` and `routing` belong to some states only.
CREATE TABLE petitions (
    id UUID PRIMARY KEY,
    number TEXT COLLATE "C" NOT NULL UNIQUE,
    title TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
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
    registered_by UUID NOT NULL REFERENCES agencies (id),
    registered_at BIGINT NOT NULL,
    persons_concerned BIGINT NOT NULL,
    respondent TEXT,
    accused UUID REFERENCES agencies (id),
    state TEXT NOT NULL,
    unit UUID REFERENCES agencies (id),
    handler UUID REFERENCES staff (id),
    routing TEXT,
    state_at BIGINT,
    opinion_result TEXT,
    opinion_text TEXT,
    due BIGINT NOT NULL,
    query_code BYTEA NOT NULL, -- SHA-256; the code itself is kept nowhere
    version BIGINT NOT NULL
);
CREATE INDEX petitions_by_l1 ON petitions (l1, state, due, id);
CREATE INDEX petitions_by_l2 ON petitions (l2, state, due, id);
CREATE INDEX petitions_by_l3 ON petitions (l3, state, due, id);
CREATE INDEX petitions_by_l4 ON petitions (l4, state, due, id);
CREATE INDEX petitions_by_l5 ON petitions (l5, state, due, id);
CREATE INDEX petitions_by_unit ON petitions (unit, state, due, id);

-- Statutory clocks, in the order they were started.
CREATE TABLE clocks (
    petition UUID NOT NULL REFERENCES petitions (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    anchor BIGINT NOT NULL,
    raw_due BIGINT NOT NULL,
    due BIGINT NOT NULL,
    stopped_at BIGINT,
    PRIMARY KEY (petition, position)
);

-- A petition's own key, wrapped by the master key. Deleting the row makes its parties unreadable for good.
CREATE TABLE petition_keys (
    petition UUID PRIMARY KEY REFERENCES petitions (id),
    wrapped BYTEA NOT NULL
);

-- Everything but id and kind is sealed under the petition's key.
CREATE TABLE parties (
    id UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name BYTEA NOT NULL,
    phone BYTEA,
    id_number BYTEA,
    address BYTEA
);
CREATE INDEX parties_by_petition ON parties (petition, position);

CREATE TABLE attachments (
    id UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX attachments_by_petition ON attachments (petition, added_at, id);

-- Bigrams of title, text and number, made in Rust.
CREATE TABLE petition_search (
    petition UUID PRIMARY KEY REFERENCES petitions (id),
    tokens TSVECTOR NOT NULL
);
CREATE INDEX petition_search_tokens ON petition_search USING gin (tokens);
