-- 民情流水线: what grid workers report, until it is done or goes on as a petition.
CREATE TABLE grid_reports (
    id BLOB PRIMARY KEY, -- drawn by the phone
    place TEXT NOT NULL,
    spot TEXT NOT NULL,
    class TEXT NOT NULL,
    text TEXT NOT NULL,
    reporter BLOB NOT NULL REFERENCES staff (id),
    reported_at INTEGER NOT NULL,
    resident BLOB, -- name and phone of who told it, sealed
    state TEXT NOT NULL,
    agency BLOB REFERENCES agencies (id), -- who has it in hands, or had
    petition BLOB REFERENCES petitions (id),
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX grid_reports_by_state ON grid_reports (state, reported_at, id);
CREATE INDEX grid_reports_by_agency ON grid_reports (agency, reported_at, id);
CREATE INDEX grid_reports_by_reporter ON grid_reports (reporter, reported_at, id);

-- Its history: only ever inserted into.
CREATE TABLE grid_lines (
    report BLOB NOT NULL REFERENCES grid_reports (id),
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    staff BLOB NOT NULL REFERENCES staff (id),
    agency BLOB NOT NULL REFERENCES agencies (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (report, number)
) STRICT;

-- The bytes are in the file store under `id`.
CREATE TABLE grid_photos (
    id BLOB PRIMARY KEY,
    report BLOB NOT NULL REFERENCES grid_reports (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX grid_photos_by_report ON grid_photos (report, added_at, id);
