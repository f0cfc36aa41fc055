-- Whose number and code asked for a hearing: the petition itself (none), or one that was merged into it.
ALTER TABLE hearing_requests ADD COLUMN household UUID REFERENCES petitions (id);
