-- Officials' second step at sign-in (两步验证): an authenticator, ten codes for when it is lost, and who stands between
-- password and code.
CREATE TABLE second_factors (
    staff UUID PRIMARY KEY REFERENCES staff (id),
    sealed BYTEA NOT NULL, -- the secret, under the master key
    set_up_at BIGINT NOT NULL,
    used_step BIGINT NOT NULL -- the latest half minute of which a code was taken
);

-- Drawn and not confirmed by a code yet: the one that counts goes on until then.
CREATE TABLE waiting_factors (
    staff UUID PRIMARY KEY REFERENCES staff (id),
    sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    staff UUID NOT NULL REFERENCES staff (id),
    code BYTEA NOT NULL, -- a hash of it, keyed from the master key
    PRIMARY KEY (staff, code)
);

-- The password was right: what comes next, and no session yet.
CREATE TABLE sign_in_steps (
    token_hash BYTEA PRIMARY KEY,
    staff UUID NOT NULL REFERENCES staff (id),
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_steps_by_staff ON sign_in_steps (staff);
CREATE INDEX sign_in_steps_by_end ON sign_in_steps (expires_at);
