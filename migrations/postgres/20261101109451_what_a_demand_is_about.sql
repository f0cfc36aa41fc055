-- Which missed date the system's demand is about, so that of two of one organ the first one's is not taken for the second's. Null:
-- a person's, or from before.
ALTER TABLE demands ADD COLUMN about TEXT;
