-- Since when a grid report stands where it stands: what its terms are counted from.
ALTER TABLE grid_reports ADD COLUMN state_at INTEGER;
UPDATE grid_reports SET state_at = (SELECT max(l.at) FROM grid_lines l WHERE l.report = grid_reports.id);
