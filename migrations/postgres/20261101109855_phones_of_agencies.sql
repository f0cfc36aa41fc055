-- Where an agency is phoned by who cannot get into its hearing. None: nobody has entered it yet.
ALTER TABLE agencies ADD COLUMN phone TEXT;
