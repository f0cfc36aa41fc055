//! A document before it is laid out, and the code by which it is verified.

use super::DocumentKind;
use sha2::{Digest, Sha256};
use time::Date;

/// What a document says between its head and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Whom it speaks to; nobody in particular in a receipt.
    pub addressee: Option<String>,
    pub blocks: Vec<Block>,
}

/// A part of a document's body, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(String),
    /// A table of names and values; an empty value is a line to write on.
    Table(Vec<(String, String)>),
    /// Lines as they are.
    Verbatim(String),
    /// A seat's word on what stands above it, and what its hand drew (an SVG path of `M`, `L` and numbers).
    Signature {
        plate: String,
        said: String,
        strokes: Option<String>,
    },
}

/// A whole document, before it is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Whose paper: the line above all others.
    pub heading: String,
    pub kind: DocumentKind,
    pub title: &'static str,
    /// 文号; a draft has none yet.
    pub number: Option<String>,
    pub content: Content,
    /// 特此告知, or what the agency says instead.
    pub closing: String,
    /// Who signs; nobody where the reader signs instead.
    pub signature: Option<String>,
    pub date: Date,
    /// 信访件编号.
    pub petition: String,
    /// Where its reader can look the matter up.
    pub query_url: Option<String>,
}

/// Letters that are not taken for others; those of query codes.
const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// 31¹² is 59 bits: not to be guessed, short enough to be typed.
const CODE_LENGTH: usize = 12;

impl Paper {
    /// 核验码: follows from all that the paper says and from its number, so that the code of one paper fits no other
    /// text.
    #[must_use]
    pub fn code(&self) -> String {
        let mut digest = Sha256::new();
        let mut say = |text: &str| {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        };
        say(&self.heading);
        say(self.kind.as_str());
        say(self.number.as_deref().unwrap_or_default());
        say(self.content.addressee.as_deref().unwrap_or_default());
        for block in &self.content.blocks {
            match block {
                Block::Paragraph(text) | Block::Verbatim(text) => say(text),
                Block::Signature { plate, said, strokes } => {
                    say(plate);
                    say(said);
                    say(strokes.as_deref().unwrap_or_default());
                }
                Block::Table(rows) => rows.iter().for_each(|(name, value)| {
                    say(name);
                    say(value);
                }),
            }
        }
        say(&self.closing);
        say(self.signature.as_deref().unwrap_or_default());
        say(&self.date.to_string());
        say(&self.petition);
        // 31 letters do not divide 256 evenly; a code is no secret, only hard to hit.
        let letters = digest.finalize().into_iter().take(CODE_LENGTH);
        letters.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()])).collect()
    }
}

/// A code as typed off paper: without the dashes it is printed with, in capitals.
#[must_use]
pub fn tidy_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn paper() -> Paper {
        Paper {
            heading: "兰州市信访局".into(),
            kind: DocumentKind::Acceptance,
            title: DocumentKind::Acceptance.title(),
            number: Some("兰信访受字〔2026〕第1号".into()),
            content: Content {
                addressee: Some("马某".into()),
                blocks: vec![Block::Paragraph("决定予以受理。".into())],
            },
            closing: "特此告知。".into(),
            signature: Some("兰州市信访局".into()),
            date: date!(2026 - 11 - 25),
            petition: "XF6201".into(),
            query_url: None,
        }
    }

    #[test]
    fn a_code_follows_from_every_word() {
        let code = paper().code();
        assert_eq!(code, paper().code());
        assert_eq!(code.len(), 12);
        let changes: [fn(&mut Paper); 7] = [
            |paper| paper.number = Some("兰信访受字〔2026〕第2号".into()),
            |paper| paper.kind = DocumentKind::NonAcceptance,
            |paper| paper.content.addressee = Some("马".into()),
            |paper| paper.content.blocks.push(Block::Table(vec![("a".into(), String::new())])),
            |paper| paper.closing.clear(),
            |paper| paper.date = date!(2026 - 11 - 26),
            |paper| paper.heading.push('们'),
        ];
        for change in changes {
            let mut changed = paper();
            change(&mut changed);
            assert_ne!(changed.code(), code, "{changed:?}");
        }
    }

    #[test]
    fn a_code_may_be_typed_as_it_is_printed() {
        assert_eq!(tidy_code(" abcd-2345 efgh\n"), "ABCD2345EFGH");
    }
}
