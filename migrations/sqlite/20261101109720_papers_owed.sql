-- Papers that a step owes, to the petitioner or to an organ, until they are made; asked for by when the step was, and by
-- their day. Of steps before this release none is known.
CREATE TABLE papers_owed (
    petition BLOB NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL, -- of the document
    organ BLOB NOT NULL, -- whose step it tells of
    since INTEGER NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (petition, kind)
) STRICT;
CREATE INDEX papers_owed_since ON papers_owed (since, petition);
CREATE INDEX papers_owed_due ON papers_owed (due, petition);
