-- Papers that a step owes, to the petitioner or to an organ, until they are made; asked for by when the step was, and by
-- their day. Each bureau that a petition passes through owes its own letter. Of steps before this release none is known.
CREATE TABLE papers_owed (
    petition BLOB NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL, -- of the document
    organ BLOB NOT NULL, -- whose step it tells of
    since INTEGER NOT NULL,
    due INTEGER NOT NULL,
    asked_at INTEGER, -- when its organ was told of it
    late_at INTEGER, -- when the head was, after its day
    PRIMARY KEY (petition, kind, organ)
) STRICT;
CREATE INDEX papers_owed_since ON papers_owed (since, petition) WHERE asked_at IS NULL;
CREATE INDEX papers_owed_due ON papers_owed (due, petition) WHERE late_at IS NULL;
