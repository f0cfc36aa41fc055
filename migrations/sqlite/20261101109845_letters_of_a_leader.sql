-- The letters to the leader's mailbox (领导信箱) that name a leader, by when they came.
CREATE INDEX petitions_written_to ON petitions (written_to, registered_at, id) WHERE written_to IS NOT NULL;
