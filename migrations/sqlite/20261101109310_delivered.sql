-- What went out and may want its receipt: few of all petitions, in the order of the work list.
CREATE INDEX petitions_delivered ON petitions (due, id) WHERE state IN ('replied', 'reviewed') AND category = 'appeal';
