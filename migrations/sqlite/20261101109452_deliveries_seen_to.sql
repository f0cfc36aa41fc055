-- That nothing is left to do about a notice that was given up on: who said so and why, or nobody, where there was nobody to tell any
-- more.
ALTER TABLE deliveries ADD COLUMN dismissed_at INTEGER;
ALTER TABLE deliveries ADD COLUMN dismissed_by BLOB REFERENCES staff (id);
ALTER TABLE deliveries ADD COLUMN dismissed_why TEXT;
UPDATE deliveries SET dismissed_at = settled_at WHERE state = 'failed' AND outcome = 'nobody to tell any more';
