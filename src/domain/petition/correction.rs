//! What a record says wrongly is set right: of the matter until a unit has accepted it, of its people at any time.
//! What it said before is kept sealed. The log names the fields and the reason, and no value of a person: it is never
//! erased.

use super::{
    Invalid, InvalidCode, NewParty, Petition, Purpose, Refusal, RefusalCode, RepresentativeRule, StateName,
    registration, representatives_allowed,
};
use crate::domain::{
    ReasonNeeded,
    event::{Change, EventKind},
    given_reason,
    ids::PersonId,
    jurisdiction::DivisionCode,
    named,
    people::{Party, PartyKind},
    width::narrowed,
};
use std::collections::BTreeSet;

named!(
    /// What of a record can be corrected.
    pub enum RecordField {
        Title = "title",
        Text = "text",
        Place = "place",
        Purpose = "purpose",
        Respondent = "respondent",
        PersonsConcerned = "persons_concerned",
        Name = "name",
        Phone = "phone",
        IdNumber = "id_number",
        Address = "address",
    }
);

/// What is to stand there. None: it stays; a blank text empties what may be empty.
#[derive(Clone, Default)]
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct Correction {
    pub title: Option<String>,
    pub text: Option<String>,
    pub place: Option<DivisionCode>,
    pub purpose: Option<Purpose>,
    pub respondent: Option<String>,
    pub persons_concerned: Option<u32>,
    pub people: Vec<PersonCorrection>,
}

/// Of one person of the petition; what is none stays as it is.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct PersonCorrection {
    pub id: PersonId,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub id_number: Option<String>,
    pub address: Option<String>,
}

/// What stood there before; empty if nothing did.
#[derive(Clone, PartialEq, Eq)]
pub struct FormerValue {
    pub field: RecordField,
    /// Whose it was; none of the matter.
    pub person: Option<PersonId>,
    pub text: String,
}

impl std::fmt::Debug for FormerValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FormerValue").field("field", &self.field).finish_non_exhaustive()
    }
}

/// A record set right. `petition.version` is still the one that was read.
#[derive(Debug, Clone)]
pub struct Corrected {
    pub petition: Petition,
    /// All its people, as they are from now on.
    pub parties: Vec<Party>,
    /// In the order they were asked for.
    pub former: Vec<FormerValue>,
    pub change: Change,
}

