-- A picture whose address a channel sent: the platform keeps it for days, so it is fetched into the petition's files at
-- once. The way there is a delivery with the picture as its target.
CREATE TABLE pictures (
    id       UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    url      TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);

-- A query code on its way to the petitioner's phone, sealed; gone as soon as it has been taken or given up.
CREATE TABLE query_code_messages (
    petition UUID PRIMARY KEY REFERENCES petitions (id),
    event    UUID NOT NULL,
    sealed   BYTEA NOT NULL,
    sent_at  BIGINT NOT NULL
);
