//! Checks a reason that goes on record.

/// No reason was given, or none that says anything, or one that nobody reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", Self::SENTENCE)]
pub struct ReasonNeeded;

impl ReasonNeeded {
    /// Whatever is refused for it; the web has a sentence of its own.
    pub const CODE: &'static str = "reason_needed";
    pub const SENTENCE: &'static str = "A reason of 5 to 500 characters is needed";
}

/// A reason as it goes on record: 5 to 500 characters (docs/rules.md 2.1), without the spaces around it.
///
/// # Errors
/// It is shorter or longer.
pub fn given_reason(text: &str) -> Result<String, ReasonNeeded> {
    let text = text.trim();
    if (5..=500).contains(&text.chars().count()) { Ok(text.to_owned()) } else { Err(ReasonNeeded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_counted_in_characters_and_without_the_spaces_around_it() {
        let long = "久".repeat(500);
        for (text, given) in [
            ("", None),
            ("事出有因", None),
            ("  事出有因  ", None),
            (" 确实事出有因\n", Some("确实事出有因")),
            (&*long, Some(&*long)),
            (&*format!("{long}远"), None),
        ] {
            assert_eq!(given_reason(text).ok().as_deref(), given, "{text}");
        }
    }
}
