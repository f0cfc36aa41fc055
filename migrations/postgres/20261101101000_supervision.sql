-- Supervision orders and recommendations: written, addressed to one organ, answered in writing.
CREATE TABLE demands (
    id UUID PRIMARY KEY,
    petition UUID NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    demander UUID NOT NULL REFERENCES agencies (id),
    addressee UUID NOT NULL REFERENCES agencies (id),
    text TEXT NOT NULL,
    answer_by TEXT, -- YYYY-MM-DD, a day in China
    made_at BIGINT NOT NULL,
    answer TEXT,
    adopted TEXT, -- yes or no, of a recommendation
    answered_by UUID REFERENCES staff (id),
    answered_at BIGINT,
    lifted_reason TEXT,
    lifted_at BIGINT
);
CREATE INDEX demands_by_petition ON demands (petition, made_at, id);
CREATE INDEX demands_by_addressee ON demands (addressee, lifted_at, made_at);
CREATE INDEX demands_by_demander ON demands (demander, lifted_at, made_at);

-- What the petitioner says of bureau and unit: once each, and it stands.
CREATE TABLE evaluations (
    petition UUID NOT NULL REFERENCES petitions (id),
    target TEXT NOT NULL,
    level TEXT NOT NULL,
    comment TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (petition, target)
);

CREATE TABLE call_backs (
    petition UUID NOT NULL REFERENCES petitions (id),
    at BIGINT NOT NULL,
    staff UUID NOT NULL REFERENCES staff (id),
    level TEXT, -- none: nobody was reached
    note TEXT NOT NULL,
    PRIMARY KEY (petition, at, staff)
);

-- What is written down of each step of an action item.
CREATE TABLE item_notes (
    item UUID NOT NULL REFERENCES action_items (id),
    at BIGINT NOT NULL,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    staff UUID NOT NULL REFERENCES staff (id),
    PRIMARY KEY (item, at, step)
);
CREATE INDEX action_items_by_agency ON action_items (agency, state, deadline);

-- Whose clock has run out, wherever it is.
CREATE INDEX petitions_by_due ON petitions (due, id);
