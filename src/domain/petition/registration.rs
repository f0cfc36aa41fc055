//! P1: from what was filed to a registered petition with its first clock.

use super::{
    Accused, Category, Channel, Clock, ClockKind, ContentClass, Course, Origin, Petition, PetitionNumber,
    PetitionState, Purpose, Registration, RepresentativeRule, UNSIGNED, joining::MOST_CO_PETITIONERS,
    representatives_allowed,
};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    ids::{AgencyId, PersonId, PetitionId},
    jurisdiction::DivisionCode,
    named,
    people::{Party, PartyKind, is_phone},
    petition::Calendar,
    width::{narrow_letters, narrowed},
};
use std::ops::RangeInclusive;
use time::Date;

/// A petition as filed. Its fields are personal: no `Debug`.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "names, phones and the text of a petition are not logged")]
pub struct NewPetition {
    pub title: String,
    pub text: String,
    pub place: DivisionCode,
    pub category: Category,
    pub purpose: Purpose,
    pub content_class: ContentClass,
    pub channel: Channel,
    pub origin: Origin,
    pub respondent: Option<String>,
    /// Only with [`Category::Report`].
    pub accused: Option<AgencyId>,
    /// Signers or not; at least the signers.
    pub persons_concerned: u32,
    pub petitioner: NewParty,
    pub co_petitioners: Vec<NewParty>,
    pub representatives: Vec<NewParty>,
}

/// A person as filed: nothing of it is checked or trimmed yet.
#[derive(Clone, Default)]
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct NewParty {
    pub name: String,
    pub phone: Option<String>,
    pub id_number: Option<String>,
    pub address: Option<String>,
}

named!(
    /// What is wrong with one field of a filing.
    pub enum InvalidCode {
        /// Missing, empty or too short.
        TooShort = "too_short",
        TooLong = "too_long",
        OutOfRange = "out_of_range",
        /// Not what such a field looks like.
        Malformed = "malformed",
        TooMany = "too_many",
        /// More than may speak for the others (art. 20); `allowed` says how many may.
        TooManyRepresentatives = "too_many_representatives",
        /// An accused agency is named only in a report.
        OnlyInReports = "only_in_reports",
        /// Neither a phone number nor, where one will do, an address (art. 19).
        NoContact = "no_contact",
        /// Nobody's name is on it, and it did not come on paper.
        OnlyOnPaper = "only_on_paper",
        /// A correction that corrects nothing.
        Unchanged = "unchanged",
    }
);

/// Why a filing is not taken: which field (as the contract names it) and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {sentence}")]
pub struct Invalid {
    pub field: String,
    pub code: InvalidCode,
    pub sentence: String,
    /// With [`InvalidCode::TooManyRepresentatives`].
    pub allowed: Option<u32>,
}

/// A filing within all limits; only [`NewPetition::check`] makes one.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct ValidPetition(NewPetition);

/// What a registration is given from outside.
#[derive(Debug, Clone)]
pub struct Registering {
    pub id: PetitionId,
    pub number: PetitionNumber,
    /// The agency that registers; for the citizen page `registering_bureau`.
    pub by: AgencyId,
    pub now: Timestamp,
    /// When it came in. Days that it waited for a person are days of the fifteen (art. 22).
    pub received_at: Timestamp,
    pub query_code_hash: [u8; 32],
}

impl NewPetition {
    /// Trims every text and holds it to the limits of the contract.
    ///
    /// # Errors
    /// The first field that is not acceptable.
    pub fn check(mut self, rules: &[RepresentativeRule], today: Date) -> Result<ValidPetition, Invalid> {
        self.trim();
        self.origin.check(self.channel, today)?;
        check_matter(&self.title, &self.text, self.respondent.as_deref(), self.persons_concerned)?;
        if self.accused.is_some() && self.category != Category::Report {
            let sentence = "An accused agency is named only in a report (检举控告)";
            return Err(Invalid::new("accused", InvalidCode::OnlyInReports, sentence));
        }
        if self.origin.leader.is_some() && self.category == Category::Report {
            let sentence =
                "A report (检举控告) is sealed: it names no leader, and goes to the discipline desk";
            return Err(Invalid::new("leader", InvalidCode::Malformed, sentence));
        }
        self.petitioner.check_contact("petitioner", self.channel, &self.origin)?;
        let signers = u32::try_from(1 + self.co_petitioners.len()).unwrap_or(u32::MAX);
        self.persons_concerned = self.persons_concerned.max(signers);
        self.check_people(rules)?;
        Ok(ValidPetition(self))
    }

