-- What waits for somebody of the house (ADR 52): one row a person, written with the event that calls for them. `source` is
-- that event, or stands for the clock that warns.
CREATE TABLE staff_notices (
    staff    UUID NOT NULL REFERENCES staff (id),
    source   UUID NOT NULL,
    topic    TEXT NOT NULL,
    petition UUID NOT NULL REFERENCES petitions (id),
    hearing  UUID REFERENCES hearings (id),
    agency   UUID NOT NULL REFERENCES agencies (id),
    due      BIGINT,
    at       BIGINT NOT NULL,
    read_at  BIGINT,
    PRIMARY KEY (staff, source)
);
CREATE INDEX staff_notices_newest ON staff_notices (staff, at, source);
CREATE INDEX staff_notices_unread ON staff_notices (staff, at, source) WHERE read_at IS NULL;
CREATE INDEX staff_notices_of_petition ON staff_notices (petition, topic);
CREATE INDEX staff_notices_oldest ON staff_notices (at);
-- Those who work at an organ are asked after with every event that calls for them.
CREATE INDEX staff_of_agency ON staff (agency);
