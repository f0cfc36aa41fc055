-- A completion report (办结报告) is a demand of its own kind that may be sent back: why, and when.
ALTER TABLE demands ADD COLUMN returned_reason TEXT;
ALTER TABLE demands ADD COLUMN returned_at BIGINT;
