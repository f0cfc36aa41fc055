//! 现场交办 and 补充发言: what is put to somebody in the room, and what they say to it.

use super::{Entry, Hearing, ParticipantRole, Refusal, RefusalCode, Seat, StageName};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    given_reason, hex,
    ids::{ActionItemId, AgencyId, EntryId, HearingId, SeatId},
};
use sha2::{Digest, Sha256};
use time::Date;

/// Longest line that a seat may put to the clerk, in characters; that of an entry.
const MAX_LINE: usize = 4000;

/// A seat's word for its agency, given in the room (invariant 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acceptance {
    pub seat: SeatId,
    pub at: Timestamp,
}

/// An action item put to an agency in the room. Accepted, it becomes an item of the outcome under the same id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemProposal {
    pub id: ActionItemId,
    pub hearing: HearingId,
    pub agency: AgencyId,
    pub content: String,
    pub deadline: Date,
    /// The line of the minutes it comes from.
    pub entry: EntryId,
    pub by: SeatId,
    pub at: Timestamp,
    pub answer: ItemAnswer,
}

/// What the agency's own seat said to an item put to it. A no may still become a yes, a yes nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemAnswer {
    Open,
    Accepted(Acceptance),
    Declined { seat: SeatId, at: Timestamp, reason: String },
}

/// A line that a seat would have in the minutes. Taken, it is an entry under the same id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryProposal {
    pub id: EntryId,
    pub hearing: HearingId,
    pub seat: SeatId,
    pub phase: super::AgendaPhase,
    pub text: String,
    pub at: Timestamp,
    /// The clerk did not take it, and why.
    pub returned: Option<String>,
}

/// While the session goes on or its minutes are gone through.
const fn takes_proposals(stage: StageName) -> bool {
    matches!(stage, StageName::InSession | StageName::Paused | StageName::MinutesReview | StageName::Signing)
}

fn must_take_proposals(hearing: &Hearing) -> Result<(), Refusal> {
    let stage = hearing.stage.name();
    if takes_proposals(stage) {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::WrongStage, format!("nothing is proposed: the hearing is {stage}")))
}

fn sits(seat: &Seat) -> bool {
    seat.admitted.is_some() && seat.stands()
}

/// Who signs the minutes, and interpreters: theirs are the words of whom they speak for.
fn proposes_lines(seat: &Seat) -> bool {
    seat.may_sign() || (seat.role == ParticipantRole::Interpreter && seat.stands())
}

