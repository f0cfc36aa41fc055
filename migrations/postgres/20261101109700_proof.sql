-- Files of the petition that went with an answer, a report, or a step of an action item: their ids, with commas between.
ALTER TABLE demands ADD COLUMN files TEXT NOT NULL DEFAULT '';
ALTER TABLE item_notes ADD COLUMN files TEXT NOT NULL DEFAULT '';
