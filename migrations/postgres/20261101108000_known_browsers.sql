-- Browsers that somebody signed in from: who is locked out by strangers elsewhere gets in from these.
CREATE TABLE known_browsers (
    token_hash BYTEA NOT NULL, -- of a cookie of its own
    staff UUID NOT NULL REFERENCES staff (id),
    known_until BIGINT NOT NULL,
    PRIMARY KEY (token_hash, staff)
);
CREATE INDEX known_browsers_by_staff ON known_browsers (staff);
CREATE INDEX known_browsers_by_end ON known_browsers (known_until);
