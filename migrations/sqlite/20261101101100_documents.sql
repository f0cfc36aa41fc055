-- Issued documents: only ever inserted into. The bytes are in the file store under `id`.
CREATE TABLE documents (
    id BLOB PRIMARY KEY,
    petition BLOB NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    agency BLOB NOT NULL REFERENCES agencies (id),
    maker BLOB NOT NULL REFERENCES staff (id),
    issued_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    code TEXT NOT NULL, -- printed at its foot
    corrects BLOB REFERENCES documents (id),
    UNIQUE (agency, number)
) STRICT;
CREATE INDEX documents_by_petition ON documents (petition, issued_at, id);
CREATE INDEX documents_by_hash ON documents (sha256);
CREATE INDEX documents_by_code ON documents (code);

-- What an agency's documents have in common; no row: its name at the head and in numbers.
CREATE TABLE document_templates (
    agency BLOB PRIMARY KEY REFERENCES agencies (id),
    heading TEXT NOT NULL,
    prefix TEXT NOT NULL,
    kinds TEXT NOT NULL, -- JSON: an array of [kind, pattern, closing]
    version INTEGER NOT NULL
) STRICT;
