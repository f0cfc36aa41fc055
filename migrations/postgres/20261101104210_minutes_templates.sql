-- Skeletons of minutes, as agencies write them for each kind of hearing; every version stays, for hearings keep to theirs.
CREATE TABLE minutes_templates (
    agency UUID NOT NULL REFERENCES agencies (id),
    kind TEXT NOT NULL,
    version BIGINT NOT NULL, -- from 1 without gaps
    saved_at BIGINT NOT NULL,
    lines TEXT NOT NULL, -- one a line, its phase before it; empty: back to those that are shipped
    PRIMARY KEY (agency, kind, version)
);
