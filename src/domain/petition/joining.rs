//! Joining a registered petition: co-petitioners, and agents with written authority (代理人).

use super::{
    Attachment, Household, Invalid, InvalidCode, NewParty, NotCorrected, Petition, RefusalCode,
    correction::refusal,
};
use crate::domain::{
    event::{Change, EventKind},
    ids::{AttachmentId, PersonId},
    people::{Party, PartyKind},
};

/// As before a court (民事诉讼法 art. 61): one or two.
const MOST_AGENTS: usize = 2;
/// As at registration; the number of persons concerned says the rest.
pub(super) const MOST_CO_PETITIONERS: usize = 500;

/// Somebody who is to join.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "personal information is not logged")]
pub struct Joining {
    /// Agent or co-petitioner: representatives are elected (art. 20).
    pub kind: PartyKind,
    pub party: NewParty,
    /// The file that says so (授权委托书): an agent has it.
    pub authority: Option<AttachmentId>,
}

/// A petition with one more person in it. `petition.version` is still the one that was read.
#[derive(Debug, Clone)]
pub struct Joined {
    pub petition: Petition,
    pub party: Party,
    pub change: Change,
}

impl Joining {
    /// # Errors
    /// A field is not acceptable, or the petition is over.
    pub fn join(
        self,
        petition: &Petition,
        parties: &[Party],
        files: &[Attachment],
        id: PersonId,
    ) -> Result<Joined, NotCorrected> {
        if !petition.state.is_open() {
            return Err(refusal(RefusalCode::WrongState, "Nobody joins a petition that is over").into());
        }
        self.check(parties, files)?;
        let Self { kind, mut party, authority } = self;
        party.trim();
        party.check("party")?;
        let party = Party { authority, ..party.party(id, kind) };
        let mut petition = petition.clone();
        let signers = parties.iter().chain([&party]).filter(|party| party.signs()).count();
        let signers = u32::try_from(signers).unwrap_or(u32::MAX);
        let mut change = Change::new(EventKind::PetitionPartyAdded).with("party", kind).with("person", id);
        if let Some(authority) = authority {
            change = change.with("authority", authority);
        }
        if signers > petition.persons_concerned {
            petition.persons_concerned = signers;
            change = change.with("persons_concerned", signers);
        }
        Ok(Joined { petition, party, change })
    }

    fn check(&self, parties: &[Party], files: &[Attachment]) -> Result<(), Invalid> {
        let invalid = |field: &str, code, sentence: &str| Err(Invalid::new(field, code, sentence));
        let most = match self.kind {
            PartyKind::Agent => MOST_AGENTS,
            PartyKind::CoPetitioner => MOST_CO_PETITIONERS,
            PartyKind::Petitioner | PartyKind::Representative => {
                let sentence = "An agent or a co-petitioner joins; representatives are elected (art. 20)";
                return invalid("kind", InvalidCode::Malformed, sentence);
            }
        };
        if parties.iter().filter(|party| party.kind == self.kind).count() >= most {
            return invalid("kind", InvalidCode::TooMany, &format!("At most {most}"));
        }
        match self.authority {
            None if self.kind == PartyKind::Agent => {
                let sentence = "An agent acts with written authority (授权委托书): add the file first";
                invalid("authority", InvalidCode::TooShort, sentence)
            }
            Some(file) if !files.iter().any(|known| known.id == file) => {
                invalid("authority", InvalidCode::Malformed, "The petition has no such file")
            }
            _ => Ok(()),
        }
    }
}

/// The agent acts for the petitioner of a household's own petition no more (撤销委托), of whom `parties` are; a merged one is
/// open as long as the matter is that it goes on in. `seated`: they have a seat in a hearing that is not over.
///
/// # Errors
/// There is no such agent, they still have a seat, no reason is given, or it is over.
pub fn end_authority(
    household: &Household,
    parties: &[Party],
    (person, seated): (PersonId, bool),
    reason: String,
) -> Result<Change, NotCorrected> {
    if !household.matter.state.is_open() {
        return Err(refusal(RefusalCode::WrongState, "Nobody leaves a petition that is over").into());
    }
    let invalid = |sentence: &str| Invalid::new("person", InvalidCode::Malformed, sentence);
    let is_agent = |party: &&Party| party.id == person && party.kind == PartyKind::Agent;
    let agent = parties.iter().find(is_agent).ok_or_else(|| invalid("The petition has no such agent"))?;
    if seated {
        let sentence = "The agent has a seat in a hearing that is not over: withdraw the seat first";
        return Err(invalid(sentence).into());
    }
    let change = Change::new(EventKind::PetitionAuthorityEnded)
        .because(super::correction::given(&reason)?)
        .with("person", person);
    Ok(match agent.authority {
        Some(authority) => change.with("authority", authority),
        None => change,
    })
}

#[cfg(test)]
#[path = "joining_tests.rs"]
mod tests;
