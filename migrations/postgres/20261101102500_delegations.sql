-- 委托代办: whose posts are in whose hands, from when to when. Never deleted: events name who acted for whom.
CREATE TABLE delegations (
    id UUID PRIMARY KEY,
    principal UUID NOT NULL REFERENCES staff (id),
    deputy UUID NOT NULL REFERENCES staff (id),
    roles TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT, -- before its time
    ended_by UUID REFERENCES staff (id)
);
CREATE INDEX delegations_by_deputy ON delegations (deputy, ends_at);
CREATE INDEX delegations_by_principal ON delegations (principal, ends_at);
