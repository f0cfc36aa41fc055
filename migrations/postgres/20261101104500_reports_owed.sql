-- Completion reports that are waited for, by their day: one that is overdue escalates by itself.
CREATE INDEX demands_reports_owed ON demands (answer_by, id)
    WHERE kind = 'completion' AND lifted_at IS NULL AND (answered_at IS NULL OR returned_at IS NOT NULL);
