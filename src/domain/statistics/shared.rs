//! The same person in several petitions of a few days (docs/rules.md 4.3): found by blinded names, phones and numbers of
//! identity papers, so that who counts does not learn who it is.

use super::{Limits, Warning, WarningKind};
use crate::domain::{Timestamp, hex, ids::PetitionId, jurisdiction::DivisionCode};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody in a petition, by one of the tokens they have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub petition: PetitionId,
    pub place: DivisionCode,
    /// A keyed hash; newest petitions first in a list of them.
    pub token: Vec<u8>,
}

/// Whoever is in as many petitions as make a respondent a warning. One person with several tokens is one warning.
#[must_use]
pub fn shared_contacts(
    contacts: &[Contact],
    division: &DivisionCode,
    limits: &Limits,
    since: Timestamp,
) -> Vec<Warning> {
    let mut groups: BTreeMap<&[u8], Vec<&Contact>> = BTreeMap::new();
    for contact in contacts.iter().filter(|contact| division.contains(&contact.place)) {
        let group = groups.entry(&contact.token).or_default();
        if group.iter().all(|known| known.petition != contact.petition) {
            group.push(contact);
        }
    }
    let mut told: BTreeSet<Vec<PetitionId>> = BTreeSet::new();
    let mut found = Vec::new();
    for (token, group) in groups {
        let petitions: Vec<PetitionId> = group.iter().map(|contact| contact.petition).collect();
        let enough = u32::try_from(petitions.len()).is_ok_and(|count| count >= limits.respondent);
        if !enough || !told.insert(petitions.clone()) {
            continue;
        }
        if let Some(place) = super::warning::common(group.iter().map(|contact| &contact.place)) {
            let person = hex(token.get(..8).unwrap_or(token));
            let warning = Warning::new(WarningKind::Person, place, since, petitions);
            found.push(Warning { person: Some(person), ..warning });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn one_person_in_three_petitions_is_one_warning_whatever_they_are_known_by() {
        let contact = |n: u128, place: &str, token: u8| Contact {
            petition: PetitionId(Uuid::from_u128(n)),
            place: place.parse().unwrap(),
            token: vec![token; 32],
        };
        let contacts = [
            contact(3, "620102001", 1),
            contact(3, "620102001", 2), // phone and name of the same person
            contact(2, "620102002", 1),
            contact(2, "620102002", 2),
            contact(1, "620102001", 1),
            contact(1, "620102001", 2),
            contact(1, "620102001", 2), // twice in one petition
            contact(3, "620102001", 9), // in one alone
            contact(4, "620103", 9),
            contact(5, "620103", 9),
        ];
        for (division, expected) in
            [("620102", vec![("620102", 3)]), ("6201", vec![("620102", 3), ("6201", 3)]), ("620103", vec![])]
        {
            let division: DivisionCode = division.parse().unwrap();
            let found = shared_contacts(&contacts, &division, &Limits::default(), Timestamp(0));
            let brief: Vec<_> = found.iter().map(|one| (one.place.as_str(), one.count)).collect();
            assert_eq!(brief, expected, "{division}");
            assert!(found.iter().all(|one| one.kind == WarningKind::Person && one.person.is_some()));
        }
    }
}
