-- An issued outcome is put right: what it said before is kept, and it is published anew (ADR 89).
CREATE TABLE outcome_versions (
    hearing BLOB NOT NULL REFERENCES outcomes (hearing),
    version INTEGER NOT NULL, -- from 1; the one that stands is not among them
    conclusion TEXT NOT NULL,
    standards TEXT NOT NULL, -- names with commas between
    published_at INTEGER,
    corrected_at INTEGER NOT NULL, -- when the next one took its place
    corrected_by BLOB NOT NULL REFERENCES staff (id),
    reason TEXT NOT NULL,
    PRIMARY KEY (hearing, version)
) STRICT;

ALTER TABLE outcomes ADD COLUMN withdrawn_at INTEGER; -- readable by query code before, and not now
