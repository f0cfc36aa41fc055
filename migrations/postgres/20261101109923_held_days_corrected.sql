-- What was written down of a held reception day and set right: what it said before, and why.
CREATE TABLE reception_corrections (
    day UUID NOT NULL REFERENCES reception_days (id),
    at BIGINT NOT NULL,
    cases_before BIGINT NOT NULL,
    persons_before BIGINT NOT NULL,
    reason TEXT NOT NULL,
    corrected_by UUID NOT NULL REFERENCES staff (id)
);
CREATE INDEX reception_corrections_by_day ON reception_corrections (day, at);
