-- The seat whose camera and microphone this one shares (同席). No reference: the seats of a table are written one after
-- the other, in its order.
ALTER TABLE seats ADD COLUMN beside UUID;
