-- Organs of the place and the grid are told of grid reports: a notice may be about one.
ALTER TABLE staff_notices ADD COLUMN grid UUID REFERENCES grid_reports (id);
CREATE INDEX staff_notices_of_grid ON staff_notices (grid, topic) WHERE grid IS NOT NULL;
CREATE INDEX grid_reports_unclaimed ON grid_reports (state_at, id) WHERE state = 'reported';
