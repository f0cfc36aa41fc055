-- One-time codes sent to phones, for seats that confirm a paper and cannot draw. One of a seat stands: the next takes
-- its place.
CREATE TABLE signing_codes (
    seat BLOB PRIMARY KEY REFERENCES seats (id),
    id BLOB NOT NULL,
    hearing BLOB NOT NULL REFERENCES hearings (id),
    paper TEXT NOT NULL,
    version INTEGER NOT NULL,
    content BLOB NOT NULL, -- digits and the end of the phone's number, sealed under the petition's key
    sent_at INTEGER NOT NULL,
    wrong INTEGER NOT NULL -- times that other digits were given
) STRICT;
CREATE INDEX signing_codes_by_hearing ON signing_codes (hearing);
