-- What who keeps the minutes said to a correction: the line that was corrected, or why not.
ALTER TABLE paper_corrections ADD COLUMN answered_by BLOB REFERENCES seats (id);
ALTER TABLE paper_corrections ADD COLUMN answered_at INTEGER;
ALTER TABLE paper_corrections ADD COLUMN corrected_entry BLOB REFERENCES entries (id);
ALTER TABLE paper_corrections ADD COLUMN corrected_line INTEGER; -- its number
ALTER TABLE paper_corrections ADD COLUMN declined BLOB; -- why; sealed under the petition's key
