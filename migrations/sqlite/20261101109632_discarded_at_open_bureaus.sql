-- What was discarded (不予登记) at a bureau that was closed stood on no list. It stands on that of the open bureau that answers for
-- the place, where it can be taken up again.
UPDATE intake_items SET bureau = (
    SELECT still.id FROM agencies gone JOIN agencies still
        ON still.kind = 'petition_bureau' AND substr(gone.division, 1, length(still.division)) = still.division
    WHERE gone.id = intake_items.bureau AND NOT EXISTS (SELECT 1 FROM agency_closures c WHERE c.agency = still.id)
    ORDER BY length(still.division) DESC, still.id LIMIT 1)
WHERE state = 'discarded'
    AND EXISTS (SELECT 1 FROM agency_closures c WHERE c.agency = intake_items.bureau)
    AND EXISTS (
        SELECT 1 FROM agencies gone JOIN agencies still
            ON still.kind = 'petition_bureau' AND substr(gone.division, 1, length(still.division)) = still.division
        WHERE gone.id = intake_items.bureau AND NOT EXISTS (SELECT 1 FROM agency_closures c WHERE c.agency = still.id));
