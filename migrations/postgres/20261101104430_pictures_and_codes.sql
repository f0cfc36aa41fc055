-- A picture whose address a channel sent: the platform keeps it for days, so it is fetched into the petition's files at
-- once. The way there is a delivery with the picture as its target.
CREATE TABLE pictures (
    id       UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    url      TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);

-- A query code on its way to the petitioner's phone, sealed; the code is forgotten as soon as it has been taken or given
-- up, and that one was sent is not: none goes out more than once a minute.
CREATE TABLE query_code_messages (
    petition UUID PRIMARY KEY REFERENCES petitions (id),
    event    UUID NOT NULL,
    sealed   BYTEA,
    sent_at  BIGINT NOT NULL
);
