-- Posts that a list of accounts asked for: the security administrator gives them, nobody else (three separated hands).
CREATE TABLE wished_roles (
    staff UUID PRIMARY KEY REFERENCES staff (id),
    roles TEXT NOT NULL -- names with commas between
);
