-- Of who called or came: whether what was taken down was read back to them (art. 19). None: another channel, or from before.
ALTER TABLE petitions ADD COLUMN read_back BOOLEAN;
