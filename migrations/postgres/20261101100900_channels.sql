-- Programs of other houses that call the API. `signing_secret` is sealed under the master key: signatures are made
-- with it. The account of the same id in `staff` is what the log names; nobody can sign in by it.
CREATE TABLE api_clients (
    id UUID PRIMARY KEY REFERENCES staff (id),
    agency UUID NOT NULL REFERENCES agencies (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL, -- names with commas between
    token_hash BYTEA NOT NULL UNIQUE,
    signing_secret BYTEA NOT NULL,
    made_by UUID NOT NULL REFERENCES staff (id),
    made_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);

-- Signed requests seen within the time in which their signature would still hold.
CREATE TABLE request_nonces (
    client UUID NOT NULL REFERENCES api_clients (id),
    nonce TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (client, nonce)
);
CREATE INDEX request_nonces_by_time ON request_nonces (at);

-- What came in by an adapter, once per number of its source; `body` is sealed under the master key.
CREATE TABLE intake_items (
    id UUID PRIMARY KEY,
    adapter TEXT NOT NULL,
    source UUID NOT NULL,
    external TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    body BYTEA NOT NULL,
    bureau UUID NOT NULL REFERENCES agencies (id),
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    petition UUID REFERENCES petitions (id),
    field TEXT,
    reason TEXT,
    settled_by UUID REFERENCES staff (id),
    settled_at BIGINT,
    UNIQUE (source, external)
);
CREATE INDEX intake_items_by_bureau ON intake_items (bureau, state, received_at);
CREATE INDEX intake_items_by_petition ON intake_items (petition);

-- Events somebody outside may have to be told of: written with the event, taken away once it is known whom to tell.
CREATE TABLE outbox (
    event UUID PRIMARY KEY,
    petition UUID NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX outbox_by_time ON outbox (at, event);

CREATE TABLE webhooks (
    id UUID PRIMARY KEY,
    client UUID NOT NULL REFERENCES api_clients (id),
    url TEXT NOT NULL,
    secret BYTEA NOT NULL, -- sealed under the master key
    made_at BIGINT NOT NULL,
    stopped_at BIGINT
);

-- One event on its way to one receiver. Of one target (a webhook, a petition's people) the earlier goes first.
CREATE TABLE deliveries (
    id UUID PRIMARY KEY,
    receiver TEXT NOT NULL,
    target UUID NOT NULL,
    sequence BIGINT NOT NULL,
    petition UUID NOT NULL REFERENCES petitions (id),
    event UUID NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    due BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    outcome TEXT,
    settled_at BIGINT,
    UNIQUE (receiver, target, sequence)
);
CREATE INDEX deliveries_by_due ON deliveries (state, due);
CREATE INDEX deliveries_in_line ON deliveries (receiver, target, state, sequence);
CREATE INDEX deliveries_by_petition ON deliveries (petition, at);

CREATE TABLE delivery_attempts (
    delivery UUID NOT NULL REFERENCES deliveries (id),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    failure TEXT, -- none: it was taken
    PRIMARY KEY (delivery, number)
);

-- What followers of an official account are writing: `draft` is sealed under the master key, `follower_hash` is
-- SHA-256 of account and follower.
CREATE TABLE wechat_dialogues (
    follower_hash BYTEA PRIMARY KEY,
    client UUID NOT NULL REFERENCES api_clients (id),
    draft BYTEA NOT NULL,
    at BIGINT NOT NULL
);
