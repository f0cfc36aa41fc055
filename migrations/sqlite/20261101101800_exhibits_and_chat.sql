-- 证据材料: files of the petition that were laid before a hearing. Their bytes are in the file store.
CREATE TABLE exhibits (
    id BLOB PRIMARY KEY,
    hearing BLOB NOT NULL REFERENCES hearings (id),
    attachment BLOB NOT NULL REFERENCES attachments (id),
    title TEXT NOT NULL,
    brought_by BLOB REFERENCES seats (id), -- null: the office itself
    added_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    number INTEGER, -- once it was taken
    reason TEXT, -- of a refusal
    on_record INTEGER,
    UNIQUE (hearing, number)
) STRICT;

CREATE INDEX exhibits_of_hearing ON exhibits (hearing, added_at);

-- To which seats it was shown: they may fetch it from then on.
CREATE TABLE exhibit_viewers (
    exhibit BLOB NOT NULL REFERENCES exhibits (id),
    seat BLOB NOT NULL REFERENCES seats (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (exhibit, seat)
) STRICT;

-- What seats wrote to each other. `text` is sealed under the petition's key.
CREATE TABLE chat_messages (
    id BLOB PRIMARY KEY, -- made by the client: sent twice, kept once
    hearing BLOB NOT NULL REFERENCES hearings (id),
    channel TEXT NOT NULL,
    thread BLOB REFERENCES seats (id), -- of the channel to the officer: whose it is
    author BLOB NOT NULL REFERENCES seats (id),
    text BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX chat_messages_of_hearing ON chat_messages (hearing, at);

-- Who had a right to it when it was written.
CREATE TABLE chat_audience (
    message BLOB NOT NULL REFERENCES chat_messages (id),
    seat BLOB NOT NULL REFERENCES seats (id),
    PRIMARY KEY (message, seat)
) STRICT;

-- Hearings whose presider closed the table's chat.
CREATE TABLE chat_closed (
    hearing BLOB PRIMARY KEY REFERENCES hearings (id)
) STRICT;
