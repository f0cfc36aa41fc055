-- Somebody of a discipline desk says that a report was sealed by mistake (art. 30); another person decides:
-- `category by since reason`.
ALTER TABLE petitions ADD COLUMN unsealing TEXT;
