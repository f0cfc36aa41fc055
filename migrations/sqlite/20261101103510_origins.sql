-- How a petition came: signed or not, and what the organ that sent it on put on it. One number of an organ is one petition.
ALTER TABLE petitions ADD COLUMN signed INTEGER NOT NULL DEFAULT 1;
ALTER TABLE petitions ADD COLUMN origin_organ TEXT;
ALTER TABLE petitions ADD COLUMN origin_number TEXT;
ALTER TABLE petitions ADD COLUMN origin_dated TEXT;
ALTER TABLE petitions ADD COLUMN origin_answer_by TEXT;
CREATE UNIQUE INDEX petitions_by_origin ON petitions (origin_organ, origin_number) WHERE origin_number IS NOT NULL;
