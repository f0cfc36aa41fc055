-- Minutes are not all that seats sign: each version, correction and signature says of which paper it is.
CREATE TABLE paper_versions (
    hearing BLOB NOT NULL REFERENCES hearings (id),
    paper TEXT NOT NULL, -- minutes, agreement
    version INTEGER NOT NULL,
    parties TEXT NOT NULL, -- seats that sign an agreement, commas between; of minutes empty
    text TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    frozen_at INTEGER NOT NULL,
    frozen_by BLOB REFERENCES seats (id), -- null: the room did, with the stage
    PRIMARY KEY (hearing, paper, version)
) STRICT;
INSERT INTO paper_versions
    SELECT hearing, 'minutes', version, '', text, sha256, frozen_at, frozen_by FROM minutes_versions;

CREATE TABLE paper_corrections (
    id BLOB PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing BLOB NOT NULL,
    paper TEXT NOT NULL,
    version INTEGER NOT NULL,
    seat BLOB NOT NULL REFERENCES seats (id),
    entry BLOB REFERENCES entries (id),
    text BLOB NOT NULL, -- sealed under the petition's key
    at INTEGER NOT NULL,
    FOREIGN KEY (hearing, paper, version) REFERENCES paper_versions (hearing, paper, version)
) STRICT;
INSERT INTO paper_corrections
    SELECT id, hearing, 'minutes', version, seat, entry, text, at FROM minutes_corrections;
CREATE INDEX paper_corrections_by_hearing ON paper_corrections (hearing, at);

CREATE TABLE paper_signatures (
    id BLOB PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing BLOB NOT NULL,
    paper TEXT NOT NULL,
    version INTEGER NOT NULL,
    seat BLOB NOT NULL REFERENCES seats (id),
    recorded_by BLOB NOT NULL REFERENCES seats (id),
    kind TEXT NOT NULL,
    content BLOB NOT NULL, -- sealed under the petition's key
    at INTEGER NOT NULL,
    FOREIGN KEY (hearing, paper, version) REFERENCES paper_versions (hearing, paper, version)
) STRICT;
INSERT INTO paper_signatures
    SELECT id, hearing, 'minutes', version, seat, recorded_by, kind, content, at FROM signatures;
CREATE INDEX paper_signatures_by_hearing ON paper_signatures (hearing, at);

DROP TABLE signatures;
DROP TABLE minutes_corrections;
DROP TABLE minutes_versions;

-- What was asked of an agency in the room, and what its own seat said to that.
CREATE TABLE item_proposals (
    id BLOB PRIMARY KEY, -- made by the client; that of the action item it becomes
    hearing BLOB NOT NULL REFERENCES hearings (id),
    agency BLOB NOT NULL REFERENCES agencies (id),
    content TEXT NOT NULL,
    deadline TEXT NOT NULL, -- YYYY-MM-DD, a day in China
    entry BLOB NOT NULL REFERENCES entries (id),
    proposed_by BLOB NOT NULL REFERENCES seats (id),
    at INTEGER NOT NULL,
    answered_by BLOB REFERENCES seats (id),
    answered_at INTEGER,
    declined TEXT -- why; null where it was accepted
) STRICT;
CREATE INDEX item_proposals_by_hearing ON item_proposals (hearing, at);

-- Lines that seats would have in the minutes. Taken: an entry has this id. Returned: why.
CREATE TABLE entry_proposals (
    id BLOB PRIMARY KEY, -- made by the client; that of the entry it becomes
    hearing BLOB NOT NULL REFERENCES hearings (id),
    seat BLOB NOT NULL REFERENCES seats (id),
    phase TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    returned TEXT
) STRICT;
CREATE INDEX entry_proposals_by_hearing ON entry_proposals (hearing, at);

-- Phrases that clerks of an agency have at hand, one a line, for each kind of hearing. No row: those that are shipped.
CREATE TABLE minutes_phrases (
    agency BLOB NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL,
    phrases TEXT NOT NULL,
    PRIMARY KEY (agency, kind)
) STRICT;

ALTER TABLE action_items ADD COLUMN accepted_by BLOB REFERENCES seats (id); -- in the room
ALTER TABLE action_items ADD COLUMN accepted_at INTEGER;
ALTER TABLE outcomes ADD COLUMN closed_at INTEGER; -- of the hearing; null before this was kept: when it was issued
ALTER TABLE outcomes ADD COLUMN next_hearing BLOB REFERENCES hearings (id);
ALTER TABLE documents ADD COLUMN hearing BLOB REFERENCES hearings (id);
