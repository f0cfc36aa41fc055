-- What a record says is set right; what it said before is sealed under the petition's key, one row per field. Who and
-- why is in the event of that id. A person may be gone from `parties` since (an election).
CREATE TABLE petition_corrections (
    event BLOB NOT NULL,
    position INTEGER NOT NULL,
    petition BLOB NOT NULL REFERENCES petitions (id),
    field TEXT NOT NULL,
    person BLOB,
    former BLOB NOT NULL,
    PRIMARY KEY (event, position)
) STRICT;
CREATE INDEX petition_corrections_by_petition ON petition_corrections (petition, event, position);

-- The file by which an agent acts for the petitioner.
ALTER TABLE parties ADD COLUMN authority BLOB REFERENCES attachments (id);
