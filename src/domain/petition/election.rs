//! 推选代表: who of a joint petition speaks for the others (art. 20), elected after filing. People who came with petitions
//! of their own, merged since, may be elected as much as those who signed this one.

use super::{Invalid, InvalidCode, Petition, RepresentativeRule, representatives_allowed};
use crate::domain::{
    event::{Change, EventKind},
    ids::PersonId,
    people::{Party, PartyKind},
};
use std::collections::BTreeSet;

/// Everybody who may be elected.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "names and phones are not logged")]
pub struct Electorate<'a> {
    pub petition: &'a Petition,
    /// Its own people.
    pub parties: &'a [Party],
    /// People and petitions that go on in it.
    pub merged: &'a [(Petition, Vec<Party>)],
    /// Who sits in one of its hearings, so that their place in the record stays.
    pub seated: &'a [PersonId],
}

/// What an election changes.
#[expect(missing_debug_implementations, reason = "names and phones are not logged")]
pub struct Election {
    pub elected: Vec<Party>,
    pub dismissed: Vec<PersonId>,
    pub change: Change,
}

impl Electorate<'_> {
    /// Representatives first. Who is one already is not listed again as who they were before.
    #[must_use]
    pub fn candidates(&self) -> Vec<(&Party, &Petition)> {
        let own = self.parties.iter().map(|party| (party, self.petition));
        let joined = self
            .merged
            .iter()
            .flat_map(|(petition, parties)| parties.iter().map(move |party| (party, petition)));
        let (mut listed, others): (Vec<_>, Vec<_>) = own
            .chain(joined)
            .filter(|(party, _)| party.kind != PartyKind::Agent)
            .partition(|(party, petition)| self.is_representative(party, petition));
        let mut known: BTreeSet<_> = listed.iter().map(|(party, _)| who(party)).collect();
        listed.extend(others.into_iter().filter(|(party, _)| known.insert(who(party))));
        listed
    }

    /// At most so many, of all who joined (art. 20, local rules).
    #[must_use]
    pub fn allowed(&self, rules: &[RepresentativeRule]) -> u32 {
        let joined = self.merged.iter().map(|(petition, _)| petition.persons_concerned);
        let persons = joined.fold(self.petition.persons_concerned, u32::saturating_add);
        representatives_allowed(rules, &self.petition.place, persons)
    }

    #[must_use]
    pub fn is_representative(&self, party: &Party, of: &Petition) -> bool {
        party.kind == PartyKind::Representative && of.id == self.petition.id
    }

    /// These are the representatives from now on.
    ///
    /// # Errors
    /// Somebody is no candidate, there are too many, or one who is left out has a seat in a hearing.
    pub fn elect(
        &self,
        people: &[PersonId],
        rules: &[RepresentativeRule],
        mut new_person: impl FnMut() -> PersonId,
    ) -> Result<Election, Invalid> {
        let candidates = self.candidates();
        let chosen: BTreeSet<PersonId> = people.iter().copied().collect();
        if !chosen.iter().all(|person| candidates.iter().any(|(party, _)| party.id == *person)) {
            return Err(invalid("Somebody is not among the people of this petition"));
        }
        let allowed = self.allowed(rules);
        if !u32::try_from(chosen.len()).is_ok_and(|count| count <= allowed) {
            let sentence = format!("At most {allowed} representatives may be elected (art. 20)");
            let code = InvalidCode::TooManyRepresentatives;
            return Err(Invalid { code, allowed: Some(allowed), ..invalid(&sentence) });
        }
        let (mut elected, mut dismissed) = (Vec::new(), Vec::new());
        for (party, of) in candidates {
            match (chosen.contains(&party.id), self.is_representative(party, of)) {
                (true, false) => {
                    elected.push(Party {
                        id: new_person(),
                        kind: PartyKind::Representative,
                        ..party.clone()
                    });
                }
                (false, true) => dismissed.push(party.id),
                (true, true) | (false, false) => {}
            }
        }
        if dismissed.iter().any(|person| self.seated.contains(person)) {
            return Err(invalid("A representative with a seat in a hearing stays one"));
        }
        let change = Change::new(EventKind::PetitionRepresentativesElected)
            .with("representatives", chosen.len())
            .with("elected", elected.len())
            .with("dismissed", dismissed.len())
            .with("allowed", allowed);
        Ok(Election { elected, dismissed, change })
    }
}

/// One person with two places in the record is told by name and phone.
fn who(party: &Party) -> (&str, Option<&str>) {
    (&party.name, party.phone.as_deref())
}

fn invalid(sentence: &str) -> Invalid {
    Invalid { field: "people".into(), code: InvalidCode::Malformed, sentence: sentence.into(), allowed: None }
}

#[cfg(test)]
#[path = "election_tests.rs"]
mod tests;
