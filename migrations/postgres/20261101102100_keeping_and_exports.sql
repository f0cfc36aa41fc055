-- What was decided about the recordings of a hearing. Without a row: as its kind says.
CREATE TABLE recording_keeping (
    hearing UUID PRIMARY KEY REFERENCES hearings (id),
    class TEXT NOT NULL,
    -- Why they are sealed, while they are.
    sealed TEXT,
    -- When the files were destroyed.
    destroyed_at BIGINT
);

-- Films mixed from recordings, to be taken along. The bytes are in the data folder, for a week.
CREATE TABLE recording_exports (
    id UUID PRIMARY KEY,
    hearing UUID NOT NULL REFERENCES hearings (id),
    asked_by UUID NOT NULL REFERENCES staff (id),
    agency UUID NOT NULL REFERENCES agencies (id),
    asked_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    -- waiting, mixing, done, failed
    state TEXT NOT NULL,
    -- Of a hundred, while it is mixed.
    percent BIGINT,
    -- When it was done or failed.
    ended_at BIGINT,
    bytes BIGINT,
    sha256 BYTEA,
    why TEXT
);

CREATE INDEX recording_exports_of_hearing ON recording_exports (hearing, asked_at);
CREATE INDEX recording_exports_open ON recording_exports (state, asked_at);
