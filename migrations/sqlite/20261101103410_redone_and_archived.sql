-- Whose review revoked the opinion, while the unit handles it anew.
ALTER TABLE petitions ADD COLUMN redone_by BLOB REFERENCES agencies (id);

-- An archived petition keeps the columns of what it ended as, whose name is here; `word` no longer holds its retention.
ALTER TABLE petitions ADD COLUMN ended TEXT;
ALTER TABLE petitions ADD COLUMN retention TEXT;
ALTER TABLE petitions ADD COLUMN archived_at INTEGER;

-- Until now only these two ends were archived, and the time of the end was not kept.
UPDATE petitions SET ended = CASE WHEN rereview_organ IS NULL THEN 'closed' ELSE 'terminated' END, retention = word,
    archived_at = state_at
WHERE state = 'archived';
