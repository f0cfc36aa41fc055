//! The way in without the desk (docs/rules.md 3.6): number and query code with a one-time code to the phone of who sits
//! there.

use super::{Hearing, Seat, on_the_phone};
use crate::domain::{ids::SeatId, people::Party};

/// How the people of a petition come into its hearing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayIn {
    /// By a code to the phone of this seat.
    Code(SeatId),
    /// By a code too, once it is said by its last digits which of several phones is meant.
    ByEnding,
    /// No phone is known: by a link from the office.
    Office,
}

/// None where none of `people` has a seat. `ending`: the last digits of a phone. Of seats that share one phone the
/// first at the table.
#[must_use]
pub fn way_in(hearing: &Hearing, people: &[Party], ending: Option<&str>) -> Option<WayIn> {
    let theirs: Vec<&Seat> = hearing.seats.iter().filter(|seat| is_of(seat, people)).collect();
    let phone = |seat: &&Seat| Some((seat.id, digits(on_the_phone(seat, people)?)));
    let mut phones: Vec<(SeatId, String)> = theirs.iter().filter_map(phone).collect();
    if phones.is_empty() {
        return (!theirs.is_empty()).then_some(WayIn::Office);
    }
    if let Some(ending) = ending {
        phones.retain(|(_, phone)| ends_in(phone, ending));
    }
    Some(match phones.split_first() {
        Some(((seat, phone), others)) if others.iter().all(|(_, other)| other == phone) => WayIn::Code(*seat),
        _ => WayIn::ByEnding,
    })
}

fn is_of(seat: &Seat, people: &[Party]) -> bool {
    let theirs = |person| people.iter().any(|party| party.id == person);
    seat.stands() && seat.occupant.person().is_some_and(theirs)
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// Fewer digits than four would be guessed.
fn ends_in(phone: &str, ending: &str) -> bool {
    let ending = ending.trim();
    ending.len() == 4 && ending.bytes().all(|byte| byte.is_ascii_digit()) && phone.ends_with(ending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Timestamp,
        hearing::{Gone, Occupant, ParticipantRole},
        ids::PersonId,
        people::PartyKind,
    };
    use uuid::Uuid;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn seat(n: u128) -> Seat {
        Seat {
            mandatory: true,
            ..Seat::new(
                SeatId(Uuid::from_u128(n)),
                ParticipantRole::Petitioner,
                Occupant::Party { person: person(n) },
            )
        }
    }

    fn hearing(seats: Vec<Seat>) -> Hearing {
        Hearing { ends_at: Timestamp(1), seats, ..Hearing::blank() }
    }

    /// People 1, 2, … with these phones, each with a seat.
    #[track_caller]
    fn check(phones: &[Option<&str>], ending: Option<&str>, expected: Option<WayIn>) {
        let party = |(n, phone): (u128, &Option<&str>)| Party {
            id: person(n),
            kind: PartyKind::Petitioner,
            name: String::new(),
            phone: phone.map(str::to_owned),
            id_number: None,
            address: None,
            authority: None,
        };
        let people: Vec<Party> = (1..).zip(phones).map(party).collect();
        let seats = (1..).zip(phones).map(|(n, _)| seat(n)).collect();
        assert_eq!(way_in(&hearing(seats), &people, ending), expected, "{phones:?} {ending:?}");
    }

    #[test]
    fn one_phone_needs_no_choice_and_several_are_told_apart_by_their_last_four_digits() {
        let code = |n| Some(WayIn::Code(SeatId(Uuid::from_u128(n))));
        let (one, two) = (Some("139 0000 0001"), Some("13900000002"));
        for (phones, ending, expected) in [
            (&[one][..], None, code(1)),
            (&[None, two], None, code(2)),
            (&[one, two], None, Some(WayIn::ByEnding)),
            (&[one, two], Some("0002"), code(2)),
            (&[one, two], Some(" 0001 "), code(1)),
            (&[one, two], Some("2"), Some(WayIn::ByEnding)),
            (&[one], Some("0002"), Some(WayIn::ByEnding)), // a wrong ending is no way to learn the right one
            (&[one, one], None, code(1)),
            (&[None], None, Some(WayIn::Office)),
            (&[], None, None),
        ] {
            check(phones, ending, expected);
        }
    }

    #[test]
    fn who_was_removed_and_who_is_not_of_the_petition_come_in_no_such_way() {
        let removed = Seat { gone: Some(Gone::Removed { reason: "扰乱秩序".into() }), ..seat(1) };
        let party = Party {
            id: person(1),
            kind: PartyKind::Petitioner,
            name: String::new(),
            phone: Some("13900000001".into()),
            id_number: None,
            address: None,
            authority: None,
        };
        assert_eq!(way_in(&hearing(vec![removed, seat(2)]), &[party], None), None);
    }
}
