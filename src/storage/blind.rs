//! Names and numbers made comparable before they are blinded: what people write in several ways is one thing.
//!
//! Whole names only. Pairs of a name's characters would find parts of names, but in a table of pairs the commonest
//! surnames stand out by how often they come, whatever hides them (docs/adr/0018).

use crate::domain::{
    opening::SoughtBy,
    people::{Party, is_of_petition, may_be_a_number, own_digits},
    rights::FoundBy,
    width::narrowed,
};

/// What a token stands for; part of what is hashed, so that a name never meets a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Phone,
    IdNumber,
}

impl Kind {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
        }
    }

    pub(super) const fn is_sought(self, by: FoundBy) -> bool {
        match by {
            FoundBy::Words => false,
            FoundBy::Names => matches!(self, Self::Name),
            FoundBy::People => true,
        }
    }
}

/// All of a person that can be asked for.
pub(super) fn of_party(party: &Party) -> Vec<(Kind, String)> {
    let name = name(&party.name).map(|name| (Kind::Name, name));
    let phone = party.phone.as_deref().and_then(phone).map(|phone| (Kind::Phone, phone));
    let number = party.id_number.as_deref().and_then(id_number).map(|number| (Kind::IdNumber, number));
    [name, phone, number].into_iter().flatten().collect()
}

/// What `words`, typed into a search field, may be.
pub(super) fn of_words(words: &str) -> Vec<(Kind, String)> {
    let name = name(words).map(|name| (Kind::Name, name));
    let phone = phone(words).map(|phone| (Kind::Phone, phone));
    let number = id_number(words).map(|number| (Kind::IdNumber, number));
    [name, phone, number].into_iter().flatten().collect()
}

/// What is noted of `words` that somebody was looked for by: the same, however it is written. None for what finds nobody.
pub(super) fn noted(words: &str) -> Option<(SoughtBy, String)> {
    if may_be_a_number(words) {
        return phone(words).or_else(|| id_number(words)).map(|number| (SoughtBy::Number, number));
    }
    name(words).filter(|_| !is_of_petition(&narrowed(words))).map(|name| (SoughtBy::Name, name))
}

/// Without white and the dots between the parts of a name; wide letters are the narrow ones.
fn name(text: &str) -> Option<String> {
    let plain: String = narrowed(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '.'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    (2..=50).contains(&plain.chars().count()).then_some(plain)
}

/// Digits, without the country's.
fn phone(text: &str) -> Option<String> {
    let text = narrowed(text);
    let sound = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')'));
    let own = own_digits(&text);
    (sound && (5..=20).contains(&own.len())).then_some(own)
}

fn id_number(text: &str) -> Option<String> {
    let text = narrowed(text);
    let sound = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '(' | ')' | '-' | ' '));
    let plain: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    (sound && (4..=30).contains(&plain.len())).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_several_ways_is_one_thing() {
        let same = |normal: fn(&str) -> Option<String>, ways: &[&str]| {
            let first = normal(ways[0]);
            assert!(first.is_some());
            assert!(ways.iter().all(|way| normal(way) == first), "{ways:?}");
        };
        same(name, &["马秀英", " 马 秀英 "]);
        same(name, &["阿卜杜拉·买买提", "阿卜杜拉买买提", "阿卜杜拉•买买提"]);
        same(name, &["约翰A", "约翰Ａ", "约翰a", "约翰　ａ"]);
        same(
            phone,
            &[
                "13900000001",
                "139-0000-0001",
                "+86 139 0000 0001",
                "8613900000001",
                "１３９－０００００００１",
            ],
        );
        same(phone, &["0931-0000200", "(0931)0000200"]);
        same(
            id_number,
            &[
                "62010319900101123X",
                "62010319900101123x",
                "620103 19900101 123X",
                "６２０１０３19900101123Ｘ",
            ],
        );
    }

    #[test]
    fn a_search_is_noted_alike_however_it_is_typed() {
        let number = |plain: &str| Some((SoughtBy::Number, plain.to_owned()));
        for (words, as_what) in [
            ("139-0000-0001", number("13900000001")),
            ("+86 13900000001", number("13900000001")),
            ("62010319900101123x", number("62010319900101123X")),
            ("马 秀英", Some((SoughtBy::Name, "马秀英".to_owned()))),
            ("XF62010320261123100001", None),
            ("马", None),
            ("", None),
        ] {
            assert_eq!(noted(words), as_what, "{words}");
        }
    }

    #[test]
    fn words_are_taken_for_what_they_may_be() {
        for (words, kinds) in [
            ("马秀英", vec![Kind::Name]),
            ("139-0000-0001", vec![Kind::Name, Kind::Phone, Kind::IdNumber]),
            ("62010319900101123X", vec![Kind::Name, Kind::IdNumber]),
            ("马", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<_> = of_words(words).into_iter().map(|(kind, _)| kind).collect();
            assert_eq!(found, kinds, "{words}");
        }
    }
}