    fn check_people(&self, rules: &[RepresentativeRule]) -> Result<(), Invalid> {
        self.petitioner.check("petitioner")?;
        for (index, party) in self.co_petitioners.iter().enumerate() {
            party.check(&format!("co_petitioners.{index}"))?;
        }
        for (index, party) in self.representatives.iter().enumerate() {
            party.check(&format!("representatives.{index}"))?;
        }
        if self.co_petitioners.len() > MOST_CO_PETITIONERS {
            let sentence =
                "At most 500 co-petitioners are listed; the number of persons concerned says the rest";
            return Err(Invalid::new("co_petitioners", InvalidCode::TooMany, sentence));
        }
        let allowed = representatives_allowed(rules, &self.place, self.persons_concerned);
        if u32::try_from(self.representatives.len()).is_ok_and(|count| count <= allowed) {
            return Ok(());
        }
        let sentence = format!("At most {allowed} representatives may be elected (art. 20)");
        let invalid = Invalid::new("representatives", InvalidCode::TooManyRepresentatives, sentence);
        Err(Invalid { allowed: Some(allowed), ..invalid })
    }

    fn trim(&mut self) {
        trim(&mut self.title);
        trim(&mut self.text);
        trim_optional(&mut self.respondent);
        self.origin.trim();
        let people = self.co_petitioners.iter_mut().chain(&mut self.representatives);
        for party in people.chain([&mut self.petitioner]) {
            party.trim();
        }
        if !self.origin.signed && self.petitioner.name.is_empty() {
            UNSIGNED.clone_into(&mut self.petitioner.name);
        }
    }
}

/// The limits of what is said of the matter, when it is filed and when it is corrected. Texts are trimmed.
pub(super) fn check_matter(
    title: &str,
    text: &str,
    respondent: Option<&str>,
    persons_concerned: u32,
) -> Result<(), Invalid> {
    length("title", title, 4..=100)?;
    length("text", text, 10..=10_000)?;
    if let Some(respondent) = respondent {
        length("respondent", respondent, 2..=100)?;
    }
    if !(1..=100_000).contains(&persons_concerned) {
        let sentence = "Between 1 and 100,000 persons are concerned";
        return Err(Invalid::new("persons_concerned", InvalidCode::OutOfRange, sentence));
    }
    Ok(())
}

impl NewPetition {
    /// The day until which the organ above that sent it wants an answer.
    fn wanted_by(&self) -> Option<Date> {
        self.origin.answer_by.filter(|_| self.channel == Channel::SuperiorTransfer)
    }

    /// The log's line for it; `due` is the day of T1.
    fn registered(&self, given: &Registering, due: Option<Timestamp>, calendar: &Calendar) -> Change {
        let mut change = Change::new(EventKind::PetitionRegistered)
            .due(None, due)
            .with("number", &given.number)
            .with("channel", self.channel)
            .with("category", self.category)
            .with("content_class", self.content_class)
            .with("persons_concerned", self.persons_concerned)
            .with("registered_by", given.by)
            .with("calendar", calendar.version());
        if let Some(leader) = self.origin.leader {
            change = change.with("written_to", leader);
        }
        if given.received_at != given.now {
            change = change.with("received_at", given.received_at.0);
        }
        if !self.origin.signed {
            change = change.with("signed", false);
        }
        if let Some(number) = &self.origin.number {
            change = change.with("external_number", number);
        }
        if let Some(day) = self.wanted_by() {
            change = change.with("answer_by", day);
        }
        if let Some(read_back) = self.origin.read_back {
            change = change.with("read_back", if read_back { "yes" } else { "no" });
        }
        change
    }
}

