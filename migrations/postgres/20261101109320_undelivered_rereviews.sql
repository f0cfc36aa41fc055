-- The days of re-review run until its opinion is delivered: those of opinions that were decided before and are with nobody
-- yet run on.
UPDATE clocks SET stopped_at = NULL
WHERE kind = 'rereview' AND petition IN (SELECT id FROM petitions WHERE state = 'rereviewed')
    AND position = (SELECT max(c.position) FROM clocks c WHERE c.petition = clocks.petition AND c.kind = 'rereview');
UPDATE petitions SET due = (SELECT min(c.due) FROM clocks c WHERE c.petition = petitions.id AND c.stopped_at IS NULL)
WHERE state = 'rereviewed'
    AND EXISTS (SELECT 1 FROM clocks c WHERE c.petition = petitions.id AND c.stopped_at IS NULL);
