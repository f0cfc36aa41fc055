-- What a seat answered to its notice: that it comes (confirmed_at), or cannot, why, and what is wished instead; in which
-- language, and whether an interpreter is needed.
ALTER TABLE hearing_notices ADD COLUMN cannot_at INTEGER; -- none: it comes, or nothing was said
ALTER TABLE hearing_notices ADD COLUMN cannot_because TEXT;
ALTER TABLE hearing_notices ADD COLUMN wish TEXT;
ALTER TABLE hearing_notices ADD COLUMN language TEXT; -- none: Mandarin
ALTER TABLE hearing_notices ADD COLUMN interpreter INTEGER NOT NULL DEFAULT 0;
