-- The laws, rules and policies that an opinion rests on (art. 32). Null: drafted before it was a field of its own.
ALTER TABLE petitions ADD COLUMN opinion_basis TEXT;
