-- Since when a seat stood in for the presider, the first time: who presided signs the minutes too. Null: it never did, or before
-- this was kept.
ALTER TABLE seats ADD COLUMN acted BIGINT;
