-- Papers whose day is over, told of or not: the system demands them as long as nobody made them.
CREATE INDEX papers_owed_late ON papers_owed (due, petition);
