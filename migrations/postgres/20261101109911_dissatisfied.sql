-- Who is not content is looked for: few of all who said something.
CREATE INDEX evaluations_dissatisfied ON evaluations (petition, replied_at) WHERE level = 'dissatisfied';
