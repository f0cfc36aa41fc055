-- Why a line of the minutes was struck (作废), with the revision that struck it. None: it stands.
ALTER TABLE entries ADD COLUMN struck TEXT;
ALTER TABLE entry_revisions ADD COLUMN struck TEXT;
