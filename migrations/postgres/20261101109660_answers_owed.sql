-- What is owed in writing, by its day: completion reports, and answers to what a person demanded. One that is overdue
-- escalates by itself; what the system demanded does not.
DROP INDEX demands_reports_owed;
CREATE INDEX demands_answers_owed ON demands (answer_by, id)
    WHERE (kind = 'completion' OR way <> 'system') AND lifted_at IS NULL
        AND (answered_at IS NULL OR returned_at IS NOT NULL);
