-- Files of the recorder, one for each seat and source and stretch of recording. The bytes are in the data folder.
CREATE TABLE recordings (
    id BLOB PRIMARY KEY,
    hearing BLOB NOT NULL REFERENCES hearings (id),
    seat BLOB NOT NULL REFERENCES seats (id),
    source TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    -- Once the file is whole; all or none of these.
    ended_at INTEGER,
    bytes INTEGER,
    sha256 BLOB,
    gaps INTEGER,
    interrupted INTEGER
) STRICT;

CREATE INDEX recordings_of_hearing ON recordings (hearing);
