-- Supervision orders and recommendations: written, addressed to one organ, answered in writing.
CREATE TABLE demands (
    id BLOB PRIMARY KEY,
    petition BLOB NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    demander BLOB NOT NULL REFERENCES agencies (id),
    addressee BLOB NOT NULL REFERENCES agencies (id),
    text TEXT NOT NULL,
    answer_by TEXT, -- YYYY-MM-DD, a day in China
    made_at INTEGER NOT NULL,
    answer TEXT,
    adopted TEXT, -- yes or no, of a recommendation
    answered_by BLOB REFERENCES staff (id),
    answered_at INTEGER,
    lifted_reason TEXT,
    lifted_at INTEGER
) STRICT;
CREATE INDEX demands_by_petition ON demands (petition, made_at, id);
CREATE INDEX demands_by_addressee ON demands (addressee, lifted_at, made_at);
CREATE INDEX demands_by_demander ON demands (demander, lifted_at, made_at);

-- What the petitioner says of bureau and unit: once each, and it stands.
CREATE TABLE evaluations (
    petition BLOB NOT NULL REFERENCES petitions (id),
    target TEXT NOT NULL,
    level TEXT NOT NULL,
    comment TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (petition, target)
) STRICT;

CREATE TABLE call_backs (
    petition BLOB NOT NULL REFERENCES petitions (id),
    at INTEGER NOT NULL,
    staff BLOB NOT NULL REFERENCES staff (id),
    level TEXT, -- none: nobody was reached
    note TEXT NOT NULL,
    PRIMARY KEY (petition, at, staff)
) STRICT;

-- What is written down of each step of an action item.
CREATE TABLE item_notes (
    item BLOB NOT NULL REFERENCES action_items (id),
    at INTEGER NOT NULL,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    staff BLOB NOT NULL REFERENCES staff (id),
    PRIMARY KEY (item, at, step)
) STRICT;
CREATE INDEX action_items_by_agency ON action_items (agency, state, deadline);

-- Whose clock has run out, wherever it is.
CREATE INDEX petitions_by_due ON petitions (due, id);
