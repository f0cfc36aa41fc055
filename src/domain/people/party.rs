//! Parties: the people named in a petition.

use super::own_digits;
use crate::domain::{
    ids::{AttachmentId, PersonId},
    named,
    width::narrowed,
};

named!(
    /// As what somebody is named in a petition.
    pub enum PartyKind {
        Petitioner = "petitioner",
        /// 联名人
        CoPetitioner = "co_petitioner",
        /// 信访代表
        Representative = "representative",
        /// 代理人
        Agent = "agent",
    }
);

/// Somebody named in a petition. Every field but `id`, `kind` and `authority` is personal information:
/// stored encrypted under the petition's key, never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    pub id: PersonId,
    pub kind: PartyKind,
    pub name: String,
    pub phone: Option<String>,
    pub id_number: Option<String>,
    pub address: Option<String>,
    /// The file that says that they may act for the petitioner (授权委托书), of an agent.
    pub authority: Option<AttachmentId>,
}

impl Party {
    /// Who asks, in their own name.
    #[must_use]
    pub fn signs(&self) -> bool {
        matches!(self.kind, PartyKind::Petitioner | PartyKind::CoPetitioner)
    }

    /// One person with two places in the record: told by the number of an identity paper where both have one, else by name
    /// and phone, never by name alone.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        match (&self.id_number, &other.id_number) {
            (Some(mine), Some(theirs)) => plain(mine) == plain(theirs),
            _ => {
                let phone = |party: &Self| party.phone.as_deref().map(own_digits);
                self.name == other.name && phone(self).is_some() && phone(self) == phone(other)
            }
        }
    }
}

/// Whether `words` may be somebody's phone or the number of their identity paper, and not that of a petition.
#[must_use]
pub fn may_be_a_number(words: &str) -> bool {
    let words = narrowed(words);
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '(' | ')' | ' ');
    let digits = words.chars().filter(char::is_ascii_digit).count();
    words.chars().all(sound) && digits >= 5 && !is_of_petition(&words)
}

/// Whether `words` begin as the number of a petition does, and can be nobody's.
#[must_use]
pub fn is_of_petition(words: &str) -> bool {
    words.trim().get(..2).is_some_and(|start| start.eq_ignore_ascii_case("XF"))
}

fn plain(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

impl std::fmt::Debug for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Party").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_told_from_those_of_petitions() {
        for (words, may) in [
            ("13900000001", true),
            ("+86 139-0000-0001", true),
            ("(0931)0000200", true),
            ("62010319900101123X", true),
            ("E12345678", true),
            ("XF62010220261123100001", false),
            ("xf6201", false),
            ("马秀英", false),
            ("2026", false),
            ("13900000001 物业", false),
            ("", false),
        ] {
            assert_eq!(may_be_a_number(words), may, "{words}");
        }
    }
}
