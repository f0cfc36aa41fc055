-- What the system demands again and again is read in the order of its day, each turn a page.
CREATE INDEX action_items_owed ON action_items (deadline, id, state) WHERE state IN ('ordered', 'accepted', 'declined');
CREATE INDEX petitions_unconfirmed ON petitions (urgent_since, id)
    WHERE urgent_since IS NOT NULL AND urgent_to IS NOT NULL AND urgent_seen_by IS NULL;
