-- How each seat's line fared over a hearing. Written again and again while it goes on; holds no personal data.
-- Tallies are `kind:count` with commas between: milliseconds, times or looks (src/domain/quality/report.rs).
CREATE TABLE line_reports (
    hearing UUID NOT NULL REFERENCES hearings (id),
    seat UUID NOT NULL REFERENCES seats (id),
    began_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    words TEXT NOT NULL,
    pictures TEXT NOT NULL,
    carriers TEXT NOT NULL,
    layers TEXT NOT NULL,
    round_trips TEXT NOT NULL,
    drops TEXT NOT NULL,
    away TEXT NOT NULL,
    media_drops TEXT NOT NULL,
    lost_up_sum BIGINT NOT NULL, -- per thousand, summed over looks
    lost_up_looks BIGINT NOT NULL,
    lost_up_most BIGINT NOT NULL,
    lost_down_sum BIGINT NOT NULL,
    lost_down_looks BIGINT NOT NULL,
    lost_down_most BIGINT NOT NULL,
    concealed_sum BIGINT NOT NULL,
    concealed_looks BIGINT NOT NULL,
    concealed_most BIGINT NOT NULL,
    freezes BIGINT NOT NULL,
    worst_at BIGINT,
    worst_millis BIGINT,
    PRIMARY KEY (hearing, seat)
);
