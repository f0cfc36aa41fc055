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
