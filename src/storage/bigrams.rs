//! Words of Chinese are found by the pairs of characters they are made of: 物业管理 is 物业, 业管, 管理.
//! Trigram indexes cannot find the two-character words people type (docs/adr/0018).
//!
//! A pair is indexed as the hexadecimal code points of its characters: plain ASCII, which both full-text
//! engines take as one word whatever their Unicode tables know of rare characters.

use std::collections::BTreeSet;

/// More tokens than this narrow nothing further; the recheck does the rest.
const MOST_TOKENS_ASKED: usize = 32;

/// The distinct pairs in `texts`, for the index, with spaces between.
pub(super) fn index(texts: &[&str]) -> String {
    let pairs: BTreeSet<String> = texts.iter().flat_map(|text| pairs(text)).collect();
    pairs.into_iter().collect::<Vec<_>>().join(" ")
}

/// How to look for `words`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Query {
    /// By the index, then by `like`.
    Pairs { tokens: Vec<String>, like: String },
    /// One character, or nothing but signs: by `like` alone.
    Scan { like: String },
}

impl Query {
    /// What a text must be like.
    pub(super) fn like(&self) -> &str {
        match self {
            Self::Pairs { like, .. } | Self::Scan { like } => like,
        }
    }
}

/// `None` for an empty query.
pub(super) fn query(words: &str) -> Option<Query> {
    let words = words.trim().to_ascii_lowercase();
    if words.is_empty() {
        return None;
    }
    let like = format!("%{}%", words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let mut tokens = pairs(&words).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
    tokens.truncate(MOST_TOKENS_ASKED);
    Some(if tokens.is_empty() { Query::Scan { like } } else { Query::Pairs { tokens, like } })
}

/// Pairs of neighbouring letters or digits; only ASCII is folded, as `lower` does in both databases.
fn pairs(text: &str) -> impl Iterator<Item = String> {
    text.chars().zip(text.chars().skip(1)).filter(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric()).map(
        |(a, b)| {
            let code = |c: char| u32::from(c.to_ascii_lowercase());
            format!("{:x}z{:x}", code(a), code(b))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_paired_and_signs_part_them() {
        for (text, tokens) in [
            ("物业", "7269z4e1a"),
            ("物业费", "4e1az8d39 7269z4e1a"),
            ("物，业", ""),
            ("物", ""),
            ("", ""),
            ("XF6", "66z36 78z66"),
        ] {
            assert_eq!(index(&[text]), tokens, "{text}");
        }
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        assert_eq!(index(&["物", "业"]), "");
    }

    #[test]
    fn a_query_is_escaped_and_folded() {
        assert_eq!(query("  "), None);
        assert_eq!(query("水"), Some(Query::Scan { like: "%水%".into() }));
        assert_eq!(query("5%_"), Some(Query::Scan { like: "%5\\%\\_%".into() }));
        let asked = Query::Pairs { tokens: vec!["78z66".into()], like: "%xf%".into() };
        assert_eq!(query(" XF "), Some(asked));
    }
}
