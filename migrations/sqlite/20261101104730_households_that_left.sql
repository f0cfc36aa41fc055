-- When a petition's own household withdrew from a matter that goes on for others.
ALTER TABLE petitions ADD COLUMN left_at INTEGER;
