-- The petition bureau that has a petition now, and its way there from bureau to bureau: `passage from to by at share` with
-- `;` between. A petition that the release before this one registers meanwhile has none, and is with who registered it.
ALTER TABLE petitions ADD COLUMN desk BLOB REFERENCES agencies (id);
ALTER TABLE petitions ADD COLUMN hops TEXT NOT NULL DEFAULT '';
UPDATE petitions SET desk = registered_by;

-- The work list of one bureau, in its order.
CREATE INDEX petitions_by_desk ON petitions (desk, state, due, id);
CREATE INDEX petitions_due_by_desk ON petitions (desk, due, id);
