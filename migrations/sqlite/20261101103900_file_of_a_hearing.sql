-- The file of a hearing, packed once and for all: since when, and the bytes of it in the data folder by their hash.
ALTER TABLE hearings ADD COLUMN archived_at INTEGER;
ALTER TABLE hearings ADD COLUMN archived_sha256 BLOB;
ALTER TABLE hearings ADD COLUMN archived_bytes INTEGER;

-- What waits for it. Few do at any time.
CREATE INDEX hearings_unarchived ON hearings (host, ends_at, id) WHERE archived_at IS NULL;
