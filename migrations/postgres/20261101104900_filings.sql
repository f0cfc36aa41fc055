-- What was filed under a key that its sender drew: sent again after a lost answer it is the same petition. The key is kept
-- as a hash; key and salt together say the query code again, which is kept nowhere.
CREATE TABLE filings (
    key_hash  BYTEA PRIMARY KEY,
    salt      BYTEA NOT NULL,
    body_hash BYTEA NOT NULL,
    petition  UUID NOT NULL REFERENCES petitions (id)
);
