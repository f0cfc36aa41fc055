-- When the wall of a petition was taken down last, that had been sealed as a report by mistake (art. 30): what was heard
-- before stays behind it. Of those that were opened already the log tells it.
ALTER TABLE petitions ADD COLUMN opened_at INTEGER;
UPDATE petitions SET opened_at =
    (SELECT max(e.at) FROM events e WHERE e.petition = petitions.id AND e.kind = 'petition.unsealed')
WHERE id IN (SELECT e.petition FROM events e WHERE e.kind = 'petition.unsealed');
