-- Whom a report accuses: organs and people, ids with commas between. NULL: nobody said yet, and it goes nowhere; both
-- empty: nobody of the house. `accused` is read no more.
ALTER TABLE petitions ADD COLUMN accused_agencies TEXT;
ALTER TABLE petitions ADD COLUMN accused_staff TEXT;
UPDATE petitions SET accused_staff = '', accused_agencies = accused::text WHERE accused IS NOT NULL;
