-- What waits at a bureau unregistered for longer than fifteen days is told to the bureau above, once: a notice may be about
-- such an item, which is no petition yet.
ALTER TABLE intake_items ADD COLUMN late_told_at BIGINT;
CREATE INDEX intake_items_late ON intake_items (received_at, id) WHERE state = 'waiting' AND late_told_at IS NULL;

ALTER TABLE staff_notices ALTER COLUMN petition DROP NOT NULL;
ALTER TABLE staff_notices ADD COLUMN item UUID REFERENCES intake_items (id);
