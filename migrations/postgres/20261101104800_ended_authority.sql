-- An agent whose authority ended: none of the petition's people any more, but who sat for it stays in the record.
ALTER TABLE parties ADD COLUMN ended_at BIGINT;
