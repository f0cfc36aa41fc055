-- What was written down of a held reception day and set right: what it said before, and why.
CREATE TABLE reception_corrections (
    day BLOB NOT NULL REFERENCES reception_days (id),
    at INTEGER NOT NULL,
    cases_before INTEGER NOT NULL,
    persons_before INTEGER NOT NULL,
    reason TEXT NOT NULL,
    corrected_by BLOB NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX reception_corrections_by_day ON reception_corrections (day, at);
