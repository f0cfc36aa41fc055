-- What was handled again is answered again, and evaluated again: once each of every reply. 0: given before replies were told
-- apart.
ALTER TABLE evaluations ADD COLUMN replied_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE evaluations DROP CONSTRAINT evaluations_pkey;
ALTER TABLE evaluations ADD PRIMARY KEY (petition, target, replied_at);
