-- A screen looks for its room among the hearings that are near: of each, whether it has a seat there.
CREATE INDEX seats_in_room ON seats (room, hearing) WHERE room IS NOT NULL;
DROP INDEX seats_by_room;
