-- Conclusions of formal hearings that were handed over on paper, with their slips.
CREATE TABLE conclusion_deliveries (
    hearing BLOB PRIMARY KEY REFERENCES hearings (id),
    day TEXT NOT NULL, -- YYYY-MM-DD, a day in China
    way TEXT NOT NULL, -- in_person, post or substituted
    slip BLOB NOT NULL REFERENCES attachments (id)
) STRICT;
