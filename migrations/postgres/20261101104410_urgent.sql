-- What may do serious harm (art. 25): marked with a reason, reported to the organ above, seen there.
ALTER TABLE petitions ADD COLUMN urgent_since BIGINT;
ALTER TABLE petitions ADD COLUMN urgent_by UUID;
ALTER TABLE petitions ADD COLUMN urgent_reason TEXT;
ALTER TABLE petitions ADD COLUMN urgent_to UUID;
ALTER TABLE petitions ADD COLUMN urgent_seen_by UUID;
ALTER TABLE petitions ADD COLUMN urgent_seen_at BIGINT;

-- Few are at any time: every list begins with them. What is over is left out by the statement: with its states in the
-- predicate PostgreSQL took another index for a small table.
CREATE INDEX petitions_urgent ON petitions (due, id) WHERE urgent_since IS NOT NULL;
-- Few are in one person's hands, too.
CREATE INDEX petitions_in_hands ON petitions (handler, due, id) WHERE handler IS NOT NULL;
