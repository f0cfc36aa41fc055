-- The big screen of a reception room (ADR 58), paired with it once: its token opens the room's own seat, and nothing else.
CREATE TABLE room_screens (
    id           UUID PRIMARY KEY,
    room         UUID NOT NULL REFERENCES reception_rooms (id),
    name         TEXT NOT NULL,
    token_hash   BYTEA NOT NULL UNIQUE,
    paired_at    BIGINT NOT NULL,
    paired_by    UUID NOT NULL REFERENCES staff (id),
    last_seen_at BIGINT NOT NULL,
    -- Of the seat's link it was given last: what came by it ends with the screen.
    key_hash     BYTEA,
    revoked_at   BIGINT,
    revoked_by   UUID REFERENCES staff (id),
    revoked_for  TEXT
);
CREATE INDEX room_screens_of_room ON room_screens (room);
-- A screen asks every few seconds what is ahead in its room.
CREATE INDEX seats_by_room ON seats (room) WHERE room IS NOT NULL;
