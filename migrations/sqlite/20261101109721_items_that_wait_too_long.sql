-- What waits at a bureau unregistered for longer than fifteen days is told to the bureau above, once: a notice may be about
-- such an item, which is no petition yet.
ALTER TABLE intake_items ADD COLUMN late_told_at INTEGER;
CREATE INDEX intake_items_late ON intake_items (received_at, id) WHERE state = 'waiting' AND late_told_at IS NULL;

CREATE TABLE staff_notices_of_both (
    staff    BLOB NOT NULL REFERENCES staff (id),
    source   BLOB NOT NULL,
    topic    TEXT NOT NULL,
    petition BLOB REFERENCES petitions (id),
    item     BLOB REFERENCES intake_items (id),
    hearing  BLOB REFERENCES hearings (id),
    agency   BLOB NOT NULL REFERENCES agencies (id),
    due      INTEGER,
    at       INTEGER NOT NULL,
    read_at  INTEGER,
    to_phone INTEGER,
    PRIMARY KEY (staff, source)
) STRICT;
INSERT INTO staff_notices_of_both (staff, source, topic, petition, hearing, agency, due, at, read_at, to_phone)
    SELECT staff, source, topic, petition, hearing, agency, due, at, read_at, to_phone FROM staff_notices;
DROP TABLE staff_notices;
ALTER TABLE staff_notices_of_both RENAME TO staff_notices;
CREATE INDEX staff_notices_newest ON staff_notices (staff, at, source);
CREATE INDEX staff_notices_unread ON staff_notices (staff, at, source) WHERE read_at IS NULL;
CREATE INDEX staff_notices_of_petition ON staff_notices (petition, topic);
CREATE INDEX staff_notices_oldest ON staff_notices (at);
CREATE INDEX staff_notices_for_phones ON staff_notices (to_phone) WHERE to_phone IS NOT NULL;
