-- Frozen versions of the minutes. A row never changes.
CREATE TABLE minutes_versions (
    hearing UUID NOT NULL REFERENCES hearings (id),
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    frozen_at BIGINT NOT NULL,
    frozen_by UUID REFERENCES seats (id), -- null: the room did, with the stage
    PRIMARY KEY (hearing, version)
);

-- What seats wanted changed. `text` is sealed under the petition's key.
CREATE TABLE minutes_corrections (
    id UUID PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing UUID NOT NULL,
    version BIGINT NOT NULL,
    seat UUID NOT NULL REFERENCES seats (id),
    entry UUID REFERENCES entries (id),
    text BYTEA NOT NULL,
    at BIGINT NOT NULL,
    FOREIGN KEY (hearing, version) REFERENCES minutes_versions (hearing, version)
);
CREATE INDEX minutes_corrections_by_hearing ON minutes_corrections (hearing, at);

-- Words of seats on a version: signed or refused. `content` is sealed under the petition's key.
CREATE TABLE signatures (
    id UUID PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing UUID NOT NULL,
    version BIGINT NOT NULL,
    seat UUID NOT NULL REFERENCES seats (id),
    recorded_by UUID NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    content BYTEA NOT NULL,
    at BIGINT NOT NULL,
    FOREIGN KEY (hearing, version) REFERENCES minutes_versions (hearing, version)
);
CREATE INDEX signatures_by_hearing ON signatures (hearing, at);

-- The node's seals on closed hearings.
CREATE TABLE seals (
    hearing UUID NOT NULL REFERENCES hearings (id),
    number BIGINT NOT NULL,
    statement TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    signature BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (hearing, number)
);
