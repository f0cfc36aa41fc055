-- Programs of other houses that call the API. `signing_secret` is sealed under the master key: signatures are made
-- with it. The account of the same id in `staff` is what the log names; nobody can sign in by it.
CREATE TABLE api_clients (
    id BLOB PRIMARY KEY REFERENCES staff (id),
    agency BLOB NOT NULL REFERENCES agencies (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL, -- names with commas between
    token_hash BLOB NOT NULL UNIQUE,
    signing_secret BLOB NOT NULL,
    made_by BLOB NOT NULL REFERENCES staff (id),
    made_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

-- Signed requests seen within the time in which their signature would still hold.
CREATE TABLE request_nonces (
    client BLOB NOT NULL REFERENCES api_clients (id),
    nonce TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (client, nonce)
) STRICT;
CREATE INDEX request_nonces_by_time ON request_nonces (at);

-- What came in by an adapter, once per number of its source; `body` is sealed under the master key.
CREATE TABLE intake_items (
    id BLOB PRIMARY KEY,
    adapter TEXT NOT NULL,
    source BLOB NOT NULL,
    external TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    body BLOB NOT NULL,
    bureau BLOB NOT NULL REFERENCES agencies (id),
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    petition BLOB REFERENCES petitions (id),
    field TEXT,
    reason TEXT,
    settled_by BLOB REFERENCES staff (id),
    settled_at INTEGER,
    UNIQUE (source, external)
) STRICT;
CREATE INDEX intake_items_by_bureau ON intake_items (bureau, state, received_at);
CREATE INDEX intake_items_by_petition ON intake_items (petition);

-- Events somebody outside may have to be told of: written with the event, taken away once it is known whom to tell.
CREATE TABLE outbox (
    event BLOB PRIMARY KEY,
    petition BLOB NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_by_time ON outbox (at, event);

CREATE TABLE webhooks (
    id BLOB PRIMARY KEY,
    client BLOB NOT NULL REFERENCES api_clients (id),
    url TEXT NOT NULL,
    secret BLOB NOT NULL, -- sealed under the master key
    made_at INTEGER NOT NULL,
    stopped_at INTEGER
) STRICT;

-- One event on its way to one receiver. Of one target (a webhook, a petition's people) the earlier goes first.
CREATE TABLE deliveries (
    id BLOB PRIMARY KEY,
    receiver TEXT NOT NULL,
    target BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    petition BLOB NOT NULL REFERENCES petitions (id),
    event BLOB NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    outcome TEXT,
    settled_at INTEGER,
    UNIQUE (receiver, target, sequence)
) STRICT;
CREATE INDEX deliveries_by_due ON deliveries (state, due);
CREATE INDEX deliveries_in_line ON deliveries (receiver, target, state, sequence);
CREATE INDEX deliveries_by_petition ON deliveries (petition, at);

CREATE TABLE delivery_attempts (
    delivery BLOB NOT NULL REFERENCES deliveries (id),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    failure TEXT, -- none: it was taken
    PRIMARY KEY (delivery, number)
) STRICT;

-- What followers of an official account are writing: `draft` is sealed under the master key, `follower_hash` is
-- SHA-256 of account and follower.
CREATE TABLE wechat_dialogues (
    follower_hash BLOB PRIMARY KEY,
    client BLOB NOT NULL REFERENCES api_clients (id),
    draft BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
