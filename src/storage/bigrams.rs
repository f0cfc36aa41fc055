//! Words of Chinese are found by the pairs of characters they are made of: 物业管理 is 物业, 业管, 管理.
//! Trigram indexes cannot find the two-character words people type (docs/adr/0018).
//!
//! A pair is indexed as the hexadecimal code points of its characters: plain ASCII, which both full-text
//! engines take as one word whatever their Unicode tables know of rare characters.

use crate::domain::width::narrow_letters;
use std::collections::BTreeSet;

/// More tokens than this narrow nothing further; the recheck does the rest.
const MOST_TOKENS_ASKED: usize = 32;
/// Words after these narrow nothing further: each makes a statement of its own. The edge refuses more.
pub const MOST_WORDS: usize = 8;

/// The distinct pairs in `texts`, for the index, with spaces between.
pub(super) fn index(texts: &[&str]) -> String {
    let pairs: BTreeSet<String> = texts.iter().flat_map(|text| pairs(&narrow_letters(text))).collect();
    pairs.into_iter().collect::<Vec<_>>().join(" ")
}

/// How to look for words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    /// By the index; none of single characters and signs, for which every text is read.
    pub tokens: Vec<String>,
    /// What a text, title or number must be like: one for each word, each wherever it stands. None of several single
    /// characters: together they stand in nearly every text, and are looked for as the name that they may be.
    pub likes: Vec<String>,
}

/// `None` for an empty query.
pub(super) fn query(text: &str) -> Option<Query> {
    let text = narrow_letters(text.trim()).to_ascii_lowercase();
    if text.is_empty() {
        return None;
    }
    let mut words: Vec<&str> = search_words(&text).take(MOST_WORDS).collect();
    if words.is_empty() {
        words.push(&text); // nothing but signs
    }
    let like =
        |word: &&str| format!("%{}%", word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let tokens: BTreeSet<String> = words.iter().flat_map(|word| pairs(word)).collect();
    if tokens.is_empty() && words.len() > 1 {
        words.clear();
    }
    Some(Query {
        tokens: tokens.into_iter().take(MOST_TOKENS_ASKED).collect(),
        likes: words.iter().map(like).collect(),
    })
}

/// The words of what is looked for, each of which must be in it.
pub fn search_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(parts).filter(|word| !word.is_empty())
}

/// Whether `c` stands between words: white, and the signs that part sentences. Others belong to what they are typed with: 5%, A-3.
fn parts(c: char) -> bool {
    const SIGNS: &str =
        ",;!?\"'()[]{}<>|&，。、；：！？“”‘’（）《》〈〉【】「」『』〔〕［］｛｝＜＞｜＆＂＇…—·";
    c.is_whitespace() || SIGNS.contains(c)
}

/// Pairs of neighbouring letters or digits; only ASCII is folded, as `lower` does in both databases.
fn pairs(text: &str) -> Vec<String> {
    let neighbours = text.chars().zip(text.chars().skip(1));
    let letters = neighbours.filter(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric());
    letters
        .map(|(a, b)| {
            let code = |c: char| u32::from(c.to_ascii_lowercase());
            format!("{:x}z{:x}", code(a), code(b))
        })
        .collect()
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

    fn asked(tokens: &[&str], likes: &[&str]) -> Option<Query> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Some(Query { tokens: owned(tokens), likes: owned(likes) })
    }

    #[test]
    fn a_query_is_escaped_and_folded() {
        assert_eq!(query("  "), None);
        assert_eq!(query("水"), asked(&[], &["%水%"]));
        assert_eq!(query("5%_"), asked(&[], &["%5\\%\\_%"]));
        assert_eq!(query(" XF "), asked(&["78z66"], &["%xf%"]));
        assert_eq!(query("ＸＦ"), query("xf"));
        assert_eq!(index(&["Ａ座"]), index(&["a座"]));
    }

    #[test]
    fn words_are_looked_for_each_by_itself() {
        let both = asked(&["4e03z91cc", "7269z4e1a", "91ccz6cb3"], &["%七里河%", "%物业%"]);
        for apart in ["七里河 物业", "七里河　物业", "七里河，物业", "七里河、物业。", " 七里河 \t物业 "]
        {
            assert_eq!(query(apart), both, "{apart}");
        }
        assert_eq!(query("水 电"), asked(&[], &[]), "no text is looked for by that");
        assert_eq!(query("3.5万 A-3"), asked(&["35z4e07"], &["%3.5万%", "%a-3%"]));
        assert_eq!(query("，。"), asked(&[], &["%，。%"]), "nothing but signs");
        let nine = "甲村 乙村 丙村 丁村 戊村 己村 庚村 辛村 壬村";
        assert_eq!(query(nine).map(|query| query.likes.len()), Some(MOST_WORDS));
    }
}
