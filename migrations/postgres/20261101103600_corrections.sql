-- What a record says is set right; what it said before is sealed under the petition's key, one row per field. Who and
-- why is in the event of that id. A person may be gone from `parties` since (an election).
CREATE TABLE petition_corrections (
    event UUID NOT NULL,
    position BIGINT NOT NULL,
    petition UUID NOT NULL REFERENCES petitions (id),
    field TEXT NOT NULL,
    person UUID,
    former BYTEA NOT NULL,
    PRIMARY KEY (event, position)
);
CREATE INDEX petition_corrections_by_petition ON petition_corrections (petition, event, position);

-- The file by which an agent acts for the petitioner.
ALTER TABLE parties ADD COLUMN authority UUID REFERENCES attachments (id);
