-- Minutes planned for phases of the agenda: `<phase> <minutes>`, commas between.
ALTER TABLE hearings ADD COLUMN planned TEXT NOT NULL DEFAULT '';
