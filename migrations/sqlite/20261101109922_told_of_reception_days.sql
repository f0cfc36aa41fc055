-- Leaders are told of their own reception days: a notice may be about one.
ALTER TABLE staff_notices ADD COLUMN day BLOB REFERENCES reception_days (id);
CREATE INDEX staff_notices_of_day ON staff_notices (day, topic) WHERE day IS NOT NULL;
CREATE INDEX reception_days_of_leader ON reception_days (leader, starts_at);
