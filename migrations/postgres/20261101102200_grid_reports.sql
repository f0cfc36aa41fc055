-- 民情流水线: what grid workers report, until it is done or goes on as a petition.
CREATE TABLE grid_reports (
    id UUID PRIMARY KEY, -- drawn by the phone
    place TEXT COLLATE "C" NOT NULL,
    spot TEXT NOT NULL,
    class TEXT NOT NULL,
    text TEXT NOT NULL,
    reporter UUID NOT NULL REFERENCES staff (id),
    reported_at BIGINT NOT NULL,
    resident BYTEA, -- name and phone of who told it, sealed
    state TEXT NOT NULL,
    agency UUID REFERENCES agencies (id), -- who has it in hands, or had
    petition UUID REFERENCES petitions (id),
    version BIGINT NOT NULL
);
CREATE INDEX grid_reports_by_state ON grid_reports (state, reported_at, id);
CREATE INDEX grid_reports_by_agency ON grid_reports (agency, reported_at, id);
CREATE INDEX grid_reports_by_reporter ON grid_reports (reporter, reported_at, id);

-- Its history: only ever inserted into.
CREATE TABLE grid_lines (
    report UUID NOT NULL REFERENCES grid_reports (id),
    number BIGINT NOT NULL,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    staff UUID NOT NULL REFERENCES staff (id),
    agency UUID NOT NULL REFERENCES agencies (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (report, number)
);

-- The bytes are in the file store under `id`.
CREATE TABLE grid_photos (
    id UUID PRIMARY KEY,
    report UUID NOT NULL REFERENCES grid_reports (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX grid_photos_by_report ON grid_photos (report, added_at, id);
