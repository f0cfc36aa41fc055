-- From then on nothing is scheduled in the room; hearings that were held there keep its name.
ALTER TABLE reception_rooms ADD COLUMN closed_at BIGINT;
