-- What who keeps the minutes said to a correction: the line that was corrected, or why not.
ALTER TABLE paper_corrections ADD COLUMN answered_by UUID REFERENCES seats (id);
ALTER TABLE paper_corrections ADD COLUMN answered_at BIGINT;
ALTER TABLE paper_corrections ADD COLUMN corrected_entry UUID REFERENCES entries (id);
ALTER TABLE paper_corrections ADD COLUMN corrected_line BIGINT; -- its number
ALTER TABLE paper_corrections ADD COLUMN declined BYTEA; -- why; sealed under the petition's key
