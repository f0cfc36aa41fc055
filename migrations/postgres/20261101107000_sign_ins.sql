-- Who signed in, was refused or left stands in the administrators' log as well, apart from what they did: there is a
-- hundred times more of it.
ALTER TABLE administration_log ADD COLUMN session BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX administration_log_apart ON administration_log (session, id);
