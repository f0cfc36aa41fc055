-- What an interpreter speaks besides Mandarin, and when a witness was sent out last. Who was in which private talk is
-- in the event log alone.
ALTER TABLE seats ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE seats ADD COLUMN heard BIGINT;
