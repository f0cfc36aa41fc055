-- Since when somebody has the post under which they receive, YYYY-MM-DD; null where nobody has recorded it.
ALTER TABLE leaders ADD COLUMN since TEXT;
