-- Officials' second step at sign-in (两步验证): an authenticator, ten codes for when it is lost, and who stands between
-- password and code.
CREATE TABLE second_factors (
    staff BLOB PRIMARY KEY REFERENCES staff (id),
    sealed BLOB NOT NULL, -- the secret, under the master key
    set_up_at INTEGER NOT NULL,
    used_step INTEGER NOT NULL -- the latest half minute of which a code was taken
) STRICT;

-- Drawn and not confirmed by a code yet: the one that counts goes on until then.
CREATE TABLE waiting_factors (
    staff BLOB PRIMARY KEY REFERENCES staff (id),
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
    staff BLOB NOT NULL REFERENCES staff (id),
    code BLOB NOT NULL, -- a hash of it, keyed from the master key
    PRIMARY KEY (staff, code)
) STRICT;

-- The password was right: what comes next, and no session yet.
CREATE TABLE sign_in_steps (
    token_hash BLOB PRIMARY KEY,
    staff BLOB NOT NULL REFERENCES staff (id),
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_steps_by_staff ON sign_in_steps (staff);
CREATE INDEX sign_in_steps_by_end ON sign_in_steps (expires_at);
