-- Whose a pause is: the last one of each petition, as its event says. Whether the clock is paused now, the clock says.
CREATE TABLE clock_pauses (
    petition       BLOB PRIMARY KEY REFERENCES petitions (id),
    since          INTEGER NOT NULL,
    staff          BLOB REFERENCES staff (id),
    agency         BLOB REFERENCES agencies (id),
    reason         TEXT NOT NULL,
    expected_until TEXT NOT NULL, -- a day
    told_at        INTEGER -- that it runs longer
) STRICT;
CREATE INDEX clock_pauses_untold ON clock_pauses (expected_until) WHERE told_at IS NULL;
