-- Sealed reports and all others are two lists, and nobody reads both: each has its ranges to itself. In one range a city's list
-- began behind the twenty thousand reports of a million petitions whose dates were past.
DROP INDEX petitions_due_by_l1;
DROP INDEX petitions_due_by_l2;
DROP INDEX petitions_due_by_l3;
CREATE INDEX petitions_due_by_l1 ON petitions (l1, due, id, category, content_class, channel, registered_at) WHERE category <> 'report';
CREATE INDEX petitions_due_by_l2 ON petitions (l2, due, id, category, content_class, channel, registered_at) WHERE category <> 'report';
CREATE INDEX petitions_due_by_l3 ON petitions (l3, due, id, category, content_class, channel, registered_at) WHERE category <> 'report';
CREATE INDEX petitions_sealed_by_l1 ON petitions (l1, due, id) WHERE category = 'report';
CREATE INDEX petitions_sealed_by_l2 ON petitions (l2, due, id) WHERE category = 'report';
CREATE INDEX petitions_sealed_by_l3 ON petitions (l3, due, id) WHERE category = 'report';
