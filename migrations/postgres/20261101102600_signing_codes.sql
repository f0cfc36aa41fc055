-- One-time codes sent to phones, for seats that confirm a paper and cannot draw. One of a seat stands: the next takes
-- its place.
CREATE TABLE signing_codes (
    seat UUID PRIMARY KEY REFERENCES seats (id),
    id UUID NOT NULL,
    hearing UUID NOT NULL REFERENCES hearings (id),
    paper TEXT NOT NULL,
    version BIGINT NOT NULL,
    content BYTEA NOT NULL, -- digits and the end of the phone's number, sealed under the petition's key
    sent_at BIGINT NOT NULL,
    wrong BIGINT NOT NULL -- times that other digits were given
);
CREATE INDEX signing_codes_by_hearing ON signing_codes (hearing);
