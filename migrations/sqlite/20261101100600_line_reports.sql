-- How each seat's line fared over a hearing. Written again and again while it goes on; holds no personal data.
-- Tallies are `kind:count` with commas between: milliseconds, times or looks (src/domain/quality/report.rs).
CREATE TABLE line_reports (
    hearing BLOB NOT NULL REFERENCES hearings (id),
    seat BLOB NOT NULL REFERENCES seats (id),
    began_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    words TEXT NOT NULL,
    pictures TEXT NOT NULL,
    carriers TEXT NOT NULL,
    layers TEXT NOT NULL,
    round_trips TEXT NOT NULL,
    drops TEXT NOT NULL,
    away TEXT NOT NULL,
    media_drops TEXT NOT NULL,
    lost_up_sum INTEGER NOT NULL, -- per thousand, summed over looks
    lost_up_looks INTEGER NOT NULL,
    lost_up_most INTEGER NOT NULL,
    lost_down_sum INTEGER NOT NULL,
    lost_down_looks INTEGER NOT NULL,
    lost_down_most INTEGER NOT NULL,
    concealed_sum INTEGER NOT NULL,
    concealed_looks INTEGER NOT NULL,
    concealed_most INTEGER NOT NULL,
    freezes INTEGER NOT NULL,
    worst_at INTEGER,
    worst_millis INTEGER,
    PRIMARY KEY (hearing, seat)
) STRICT;
