-- Seats that were given up, why and when; and whose place a seat took.
ALTER TABLE seats ADD COLUMN withdrawn TEXT;
ALTER TABLE seats ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE seats ADD COLUMN replaces BLOB REFERENCES seats (id);
