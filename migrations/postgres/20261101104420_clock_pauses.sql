-- Whose a pause is: the last one of each petition, as its event says. Whether the clock is paused now, the clock says.
CREATE TABLE clock_pauses (
    petition       UUID PRIMARY KEY REFERENCES petitions (id),
    since          BIGINT NOT NULL,
    staff          UUID REFERENCES staff (id),
    agency         UUID REFERENCES agencies (id),
    reason         TEXT NOT NULL,
    expected_until TEXT NOT NULL, -- a day
    told_at        BIGINT -- that it runs longer
);
CREATE INDEX clock_pauses_untold ON clock_pauses (expected_until) WHERE told_at IS NULL;
