-- When a notice that was given up on was last sent again by hand: it has lost its place, and holds back none that came after it.
ALTER TABLE deliveries ADD COLUMN retried_at INTEGER;
