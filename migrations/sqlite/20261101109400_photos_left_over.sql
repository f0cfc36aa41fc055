-- Photos of papers that came after the identity was confirmed, or that nobody looked at before the hearing was over. What an
-- order keeps stays.
DELETE FROM identity_photos WHERE kept IS NULL AND (
    seat IN (SELECT seat FROM check_ins WHERE identity_at IS NOT NULL)
    OR seat IN (SELECT s.id FROM seats s JOIN hearings h ON h.id = s.hearing
        WHERE h.stage IN ('closed', 'outcome_issued', 'cancelled', 'no_show', 'adjourned', 'in_person'))
);
