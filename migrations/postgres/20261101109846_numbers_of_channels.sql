-- The number that a petition has at the channel that brought it: it is shown, and found by. The words of earlier petitions stay as
-- they are.
ALTER TABLE petitions ADD COLUMN channel_number TEXT; -- none: it came by no channel with numbers of its own
UPDATE petitions SET channel_number = i.external FROM intake_items i
    WHERE i.petition = petitions.id AND (i.adapter = 'hotline' OR i.adapter = 'open311' AND i.external NOT LIKE 'form-%');
