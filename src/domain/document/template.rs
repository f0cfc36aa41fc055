//! Templates of an agency's documents: numbering and its own words.

use super::DocumentKind;
use crate::domain::{ids::AgencyId, jurisdiction::Agency};
use std::collections::BTreeMap;

/// `{prefix}` is the agency's, `{word}` the kind's, `{year}` and `{n}` run.
pub const DEFAULT_PATTERN: &str = "{prefix}{word}字〔{year}〕第{n}号";

/// What an agency's documents have in common, and what it says in its own way. There is one for every agency,
/// written or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    pub agency: AgencyId,
    /// The line above all others and the signature.
    pub heading: String,
    /// 机关代字, e.g. 兰信访.
    pub prefix: String,
    /// Kinds that differ from the default.
    pub kinds: BTreeMap<DocumentKind, Template>,
    /// Grows by one with every write; 0: never written.
    pub version: u32,
}

/// How one kind is numbered and closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub pattern: String,
    pub closing: String,
}

/// What is wrong with a template, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {sentence}")]
pub struct BadTemplate {
    pub field: String,
    pub sentence: &'static str,
}

impl Template {
    #[must_use]
    pub fn default_of(kind: DocumentKind) -> Self {
        Self { pattern: DEFAULT_PATTERN.to_owned(), closing: kind.closing().to_owned() }
    }
}

impl Templates {
    /// Of an agency that has written none: its own name at the head and in numbers.
    #[must_use]
    pub fn default_of(agency: &Agency) -> Self {
        let (heading, prefix) = (agency.name.clone(), agency.name.clone());
        Self { agency: agency.id, heading, prefix, kinds: BTreeMap::new(), version: 0 }
    }

    #[must_use]
    pub fn of(&self, kind: DocumentKind) -> Template {
        self.kinds.get(&kind).cloned().unwrap_or_else(|| Template::default_of(kind))
    }

    /// The running sequence numbers of `kind` are drawn from: one for each agency, kind and year.
    #[must_use]
    pub fn sequence_name(&self, kind: DocumentKind, year: i32) -> String {
        format!("document {} {kind} {year}", self.agency)
    }

    /// The names of all sequences of a year; `%` is any text.
    #[must_use]
    pub fn sequences_of_year(year: i32) -> String {
        format!("document % {year}")
    }

    /// 文号.
    #[must_use]
    pub fn number(&self, kind: DocumentKind, year: i32, n: u32) -> String {
        self.of(kind)
            .pattern
            .replace("{prefix}", &self.prefix)
            .replace("{word}", kind.word())
            .replace("{year}", &year.to_string())
            .replace("{n}", &n.to_string())
    }

    /// # Errors
    /// A text is too long or empty, or a pattern would give two documents one number.
    pub fn check(&self) -> Result<(), BadTemplate> {
        let bad = |field: &str, sentence| Err(BadTemplate { field: field.to_owned(), sentence });
        if !(1..=40).contains(&self.heading.trim().chars().count()) {
            return bad("heading", "The heading has 1 to 40 characters");
        }
        if !(1..=20).contains(&self.prefix.trim().chars().count()) || self.prefix.contains(['{', '}']) {
            return bad("prefix", "The prefix has 1 to 20 characters and no braces");
        }
        for (kind, template) in &self.kinds {
            // Without each of them, numbers of other kinds, years or documents would be the same.
            if !["{word}", "{year}", "{n}"].iter().all(|part| template.pattern.contains(part)) {
                return bad(&format!("{kind}.pattern"), "A pattern has {word}, {year} and {n}");
            }
            if template.pattern.chars().count() > 60 || !has_known_parts(&template.pattern) {
                return bad(&format!("{kind}.pattern"), "Only {prefix}, {word}, {year}, {n}; 60 characters");
            }
            if template.closing.chars().count() > 200 {
                return bad(&format!("{kind}.closing"), "Closing words have at most 200 characters");
            }
        }
        Ok(())
    }
}

/// Whether nothing is left in braces once the known parts are filled in.
fn has_known_parts(pattern: &str) -> bool {
    let parts = ["{prefix}", "{word}", "{year}", "{n}"];
    let rest = parts.iter().fold(pattern.to_owned(), |rest, part| rest.replace(part, ""));
    !rest.contains(['{', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::jurisdiction::AgencyKind;
    use uuid::Uuid;

    fn templates() -> Templates {
        let agency = Agency {
            id: AgencyId(Uuid::from_u128(1)),
            name: "兰州市信访局".into(),
            kind: AgencyKind::PetitionBureau,
            division: "6201".parse().unwrap(),
        };
        Templates { prefix: "兰信访".into(), ..Templates::default_of(&agency) }
    }

    #[test]
    fn numbers_follow_the_pattern() {
        let mut templates = templates();
        let own = Template { pattern: "{prefix}〔{year}〕{word}{n}".into(), closing: String::new() };
        templates.kinds.insert(DocumentKind::Opinion, own);
        for (kind, n, number) in [
            (DocumentKind::Acceptance, 12, "兰信访受字〔2026〕第12号"),
            (DocumentKind::NonAcceptance, 1, "兰信访不受字〔2026〕第1号"),
            (DocumentKind::Opinion, 3, "兰信访〔2026〕意3"),
        ] {
            assert_eq!(templates.number(kind, 2026, n), number);
        }
    }

    #[test]
    fn no_two_kinds_share_a_word() {
        let words: std::collections::BTreeSet<_> = DocumentKind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words.len(), DocumentKind::ALL.len());
    }

    #[test]
    fn a_pattern_that_would_repeat_a_number_is_refused() {
        for (pattern, field) in [
            (DEFAULT_PATTERN, None),
            ("{prefix}{word}〔{year}〕{n}号", None),
            ("{word}{year}{n}", None),
            ("{prefix}字〔{year}〕第{n}号", Some("opinion.pattern")),
            ("{prefix}{word}字第{n}号", Some("opinion.pattern")),
            ("{prefix}{word}字〔{year}〕", Some("opinion.pattern")),
            ("{prefix}{word}字〔{year}〕第{n}号{place}", Some("opinion.pattern")),
            ("", Some("opinion.pattern")),
        ] {
            let mut templates = templates();
            let own = Template { pattern: pattern.into(), closing: String::new() };
            templates.kinds.insert(DocumentKind::Opinion, own);
            assert_eq!(templates.check().err().map(|bad| bad.field), field.map(str::to_owned), "{pattern}");
        }
    }

    #[test]
    fn a_head_and_a_prefix_are_needed() {
        let nameless = Templates { heading: " ".into(), ..templates() };
        assert_eq!(nameless.check().unwrap_err().field, "heading");
        let braced = Templates { prefix: "{n}".into(), ..templates() };
        assert_eq!(braced.check().unwrap_err().field, "prefix");
    }
}
