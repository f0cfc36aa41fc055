-- The big screen of a reception room (ADR 58), paired with it once: its token opens the room's own seat, and nothing else.
CREATE TABLE room_screens (
    id           BLOB PRIMARY KEY,
    room         BLOB NOT NULL REFERENCES reception_rooms (id),
    name         TEXT NOT NULL,
    token_hash   BLOB NOT NULL UNIQUE,
    paired_at    INTEGER NOT NULL,
    paired_by    BLOB NOT NULL REFERENCES staff (id),
    last_seen_at INTEGER NOT NULL,
    -- Of the seat's link it was given last: what came by it ends with the screen.
    key_hash     BLOB,
    revoked_at   INTEGER,
    revoked_by   BLOB REFERENCES staff (id),
    revoked_for  TEXT
) STRICT;
CREATE INDEX room_screens_of_room ON room_screens (room);
-- A screen asks every few seconds what is ahead in its room.
CREATE INDEX seats_by_room ON seats (room) WHERE room IS NOT NULL;
