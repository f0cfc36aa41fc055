-- Files of the recorder, one for each seat and source and stretch of recording. The bytes are in the data folder.
CREATE TABLE recordings (
    id UUID PRIMARY KEY,
    hearing UUID NOT NULL REFERENCES hearings (id),
    seat UUID NOT NULL REFERENCES seats (id),
    source TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    -- Once the file is whole; all or none of these.
    ended_at BIGINT,
    bytes BIGINT,
    sha256 BYTEA,
    gaps BIGINT,
    interrupted BOOLEAN
);

CREATE INDEX recordings_of_hearing ON recordings (hearing);
