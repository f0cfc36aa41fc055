//! Compares the schema version of a database with the migrations of this program.

/// What is found at a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schema {
    /// No database, or nothing of ours in it.
    Absent,
    /// An earlier version's: so many migrations are to come.
    Behind(usize),
    Current,
    /// A later version's. What it means by what it wrote is not known here.
    Ahead,
}

impl Schema {
    /// By the versions of the migrations that were applied, and of those that are known.
    pub(super) fn of(applied: &[i64], known: &[i64]) -> Self {
        if applied.is_empty() {
            return Self::Absent;
        }
        if applied.iter().any(|version| !known.contains(version)) {
            return Self::Ahead;
        }
        match known.len() - applied.len() {
            0 => Self::Current,
            to_come => Self::Behind(to_come),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Schema;

    #[test]
    fn a_schema_is_judged_by_what_was_applied() {
        for (applied, schema) in [
            (&[][..], Schema::Absent),
            (&[1], Schema::Behind(2)),
            (&[1, 3], Schema::Behind(1)),
            (&[1, 2, 3], Schema::Current),
            (&[1, 2, 3, 4], Schema::Ahead),
            (&[1, 4], Schema::Ahead),
        ] {
            assert_eq!(Schema::of(applied, &[1, 2, 3]), schema, "{applied:?}");
        }
    }
}
