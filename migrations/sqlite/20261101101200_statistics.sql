-- What statistics know of each petition: a fold over its events, written with each of them and made anew
-- from the log by `lianjie statistics rebuild`. `number` is the last event of the chain that changed it, so
-- that a reader asks for what is newer than what it has. `place` is the petition's, which no event changes.
CREATE TABLE petition_facts (
    petition BLOB PRIMARY KEY,
    chain TEXT NOT NULL,
    number INTEGER NOT NULL,
    place TEXT NOT NULL,
    facts TEXT NOT NULL -- JSON (src/storage/rows/facts.rs)
) STRICT;
CREATE INDEX petition_facts_by_chain ON petition_facts (chain, number);
CREATE INDEX petitions_by_registration ON petitions (registered_at);

-- Who looks after a warning; `key` is made of what it warns of (src/statistics/warnings.rs).
CREATE TABLE warning_charges (
    key TEXT PRIMARY KEY,
    staff BLOB NOT NULL REFERENCES staff (id),
    taken_at INTEGER NOT NULL
) STRICT;
