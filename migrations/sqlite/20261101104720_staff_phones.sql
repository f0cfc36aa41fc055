-- A colleague's own phone, sealed under the master key, and whether urgent notices go there.
CREATE TABLE staff_phones (
    staff BLOB PRIMARY KEY REFERENCES staff (id),
    sealed BLOB NOT NULL,
    wanted INTEGER NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;
-- Since when a notice waits to go to its reader's phone.
ALTER TABLE staff_notices ADD COLUMN to_phone INTEGER;
CREATE INDEX staff_notices_for_phones ON staff_notices (to_phone) WHERE to_phone IS NOT NULL;