impl ItemProposal {
    /// # Errors
    /// Not at this stage, not by who keeps the minutes, to nobody who sits there, or about no line.
    pub fn check(&self, hearing: &Hearing, entries: &[Entry], now: Timestamp) -> Result<(), Refusal> {
        must_take_proposals(hearing)?;
        if !hearing.seat(self.by).is_some_and(Seat::keeps_minutes) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "presider or clerk proposes action items"));
        }
        let bad = |sentence| Err(Refusal::new(RefusalCode::BadText, sentence));
        if !hearing.seats.iter().any(|seat| self.is_answered_by(seat)) {
            return bad("No seat speaks for that agency here");
        }
        if !(2..=1000).contains(&self.content.trim().chars().count()) {
            return bad("An item has 2 to 1,000 characters");
        }
        if self.deadline < now.local_date() {
            return bad("The deadline has passed already");
        }
        if !entries.iter().any(|entry| entry.id == self.entry && entry.struck.is_none()) {
            return bad("An item comes from a line of these minutes");
        }
        Ok(())
    }

    /// Whether this seat speaks for the agency that is asked.
    #[must_use]
    pub fn is_answered_by(&self, seat: &Seat) -> bool {
        seat.role == ParticipantRole::AgencyRep && seat.agency == Some(self.agency) && seat.stands()
    }

    /// The agency's own seat accepts, or says why not. It may think better of a no, never of a yes. What the agency has said
    /// already, by whichever seat, stays as it is.
    ///
    /// # Errors
    /// Not this seat's to answer, no reason, not at this stage, or accepted already.
    pub fn answered(
        self,
        hearing: &Hearing,
        by: SeatId,
        declined: Option<String>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        if !hearing.seat(by).is_some_and(|seat| sits(seat) && self.is_answered_by(seat)) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "another agency is asked"));
        }
        let declined = declined.map(|reason| given_reason(&reason)).transpose()?;
        if self.says(declined.as_deref()) {
            return Ok(self);
        }
        must_take_proposals(hearing)?;
        if let Some(accepted) = self.acceptance() {
            let who = hearing.seat(accepted.seat).map(Seat::plate).unwrap_or_default();
            let sentence = format!("the item was accepted already, by {who}");
            return Err(Refusal::new(RefusalCode::SignedAlready, sentence));
        }
        let answer = match declined {
            None => ItemAnswer::Accepted(Acceptance { seat: by, at: now }),
            Some(reason) => ItemAnswer::Declined { seat: by, at: now, reason },
        };
        Ok(Self { answer, ..self })
    }

    fn says(&self, declined: Option<&str>) -> bool {
        match &self.answer {
            ItemAnswer::Open => false,
            ItemAnswer::Accepted(_) => declined.is_none(),
            ItemAnswer::Declined { reason, .. } => declined == Some(reason.as_str()),
        }
    }

    #[must_use]
    pub const fn acceptance(&self) -> Option<Acceptance> {
        match self.answer {
            ItemAnswer::Accepted(acceptance) => Some(acceptance),
            ItemAnswer::Open | ItemAnswer::Declined { .. } => None,
        }
    }

    /// The log's line where an outcome orders it of nobody, although it was accepted.
    #[must_use]
    pub fn left_out(&self) -> Change {
        Change::new(EventKind::HearingItemLeftOut).with("item", self.id).with("agency", self.agency)
    }

    /// No content: the log is never erased.
    #[must_use]
    pub fn change(&self) -> Change {
        let kind = match self.answer {
            ItemAnswer::Open => EventKind::HearingItemProposed,
            ItemAnswer::Accepted(_) => EventKind::HearingItemAccepted,
            ItemAnswer::Declined { .. } => EventKind::HearingItemDeclined,
        };
        Change::new(kind)
            .due(None, Some(Timestamp::end_of(self.deadline)))
            .with("item", self.id)
            .with("agency", self.agency)
            .with("entry", self.entry)
    }
}

impl EntryProposal {
    /// # Errors
    /// Not at this stage, not by a seat at the table, or no text.
    pub fn check(&self, hearing: &Hearing) -> Result<(), Refusal> {
        let stage = hearing.stage.name();
        if !stage.takes_minutes() {
            let sentence = format!("nothing is proposed: the hearing is {stage}");
            return Err(Refusal::new(RefusalCode::WrongStage, sentence));
        }
        if !hearing.seat(self.seat).is_some_and(|seat| sits(seat) && proposes_lines(seat)) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "this seat has no part in the minutes"));
        }
        if !(1..=MAX_LINE).contains(&self.text.trim().chars().count()) {
            return Err(Refusal::new(RefusalCode::BadText, "1 to 4,000 characters"));
        }
        Ok(())
    }

    /// Neither taken nor returned.
    #[must_use]
    pub fn is_open(&self, entries: &[Entry]) -> bool {
        self.returned.is_none() && !entries.iter().any(|entry| entry.id == self.id)
    }

    /// The clerk does not take it, and says why.
    ///
    /// # Errors
    /// Not by who keeps the minutes, taken or returned already, or no reason.
    pub fn returned(
        self,
        hearing: &Hearing,
        entries: &[Entry],
        by: SeatId,
        reason: String,
    ) -> Result<Self, Refusal> {
        if !hearing.seat(by).is_some_and(Seat::keeps_minutes) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "presider or clerk answers proposals"));
        }
        if !self.is_open(entries) {
            return Err(Refusal::new(RefusalCode::SignedAlready, "the proposal was answered"));
        }
        Ok(Self { returned: Some(given_reason(&reason)?), ..self })
    }

    #[must_use]
    pub fn change(&self) -> Change {
        let digest: [u8; 32] = Sha256::digest(self.text.as_bytes()).into();
        let kind = match self.returned {
            None => EventKind::HearingEntryProposed,
            Some(_) => EventKind::HearingEntryReturned,
        };
        Change::new(kind).with("entry", self.id).with("seat", self.seat).with("text_sha256", hex(&digest))
    }
}

#[cfg(test)]
#[path = "proposals_tests.rs"]
mod tests;
