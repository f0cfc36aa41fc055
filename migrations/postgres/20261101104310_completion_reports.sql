-- A completion report (办结报告) is a demand of its own kind that may be sent back: why, and when.
ALTER TABLE demands ADD COLUMN returned_reason TEXT;
ALTER TABLE demands ADD COLUMN returned_at BIGINT;
-- Reports sent back before the one that stands, with the reason, oldest first: a JSON array.
ALTER TABLE demands ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]';
