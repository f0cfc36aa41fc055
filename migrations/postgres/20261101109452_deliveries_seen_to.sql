-- That nothing is left to do about a notice that was given up on: who said so and why, or nobody, where there was nobody to tell any
-- more.
ALTER TABLE deliveries ADD COLUMN dismissed_at BIGINT;
ALTER TABLE deliveries ADD COLUMN dismissed_by UUID REFERENCES staff (id);
ALTER TABLE deliveries ADD COLUMN dismissed_why TEXT;
UPDATE deliveries SET dismissed_at = settled_at WHERE state = 'failed' AND outcome = 'nobody to tell any more';
