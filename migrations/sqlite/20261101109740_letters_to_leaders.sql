-- Name and post of a leader are published to citizens, and a letter to the leader's mailbox (领导信箱) names one of them.
ALTER TABLE leaders ADD COLUMN mailbox INTEGER NOT NULL DEFAULT 0;
ALTER TABLE petitions ADD COLUMN written_to BLOB REFERENCES staff (id); -- none: to no leader by name