/// Why a record stays as it is: what was written is no such value, or it is too late for it.
#[derive(Debug, thiserror::Error)]
pub enum NotCorrected {
    #[error(transparent)]
    Invalid(#[from] Invalid),
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// While what was filed may still be corrected: no unit has taken it on as it reads.
const BEFORE_ACCEPTANCE: &[StateName] =
    &[StateName::Registered, StateName::Screening, StateName::Routed, StateName::Objected];
/// While nobody but the registering bureau has it.
const BEFORE_ROUTING: &[StateName] = &[StateName::Registered, StateName::Screening];

impl Petition {
    /// Whether its place may still be set right: until it is routed or handed down, and again once it is back.
    #[must_use]
    pub fn has_place_open(&self) -> bool {
        self.desk == self.registered_by && BEFORE_ROUTING.contains(&self.state.name())
    }
}

/// Sets right what `asked` says differently.
///
/// # Errors
/// A field is not acceptable, nothing differs, or it is too late for it.
pub fn correct(
    petition: &Petition,
    parties: &[Party],
    asked: Correction,
    reason: String,
    rules: &[RepresentativeRule],
) -> Result<Corrected, NotCorrected> {
    let reason = given(&reason)?;
    let mut record = Record { petition: petition.clone(), parties: parties.to_vec(), former: Vec::new() };
    for (index, person) in asked.people.iter().enumerate() {
        record.person(index, person)?;
    }
    let of_people = record.former.len();
    record.matter(asked);
    if record.former.is_empty() {
        let sentence = "Nothing differs from what is on record";
        return Err(Invalid::new("correction", InvalidCode::Unchanged, sentence).into());
    }
    if record.former.len() > of_people {
        record.check_matter(petition, rules)?;
    }
    let change = record.change(reason);
    let Record { petition, parties, former } = record;
    Ok(Corrected { petition, parties, former, change })
}

/// A record while it is corrected.
struct Record {
    petition: Petition,
    parties: Vec<Party>,
    former: Vec<FormerValue>,
}

impl Record {
    fn person(&mut self, index: usize, asked: &PersonCorrection) -> Result<(), Invalid> {
        use RecordField as F;
        let field = format!("people.{index}");
        let Some(party) = self.parties.iter_mut().find(|party| party.id == asked.id) else {
            let sentence = "The petition names no such person";
            return Err(Invalid::new(format!("{field}.id"), InvalidCode::Malformed, sentence));
        };
        let person = Some(asked.id);
        let mut former = Vec::new();
        former.extend(replaced(&mut party.name, asked.name.as_deref()).map(|text| (F::Name, text)));
        for (field, kept, told) in [
            (F::Phone, &mut party.phone, &asked.phone),
            (F::IdNumber, &mut party.id_number, &asked.id_number),
            (F::Address, &mut party.address, &asked.address),
        ] {
            let told = told
                .as_deref()
                .map(|told| if field == F::Address { told.to_owned() } else { narrowed(told) });
            former.extend(replaced_or_emptied(kept, told.as_deref()).map(|text| (field, text)));
        }
        if !former.is_empty() {
            let Petition { channel, origin, .. } = &self.petition;
            let corrected = NewParty::from(&*party);
            corrected.check(&field)?;
            if party.kind == PartyKind::Petitioner {
                corrected.check_contact(&field, *channel, origin)?;
            }
        }
        self.former.extend(former.into_iter().map(|(field, text)| FormerValue { field, person, text }));
        Ok(())
    }

    fn matter(&mut self, asked: Correction) {
        use RecordField as F;
        let Petition { title, text, respondent, place, purpose, persons_concerned, .. } = &mut self.petition;
        let mut former = Vec::new();
        former.extend(replaced(title, asked.title.as_deref()).map(|text| (F::Title, text)));
        former.extend(replaced(text, asked.text.as_deref()).map(|text| (F::Text, text)));
        former.extend(exchanged(place, asked.place).map(|code| (F::Place, code.to_string())));
        former.extend(exchanged(purpose, asked.purpose).map(|purpose| (F::Purpose, purpose.to_string())));
        let respondent = replaced_or_emptied(respondent, asked.respondent.as_deref());
        former.extend(respondent.map(|text| (F::Respondent, text)));
        let persons = exchanged(persons_concerned, asked.persons_concerned);
        former.extend(persons.map(|count| (F::PersonsConcerned, count.to_string())));
        self.former.extend(former.into_iter().map(|(field, text)| FormerValue { field, person: None, text }));
    }

    /// The limits of registration hold, and the moment is right.
    fn check_matter(&self, before: &Petition, rules: &[RepresentativeRule]) -> Result<(), NotCorrected> {
        let Petition { title, text, respondent, place, persons_concerned, .. } = &self.petition;
        let state = before.state.name();
        if !BEFORE_ACCEPTANCE.contains(&state) {
            let sentence = "What was filed is corrected until a unit has accepted it; its people at any time";
            return Err(refusal(RefusalCode::AcceptedAlready, sentence).into());
        }
        if *place != before.place && !before.has_place_open() {
            let sentence = "The place is corrected before it is routed or handed down";
            return Err(refusal(RefusalCode::PlaceFixed, sentence).into());
        }
        if self.petition.chain() != before.chain() {
            let sentence =
                "A matter of another county is registered there anew: this one's log is that of its county";
            return Err(refusal(RefusalCode::PlaceFixed, sentence).into());
        }
        registration::check_matter(title, text, respondent.as_deref(), *persons_concerned)?;
        let signers = self.parties.iter().filter(|party| party.signs()).count();
        if !u32::try_from(signers).is_ok_and(|signers| signers <= *persons_concerned) {
            let sentence = format!("{signers} have signed it");
            return Err(Invalid::new("persons_concerned", InvalidCode::OutOfRange, sentence).into());
        }
        let represents = |party: &&Party| party.kind == PartyKind::Representative;
        let elected = self.parties.iter().filter(represents).count();
        let allowed = representatives_allowed(rules, place, *persons_concerned);
        if !u32::try_from(elected).is_ok_and(|elected| elected <= allowed) {
            let sentence = format!("At most {allowed} representatives may be elected (art. 20)");
            let invalid = Invalid::new("representatives", InvalidCode::TooManyRepresentatives, sentence);
            return Err(Invalid { allowed: Some(allowed), ..invalid }.into());
        }
        Ok(())
    }

    /// Statistics follow the log: place and number of persons are in it, and are nobody's.
    fn change(&self, reason: String) -> Change {
        let is_in = |field| self.former.iter().any(|former| former.field == field);
        let names: BTreeSet<RecordField> = self.former.iter().map(|former| former.field).collect();
        let names: Vec<_> = names.into_iter().map(RecordField::as_str).collect();
        let mut change =
            Change::new(EventKind::PetitionCorrected).because(reason).with("fields", names.join(","));
        if is_in(RecordField::Place) {
            change = change.with("place", &self.petition.place);
        }
        if is_in(RecordField::PersonsConcerned) {
            change = change.with("persons_concerned", self.petition.persons_concerned);
        }
        change
    }
}

/// What stood there, if `told` is something else.
fn replaced(kept: &mut String, told: Option<&str>) -> Option<String> {
    exchanged(kept, told.map(registration::kept))
}

fn replaced_or_emptied(kept: &mut Option<String>, told: Option<&str>) -> Option<String> {
    let told = told.map(|told| Some(registration::kept(told)).filter(|told| !told.is_empty()));
    exchanged(kept, told).map(Option::unwrap_or_default)
}

fn exchanged<T: PartialEq>(kept: &mut T, told: Option<T>) -> Option<T> {
    let told = told.filter(|told| told != kept)?;
    Some(std::mem::replace(kept, told))
}

/// P1, art. 22: what is registered is what was said.
pub(super) fn refusal(code: RefusalCode, sentence: &str) -> Refusal {
    Refusal { code, rule: "P1", article: 22, sentence: sentence.to_owned() }
}

pub(super) fn given(reason: &str) -> Result<String, Refusal> {
    given_reason(reason).map_err(|_| refusal(RefusalCode::ReasonNeeded, ReasonNeeded::SENTENCE))
}

#[cfg(test)]
#[path = "correction_tests.rs"]
mod tests;
