-- Which phase was on, who had the floor and who spoke, while it was recorded. Written as it goes on, five seconds behind.
CREATE TABLE recording_stretches (
    hearing BLOB NOT NULL REFERENCES hearings (id),
    kind TEXT NOT NULL, -- phase, floor, voice
    subject TEXT NOT NULL, -- the phase's name, the seat's id
    began_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (hearing, began_at, kind, subject)
) STRICT;
