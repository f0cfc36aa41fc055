//! Likely duplicates: petitions about the same matter, by one person or by several of one place.

use super::{Category, ContentClass, Petition};
use crate::domain::{
    DAY_MS, Timestamp,
    jurisdiction::{DivisionCode, Level},
};
use std::collections::BTreeSet;

/// How long neighbours are looked back for: longer than a petition takes to be answered (art. 34).
const NEIGHBOURS_MS: i64 = 90 * DAY_MS;

/// Why another petition may be the same matter, the likeliest first. A hint for a person, no proof (art. 19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same person, with a like title.
    Alike,
    /// Somebody else of the same township, of the same class, lately, with a like title.
    Neighbour,
    /// The same person, about something else by its title.
    SamePerson,
}

/// A matter that others are compared with; it need not be registered yet.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    pub title: &'a str,
    pub place: &'a DivisionCode,
    pub category: Category,
    pub class: ContentClass,
    /// When it is told.
    pub at: Timestamp,
}

impl<'a> Matter<'a> {
    /// As it is on record.
    #[must_use]
    pub fn of(petition: &'a Petition) -> Self {
        let Petition { title, place, category, content_class: class, registered_at: at, .. } = petition;
        Self { title, place, category: *category, class: *class, at: *at }
    }

    /// The township it is in, or the place itself where none is named.
    #[must_use]
    pub fn neighbourhood(&self) -> DivisionCode {
        self.place.at(Level::Township).unwrap_or_else(|| self.place.clone())
    }

    /// Since when neighbours count.
    #[must_use]
    pub const fn since(&self) -> Timestamp {
        self.at.plus_millis(-NEIGHBOURS_MS)
    }

    /// Another petition of the same person.
    #[must_use]
    pub fn of_same_person(&self, other: &Petition) -> Likeness {
        if alike(&other.title, self.title) { Likeness::Alike } else { Likeness::SamePerson }
    }

    /// What was ended is no neighbour, nor what is of another category: nothing is merged into it.
    #[must_use]
    pub fn is_neighbour(&self, other: &Petition) -> bool {
        other.state.is_open()
            && !other.is_sealed()
            && other.category == self.category
            && other.content_class == self.class
            && other.registered_at >= self.since()
            && self.neighbourhood().contains(&other.place)
            && alike(&other.title, self.title)
    }
}

/// Half of the shorter title's pairs of characters stand in the other one. A hint for a person, no proof.
#[must_use]
fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (pairs(one), pairs(other));
    let least = one.len().min(other.len());
    least > 0 && one.intersection(&other).count() * 2 >= least
}

fn pairs(title: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<_> = title.chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::PetitionState;

    const NOW: Timestamp = Timestamp(1_795_395_600_000);

    fn registered() -> Petition {
        Petition {
            title: "小区电梯停运".into(),
            place: "620103002001".parse().unwrap(),
            registered_at: NOW,
            ..Petition::blank()
        }
    }

    #[test]
    fn a_neighbour_is_near_of_the_same_class_open_and_lately_registered() {
        let place = "620103002005".parse().unwrap();
        let class = ContentClass::PropertyManagement;
        let matter =
            Matter {
                title: "小区电梯长期停运", place: &place, category: Category::Appeal, class, at: NOW
            };
        type Case = (&'static str, fn(&mut Petition));
        let cases: [Case; 8] = [
            ("", |_| {}),
            ("another title", |other| other.title = "夜间施工扰民".into()),
            ("another township", |other| other.place = "620103003".parse().unwrap()),
            ("another class", |other| other.content_class = ContentClass::Land),
            ("long ago", |other| other.registered_at = NOW.plus_millis(-NEIGHBOURS_MS - 1)),
            ("a suggestion", |other| other.category = Category::Suggestion),
            ("a report", |other| other.category = Category::Report),
            ("withdrawn", |other| other.state = PetitionState::Withdrawn { at: NOW }),
        ];
        for (why_not, change) in cases {
            let mut other = registered();
            change(&mut other);
            assert_eq!(matter.is_neighbour(&other), why_not.is_empty(), "{why_not}");
        }
    }

    #[test]
    fn one_person_tells_the_same_matter_again_or_another() {
        let place = "620103".parse().unwrap();
        let of = |title| {
            let matter = Matter {
                title,
                place: &place,
                category: Category::Appeal,
                class: ContentClass::Land,
                at: NOW,
            };
            matter.of_same_person(&registered())
        };
        assert_eq!(of("小区电梯长期停运"), Likeness::Alike);
        assert_eq!(of("夜间施工扰民"), Likeness::SamePerson);
    }

    #[test]
    fn titles_of_one_matter_are_alike() {
        for (one, other, same) in [
            ("小区电梯长期停运", "小区电梯停运", true),
            ("小区电梯长期停运", "电梯长期停运，无人修", true),
            ("小区电梯长期停运", "夜间施工扰民", false),
            ("", "夜间施工扰民", false),
        ] {
            assert_eq!(alike(one, other), same, "{one} / {other}");
            assert_eq!(alike(other, one), same, "{other} / {one}");
        }
    }
}
