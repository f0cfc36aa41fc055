-- A bureau keeps what it registered for a place beyond its division: `elsewhere` is that bureau, and null for all others.
-- They are few, and one index range in the order of the list.
ALTER TABLE petitions ADD COLUMN elsewhere UUID;
UPDATE petitions SET elsewhere = registered_by
WHERE registered_by IN (SELECT a.id FROM agencies a WHERE substr(petitions.place, 1, length(a.division)) <> a.division);
CREATE INDEX petitions_elsewhere ON petitions (elsewhere, due, id) WHERE elsewhere IS NOT NULL;
