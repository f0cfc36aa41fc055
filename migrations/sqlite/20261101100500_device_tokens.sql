-- What an encoder or a player shows to take a seat without a page; a seat has one at a time.
CREATE TABLE device_tokens (
    seat BLOB PRIMARY KEY REFERENCES seats (id),
    token_hash BLOB NOT NULL UNIQUE
) STRICT;
