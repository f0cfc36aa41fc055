-- The earlier session of the same petition that a hearing goes on with.
ALTER TABLE hearings ADD COLUMN continues BLOB REFERENCES hearings (id);
CREATE INDEX hearings_by_earlier ON hearings (continues);

-- What was found by rule until now: after one that was broken off, the next of its kind that was not called off.
UPDATE hearings SET continues = (
    SELECT earlier.id FROM hearings earlier
    WHERE earlier.petition = hearings.petition AND earlier.kind = hearings.kind
        AND earlier.stage IN ('adjourned', 'in_person') AND earlier.starts_at < hearings.starts_at
        AND NOT EXISTS (
            SELECT 1 FROM hearings between_them
            WHERE between_them.petition = hearings.petition AND between_them.kind = hearings.kind
                AND between_them.stage NOT IN ('cancelled', 'no_show')
                AND between_them.starts_at > earlier.starts_at AND between_them.starts_at < hearings.starts_at
        )
    ORDER BY earlier.starts_at DESC LIMIT 1
)
WHERE stage NOT IN ('cancelled', 'no_show');
