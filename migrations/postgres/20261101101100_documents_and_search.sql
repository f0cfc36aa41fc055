-- Issued documents: only ever inserted into. The bytes are in the file store under `id`.
CREATE TABLE documents (
    id UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    agency UUID NOT NULL REFERENCES agencies (id),
    maker UUID NOT NULL REFERENCES staff (id),
    issued_at BIGINT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    code TEXT COLLATE "C" NOT NULL, -- printed at its foot
    corrects UUID REFERENCES documents (id),
    UNIQUE (agency, number)
);
CREATE INDEX documents_by_petition ON documents (petition, issued_at, id);
CREATE INDEX documents_by_hash ON documents (sha256);
CREATE INDEX documents_by_code ON documents (code);

-- What an agency's documents have in common; no row: its name at the head and in numbers.
CREATE TABLE document_templates (
    agency UUID PRIMARY KEY REFERENCES agencies (id),
    heading TEXT NOT NULL,
    prefix TEXT NOT NULL,
    kinds TEXT NOT NULL, -- JSON: an array of [kind, pattern, closing]
    version BIGINT NOT NULL
);

-- Names and numbers of people, blinded: a keyed hash of each, so that one is found again by who knows it and read by
-- nobody. Goes with the petition's key when its people are erased.
CREATE TABLE party_index (
    petition UUID NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL, -- name, phone or id_number
    token BYTEA NOT NULL,
    PRIMARY KEY (petition, kind, token)
);
CREATE INDEX party_index_by_token ON party_index (token, petition);

-- Petitions from before there was an index: the server blinds their people when it starts, since only it has the key.
CREATE TABLE party_index_backlog (
    petition UUID PRIMARY KEY REFERENCES petitions (id)
);
INSERT INTO party_index_backlog (petition) SELECT petition FROM petition_keys;

-- Filters of the work list that somebody keeps: what stands in the address of the page.
CREATE TABLE saved_filters (
    id UUID PRIMARY KEY,
    staff UUID NOT NULL REFERENCES staff (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    UNIQUE (staff, name)
);

-- A work list of all states is one range: a range for each state grows with the states. At the levels where it is long,
-- it holds what a list is narrowed by as well: a filter that few petitions fit reads the index and not the table.
CREATE INDEX petitions_due_by_l1 ON petitions (l1, due, id, category, content_class, channel, registered_at);
CREATE INDEX petitions_due_by_l2 ON petitions (l2, due, id, category, content_class, channel, registered_at);
CREATE INDEX petitions_due_by_l3 ON petitions (l3, due, id, category, content_class, channel, registered_at);
CREATE INDEX petitions_due_by_l4 ON petitions (l4, due, id);
CREATE INDEX petitions_due_by_l5 ON petitions (l5, due, id);
CREATE INDEX petitions_due_by_unit ON petitions (unit, due, id);
