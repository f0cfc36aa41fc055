-- Replies to suggestions and reports, which a clock closes: no window for review ends for them.
CREATE INDEX petitions_settling ON petitions (state_at) WHERE state = 'replied' AND category <> 'appeal';

-- What was diverted to an organ, in the order of its work list.
CREATE INDEX petitions_by_organ ON petitions (organ, due, id) WHERE organ IS NOT NULL;
