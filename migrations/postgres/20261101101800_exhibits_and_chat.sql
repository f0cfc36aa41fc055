-- 证据材料: files of the petition that were laid before a hearing. Their bytes are in the file store.
CREATE TABLE exhibits (
    id UUID PRIMARY KEY,
    hearing UUID NOT NULL REFERENCES hearings (id),
    attachment UUID NOT NULL REFERENCES attachments (id),
    title TEXT NOT NULL,
    brought_by UUID REFERENCES seats (id), -- null: the office itself
    added_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    number BIGINT, -- once it was taken
    reason TEXT, -- of a refusal
    on_record BIGINT,
    UNIQUE (hearing, number)
);

CREATE INDEX exhibits_of_hearing ON exhibits (hearing, added_at);

-- To which seats it was shown: they may fetch it from then on.
CREATE TABLE exhibit_viewers (
    exhibit UUID NOT NULL REFERENCES exhibits (id),
    seat UUID NOT NULL REFERENCES seats (id),
    since BIGINT NOT NULL,
    PRIMARY KEY (exhibit, seat)
);

-- What seats wrote to each other. `text` is sealed under the petition's key.
CREATE TABLE chat_messages (
    id UUID PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing UUID NOT NULL REFERENCES hearings (id),
    channel TEXT NOT NULL,
    thread UUID REFERENCES seats (id), -- of the channel to the officer: whose it is
    author UUID NOT NULL REFERENCES seats (id),
    text BYTEA NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX chat_messages_of_hearing ON chat_messages (hearing, at);

-- Who had a right to it when it was written.
CREATE TABLE chat_audience (
    message UUID NOT NULL REFERENCES chat_messages (id),
    seat UUID NOT NULL REFERENCES seats (id),
    PRIMARY KEY (message, seat)
);

-- Hearings whose presider closed the table's chat.
CREATE TABLE chat_closed (
    hearing UUID PRIMARY KEY REFERENCES hearings (id)
);
