-- The whole life of a petition (docs/adr/0015-lifecycle.md).

-- Of the state at hand: who reviews, where it was diverted, which word or petition belongs to it.
ALTER TABLE petitions ADD COLUMN reviewer UUID REFERENCES agencies (id);
ALTER TABLE petitions ADD COLUMN organ UUID REFERENCES agencies (id);
ALTER TABLE petitions ADD COLUMN word TEXT; -- legal way, ground of non-acceptance, retention
ALTER TABLE petitions ADD COLUMN link UUID REFERENCES petitions (id);
-- What it gathered on its way, whatever the state.
ALTER TABLE petitions ADD COLUMN objections BIGINT NOT NULL DEFAULT 0;
ALTER TABLE petitions ADD COLUMN ruled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE petitions ADD COLUMN recused TEXT NOT NULL DEFAULT ''; -- ids of staff with blanks between
ALTER TABLE petitions ADD COLUMN extended_by BIGINT; -- days
ALTER TABLE petitions ADD COLUMN last_handler UUID REFERENCES staff (id);
ALTER TABLE petitions ADD COLUMN first_approval UUID REFERENCES staff (id);
ALTER TABLE petitions ADD COLUMN reworks BIGINT NOT NULL DEFAULT 0;
ALTER TABLE petitions ADD COLUMN review_organ UUID REFERENCES agencies (id);
ALTER TABLE petitions ADD COLUMN review_finding TEXT;
ALTER TABLE petitions ADD COLUMN review_text TEXT;
ALTER TABLE petitions ADD COLUMN rereview_organ UUID REFERENCES agencies (id);
ALTER TABLE petitions ADD COLUMN rereview_finding TEXT;
ALTER TABLE petitions ADD COLUMN rereview_text TEXT;
CREATE INDEX petitions_by_reviewer ON petitions (reviewer, state, due, id);
CREATE INDEX petitions_by_link ON petitions (link);

ALTER TABLE clocks ADD COLUMN extended_by BIGINT NOT NULL DEFAULT 0; -- days
ALTER TABLE clocks ADD COLUMN pauses TEXT NOT NULL DEFAULT ''; -- `from..until` with commas between, `from..` for the open one
CREATE INDEX clocks_by_due ON clocks (kind, due) WHERE stopped_at IS NULL;

-- Blind indexes, to find the same person again: HMAC under a key made of the master key. Who deletes a petition's
-- key empties these too.
ALTER TABLE parties ADD COLUMN phone_mark BYTEA;
ALTER TABLE parties ADD COLUMN id_mark BYTEA;
CREATE INDEX parties_by_phone ON parties (phone_mark);
CREATE INDEX parties_by_id_number ON parties (id_mark);