impl ValidPetition {
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.0.origin
    }

    /// Registers it: number, people, T1 (15 calendar days to route it, art. 22), and the day until which the organ above
    /// that sent it wants an answer.
    pub fn register(
        self,
        given: Registering,
        calendar: &Calendar,
        mut new_person: impl FnMut() -> PersonId,
    ) -> (Registration, Change) {
        let new = self.0;
        let mut clocks: Vec<_> =
            Clock::start(ClockKind::Route, given.received_at, calendar).into_iter().collect();
        let due = clocks.first().map(|clock| clock.due);
        clocks.extend(new.wanted_by().map(|day| Clock::ordered(given.now, day)));
        let change = new.registered(&given, due, calendar);
        let mut parties = vec![new.petitioner.party(new_person(), PartyKind::Petitioner)];
        for (people, kind) in
            [(new.co_petitioners, PartyKind::CoPetitioner), (new.representatives, PartyKind::Representative)]
        {
            parties.extend(people.into_iter().map(|party| party.party(new_person(), kind)));
        }
        let petition = Petition {
            id: given.id,
            number: given.number.to_string(),
            title: new.title,
            text: new.text,
            place: new.place,
            category: new.category,
            purpose: new.purpose,
            content_class: new.content_class,
            channel: new.channel,
            origin: new.origin,
            registered_by: given.by,
            desk: given.by,
            registered_at: given.now,
            persons_concerned: new.persons_concerned,
            respondent: new.respondent,
            accused: new.accused.map(Accused::agency),
            state: PetitionState::Registered,
            opinion: None,
            course: Course::default(),
            clocks,
            version: 1,
        };
        (Registration { petition, parties, query_code_hash: given.query_code_hash }, change)
    }
}

impl From<&Party> for NewParty {
    fn from(party: &Party) -> Self {
        let Party { name, phone, id_number, address, .. } = party.clone();
        Self { name, phone, id_number, address }
    }
}

impl NewParty {
    pub(super) fn trim(&mut self) {
        trim(&mut self.name);
        for number in [&mut self.phone, &mut self.id_number] {
            *number = number.as_deref().map(narrowed);
            trim_optional(number);
        }
        trim_optional(&mut self.address);
    }

    /// Art. 19 wants name and address of the petitioner: who writes or comes can be answered by post, who calls or types
    /// is called.
    pub(super) fn check_contact(
        &self,
        field: &str,
        channel: Channel,
        origin: &Origin,
    ) -> Result<(), Invalid> {
        let by_post = channel.is_answered_by_post();
        if self.phone.is_some() || !origin.signed || (by_post && self.address.is_some()) {
            return Ok(());
        }
        let sentence = if by_post {
            "A phone number or an address is needed to answer the petitioner (art. 19)"
        } else {
            "A phone number is needed to reach the petitioner"
        };
        Err(Invalid::new(format!("{field}.phone"), InvalidCode::NoContact, sentence))
    }

    pub(super) fn check(&self, field: &str) -> Result<(), Invalid> {
        length(&format!("{field}.name"), &self.name, 1..=50)?;
        if self.phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            let sentence = "A phone number has 5 to 20 digits";
            return Err(Invalid::new(format!("{field}.phone"), InvalidCode::Malformed, sentence));
        }
        if let Some(number) = &self.id_number {
            length(&format!("{field}.id_number"), number, 4..=30)?;
            if !number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '(' | ')' | '-')) {
                let sentence = "The number of an identity paper has letters and digits only";
                return Err(Invalid::new(format!("{field}.id_number"), InvalidCode::Malformed, sentence));
            }
        }
        self.address.as_ref().map_or(Ok(()), |text| length(&format!("{field}.address"), text, 1..=200))
    }

    pub(super) fn party(self, id: PersonId, kind: PartyKind) -> Party {
        Party {
            id,
            kind,
            name: self.name,
            phone: self.phone,
            id_number: self.id_number,
            address: self.address,
            authority: None,
        }
    }
}

impl Invalid {
    pub(super) fn new(field: impl Into<String>, code: InvalidCode, sentence: impl Into<String>) -> Self {
        Self { field: field.into(), code, sentence: sentence.into(), allowed: None }
    }
}

fn length(field: &str, text: &str, limits: RangeInclusive<usize>) -> Result<(), Invalid> {
    let count = text.chars().count();
    if limits.contains(&count) {
        return Ok(());
    }
    let code = if count < *limits.start() { InvalidCode::TooShort } else { InvalidCode::TooLong };
    let sentence = format!("Between {} and {} characters are needed", limits.start(), limits.end());
    Err(Invalid::new(field, code, sentence))
}

/// A text as it is kept: without white around it, its letters and digits as narrow as they are looked for.
pub(super) fn kept(text: &str) -> String {
    narrow_letters(text.trim())
}

fn trim(text: &mut String) {
    *text = kept(text);
}

/// An optional text that is blank is none.
pub(super) fn trim_optional(text: &mut Option<String>) {
    *text = text.as_deref().map(kept).filter(|text| !text.is_empty());
}

#[cfg(test)]
#[path = "registration_tests.rs"]
mod tests;
