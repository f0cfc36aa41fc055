-- Minutes are not all that seats sign: each version, correction and signature says of which paper it is.
CREATE TABLE paper_versions (
    hearing UUID NOT NULL REFERENCES hearings (id),
    paper TEXT NOT NULL, -- minutes, agreement
    version BIGINT NOT NULL,
    parties TEXT NOT NULL, -- seats that sign an agreement, commas between; of minutes empty
    text TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    frozen_at BIGINT NOT NULL,
    frozen_by UUID REFERENCES seats (id), -- null: the room did, with the stage
    PRIMARY KEY (hearing, paper, version)
);
INSERT INTO paper_versions
    SELECT hearing, 'minutes', version, '', text, sha256, frozen_at, frozen_by FROM minutes_versions;

CREATE TABLE paper_corrections (
    id UUID PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing UUID NOT NULL,
    paper TEXT NOT NULL,
    version BIGINT NOT NULL,
    seat UUID NOT NULL REFERENCES seats (id),
    entry UUID REFERENCES entries (id),
    text BYTEA NOT NULL, -- sealed under the petition's key
    at BIGINT NOT NULL,
    FOREIGN KEY (hearing, paper, version) REFERENCES paper_versions (hearing, paper, version)
);
INSERT INTO paper_corrections
    SELECT id, hearing, 'minutes', version, seat, entry, text, at FROM minutes_corrections;
CREATE INDEX paper_corrections_by_hearing ON paper_corrections (hearing, at);

CREATE TABLE paper_signatures (
    id UUID PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing UUID NOT NULL,
    paper TEXT NOT NULL,
    version BIGINT NOT NULL,
    seat UUID NOT NULL REFERENCES seats (id),
    recorded_by UUID NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    content BYTEA NOT NULL, -- sealed under the petition's key
    at BIGINT NOT NULL,
    FOREIGN KEY (hearing, paper, version) REFERENCES paper_versions (hearing, paper, version)
);
INSERT INTO paper_signatures
    SELECT id, hearing, 'minutes', version, seat, recorded_by, kind, content, at FROM signatures;
CREATE INDEX paper_signatures_by_hearing ON paper_signatures (hearing, at);

DROP TABLE signatures;
DROP TABLE minutes_corrections;
DROP TABLE minutes_versions;

-- What was asked of an agency in the room, and what its own seat said to that.
CREATE TABLE item_proposals (
    id UUID PRIMARY KEY, -- made by the client; that of the action item it becomes
    hearing UUID NOT NULL REFERENCES hearings (id),
    agency UUID NOT NULL REFERENCES agencies (id),
    content TEXT NOT NULL,
    deadline TEXT NOT NULL, -- YYYY-MM-DD, a day in China
    entry UUID NOT NULL REFERENCES entries (id),
    proposed_by UUID NOT NULL REFERENCES seats (id),
    at BIGINT NOT NULL,
    answered_by UUID REFERENCES seats (id),
    answered_at BIGINT,
    declined TEXT -- why; null where it was accepted
);
CREATE INDEX item_proposals_by_hearing ON item_proposals (hearing, at);

-- Lines that seats would have in the minutes. Taken: an entry has this id. Returned: why.
CREATE TABLE entry_proposals (
    id UUID PRIMARY KEY, -- made by the client; that of the entry it becomes
    hearing UUID NOT NULL REFERENCES hearings (id),
    seat UUID NOT NULL REFERENCES seats (id),
    phase TEXT NOT NULL,
    text TEXT NOT NULL,
    at BIGINT NOT NULL,
    returned TEXT
);
CREATE INDEX entry_proposals_by_hearing ON entry_proposals (hearing, at);

-- Phrases that clerks of an agency have at hand, one a line, for each kind of hearing. No row: those that are shipped.
CREATE TABLE minutes_phrases (
    agency UUID NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL,
    phrases TEXT NOT NULL,
    PRIMARY KEY (agency, kind)
);

ALTER TABLE action_items ADD COLUMN accepted_by UUID REFERENCES seats (id); -- in the room
ALTER TABLE action_items ADD COLUMN accepted_at BIGINT;
ALTER TABLE outcomes ADD COLUMN closed_at BIGINT; -- of the hearing; null before this was kept: when it was issued
ALTER TABLE outcomes ADD COLUMN next_hearing UUID REFERENCES hearings (id);
ALTER TABLE documents ADD COLUMN hearing UUID REFERENCES hearings (id);
