-- 委托代办: whose posts are in whose hands, from when to when. Never deleted: events name who acted for whom.
CREATE TABLE delegations (
    id BLOB PRIMARY KEY,
    principal BLOB NOT NULL REFERENCES staff (id),
    deputy BLOB NOT NULL REFERENCES staff (id),
    roles TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    ended_at INTEGER, -- before its time
    ended_by BLOB REFERENCES staff (id)
) STRICT;
CREATE INDEX delegations_by_deputy ON delegations (deputy, ends_at);
CREATE INDEX delegations_by_principal ON delegations (principal, ends_at);
