//! What is sent of a field, given what may be shown of it. What is not shown is not sent.

use super::{FieldRights, PetitionField, Shown};
use crate::domain::{
    hearing::{Hearing, Occupant, Seat},
    people::Phone,
};

impl FieldRights {
    /// What is sent of `text`.
    #[must_use]
    pub fn text(self, field: PetitionField, text: Option<String>) -> Option<String> {
        match self.shown(field) {
            Shown::Full => text,
            Shown::Masked => text.map(|text| masked(field, &text)),
            Shown::Hidden => None,
        }
    }

    /// What is sent of a list of notes or of papers: all or nothing.
    #[must_use]
    pub fn all<T>(self, field: PetitionField, found: Vec<T>) -> Vec<T> {
        if self.shown(field) == Shown::Full { found } else { Vec::new() }
    }

    /// A hearing as it is sent. Whoever does not act for an organ is one of its people: parties, those who come
    /// with them, witnesses.
    #[must_use]
    pub fn hearing(self, mut hearing: Hearing) -> Hearing {
        for seat in &mut hearing.seats {
            self.seat(seat);
        }
        hearing
    }

    fn seat(self, seat: &mut Seat) {
        let name = |name: &mut String| {
            *name = self.text(PetitionField::Name, Some(std::mem::take(name))).unwrap_or_default();
        };
        match &mut seat.occupant {
            Occupant::Official { .. } | Occupant::Room { .. } => {}
            Occupant::Party { .. } => name(&mut seat.name),
            Occupant::External { name: theirs, phone, .. } => {
                name(theirs);
                name(&mut seat.name);
                let number = phone.take().map(|phone| phone.as_str().to_owned());
                *phone = self.text(PetitionField::Phone, number).map(Phone::new);
            }
        }
    }
}

/// Enough to tell two people apart: of a name the first character, of numbers the last four, of words nothing.
fn masked(field: PetitionField, text: &str) -> String {
    match field {
        PetitionField::Name if text.is_empty() => String::new(), // a masked plate has none
        PetitionField::Name => text.chars().take(1).chain("**".chars()).collect(),
        PetitionField::Phone | PetitionField::IdNumber => end_of(text),
        PetitionField::Address | PetitionField::Notes | PetitionField::Papers => "**".to_owned(),
    }
}

/// All but the last four characters hidden.
fn end_of(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(4);
    number.chars().enumerate().map(|(place, c)| if place < hidden { '*' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_masked_the_first_or_the_last_is_shown() {
        for (field, text, shown) in [
            (PetitionField::IdNumber, "620102199001011234", "**************1234"),
            (PetitionField::IdNumber, "123", "123"),
            (PetitionField::Phone, "13900000001", "*******0001"),
            (PetitionField::Name, "马秀英", "马**"),
            (PetitionField::Name, "", ""),
        ] {
            assert_eq!(masked(field, text), shown);
        }
    }
}
