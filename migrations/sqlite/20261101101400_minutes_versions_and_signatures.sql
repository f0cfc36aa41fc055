-- Frozen versions of the minutes. A row never changes.
CREATE TABLE minutes_versions (
    hearing BLOB NOT NULL REFERENCES hearings (id),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    frozen_at INTEGER NOT NULL,
    frozen_by BLOB REFERENCES seats (id), -- null: the room did, with the stage
    PRIMARY KEY (hearing, version)
) STRICT;

-- What seats wanted changed. `text` is sealed under the petition's key.
CREATE TABLE minutes_corrections (
    id BLOB PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing BLOB NOT NULL,
    version INTEGER NOT NULL,
    seat BLOB NOT NULL REFERENCES seats (id),
    entry BLOB REFERENCES entries (id),
    text BLOB NOT NULL,
    at INTEGER NOT NULL,
    FOREIGN KEY (hearing, version) REFERENCES minutes_versions (hearing, version)
) STRICT;
CREATE INDEX minutes_corrections_by_hearing ON minutes_corrections (hearing, at);

-- Words of seats on a version: signed or refused. `content` is sealed under the petition's key.
CREATE TABLE signatures (
    id BLOB PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing BLOB NOT NULL,
    version INTEGER NOT NULL,
    seat BLOB NOT NULL REFERENCES seats (id),
    recorded_by BLOB NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    content BLOB NOT NULL,
    at INTEGER NOT NULL,
    FOREIGN KEY (hearing, version) REFERENCES minutes_versions (hearing, version)
) STRICT;
CREATE INDEX signatures_by_hearing ON signatures (hearing, at);

-- The node's seals on closed hearings.
CREATE TABLE seals (
    hearing BLOB NOT NULL REFERENCES hearings (id),
    number INTEGER NOT NULL,
    statement TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    public_key BLOB NOT NULL,
    signature BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (hearing, number)
) STRICT;
