-- What was decided about the recordings of a hearing. Without a row: as its kind says.
CREATE TABLE recording_keeping (
    hearing BLOB PRIMARY KEY REFERENCES hearings (id),
    class TEXT NOT NULL,
    -- Why they are sealed, while they are.
    sealed TEXT,
    -- When the files were destroyed.
    destroyed_at INTEGER
) STRICT;

-- Films mixed from recordings, to be taken along. The bytes are in the data folder, for a week.
CREATE TABLE recording_exports (
    id BLOB PRIMARY KEY,
    hearing BLOB NOT NULL REFERENCES hearings (id),
    asked_by BLOB NOT NULL REFERENCES staff (id),
    agency BLOB NOT NULL REFERENCES agencies (id),
    asked_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    -- waiting, mixing, done, failed
    state TEXT NOT NULL,
    -- Of a hundred, while it is mixed.
    percent INTEGER,
    -- When it was done or failed.
    ended_at INTEGER,
    bytes INTEGER,
    sha256 BLOB,
    why TEXT
) STRICT;

CREATE INDEX recording_exports_of_hearing ON recording_exports (hearing, asked_at);
CREATE INDEX recording_exports_open ON recording_exports (state, asked_at);
