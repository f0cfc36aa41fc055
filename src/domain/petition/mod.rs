//! Petitions: their content, state, deadlines and steps.

mod accused;
mod again;
#[cfg(test)]
mod blank;
mod by_law;
mod calendar;
mod category;
mod clock;
mod correction;
mod course;
mod election;
mod filing;
mod holidays;
mod household;
mod joining;
mod lifecycle;
mod likeness;
mod number;
mod origin;
mod recompute;
mod registration;
mod representatives;
mod state;
mod succession;
mod table;
mod tiers;
mod transition;
mod travel;
mod urgent;
mod ways;

pub use accused::Accused;
pub use again::{Again, Earlier, taken_up};
pub use calendar::{Calendar, DayUnit, Due, Roll, Term};
pub use category::{Category, Channel, ContentClass, Purpose};
pub use clock::{Clock, ClockKind, LONGEST_PAUSE, PAUSE_LASTS, Pause, WarnDays};
pub use correction::{
    Corrected, Correction, FormerValue, NotCorrected, PersonCorrection, RecordField, correct,
};
pub use course::{Course, Review, Unsealing};
pub use election::{Election, Electorate};
pub use filing::{Filing, FilingKey, code_goes_to};
pub use holidays::{BadCalendar, DayChange, DayKind};
pub use household::{Household, accepts_for_all, has_left, raised_before, speaker};
pub use joining::{Joined, Joining, end_authority};
pub use lifecycle::{
    Applied, OBJECTIONS_BEFORE_RULING, SETTLED_AFTER, accused_at_table, apply, joined_stay_sealed,
};
pub use likeness::{Likeness, Matter};
pub use number::{BadNumber, HearingNumber, PetitionNumber, QueryCode};
pub use origin::{Origin, UNSIGNED};
pub use recompute::recompute;
pub use registration::{Invalid, InvalidCode, NewParty, NewPetition, Registering, ValidPetition};
pub use representatives::{
    NATIONAL_REPRESENTATIVES, RepresentativeRule, SHIPPED_RULES, representatives_allowed,
};
pub use state::{OpinionResult, PetitionState, Routing, StateName};
pub use table::{By, Refusal, RefusalCode, possible};
pub use tiers::TierShares;
pub(crate) use transition::each_transition;
pub use transition::{Delivery, Proof, Transition, TransitionKind};
pub use travel::{Hop, Passage, Stint};
pub use urgent::{
    Urgent, confirm_urgent, lift_urgent, mark_urgent, pass_urgent, readdress_urgent, reported_at,
};
pub use ways::{
    DeliveryWay, Finding, LegalWay, NonAcceptance, ProofWay, ReopenGround, Retention, ReturnKind, SamePerson,
    UndoGround,
};

use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    hex,
    ids::{AgencyId, AttachmentId, PetitionId, StaffId},
    jurisdiction::{DivisionCode, Level},
    people::Party,
};

/// 信访事项.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Petition {
    pub id: PetitionId,
    /// 信访件号, e.g. `XF620102202611231000001K`.
    pub number: String,
    pub title: String,
    /// The request, facts and reasons as told (art. 19).
    pub text: String,
    /// Where the matter is.
    pub place: DivisionCode,
    pub category: Category,
    pub purpose: Purpose,
    pub content_class: ContentClass,
    pub channel: Channel,
    pub origin: Origin,
    /// Who registered it.
    pub registered_by: AgencyId,
    /// The petition bureau that has it: screens it, and answers to the unit it sends it to. At first who registered it.
    pub desk: AgencyId,
    pub registered_at: Timestamp,
    /// Persons concerned, signers or not.
    pub persons_concerned: u32,
    /// Organ or company complained about, as named by the petitioner.
    pub respondent: Option<String>,
    /// Whom a report (检举控告类) accuses. None: nobody looked yet, and the report goes nowhere; not a report.
    pub accused: Option<Accused>,
    pub state: PetitionState,
    /// From the first draft on; the text is what the petitioner gets.
    pub opinion: Option<Opinion>,
    /// What it gathered on its way.
    pub course: Course,
    pub clocks: Vec<Clock>,
    /// Grows by one with every write; a writer names the one it read.
    pub version: u32,
}

impl Petition {
    /// The earliest due time still running.
    #[must_use]
    pub fn next_due(&self) -> Option<&Clock> {
        self.clocks.iter().filter(|clock| clock.counts()).min_by_key(|clock| clock.due)
    }

    /// The clock of this kind that is not stopped.
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind && clock.stopped_at.is_none())
    }

    /// Whether re-review made it final (art. 36), archived since or not.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self.state.ending(), PetitionState::Terminated { .. })
    }

    /// Whether a unit accepted it and it has not ended: the same matter is not accepted beside it (art. 19).
    #[must_use]
    pub fn is_pending(&self) -> bool {
        use StateName as S;
        let name = self.state.name();
        name.is_open() && !matches!(name, S::Registered | S::Screening | S::Objected | S::Routed)
    }

    /// Whether review of the opinion at hand was asked for in time of an organ that this system does not have (ADR 61): the
    /// window for it, the last clock that ran, was stopped, and no review of ours followed. What is no appeal has no window; one
    /// that it may have had as an appeal, before it was screened anew, asks for nothing.
    #[must_use]
    pub fn asked_beyond(&self) -> bool {
        use ClockKind as K;
        let window = match self.state.name() {
            StateName::Replied if self.category == Category::Appeal => K::ReviewWindow,
            StateName::Reviewed => K::RereviewWindow,
            _ => return false,
        };
        let rounds = [K::Reply, K::ReviewWindow, K::Review, K::RereviewWindow, K::Rereview];
        let last = self.clocks.iter().rfind(|clock| rounds.contains(&clock.kind) || self.redone(clock));
        last.is_some_and(|clock| clock.kind == window && clock.stopped_at.is_some())
    }

    /// Whether an opinion went out and nobody has put on record when it was received: its window has not begun, and no clock
    /// closes it.
    #[must_use]
    pub fn is_receipt_missing(&self) -> bool {
        let window = match self.state.name() {
            StateName::Replied => ClockKind::ReviewWindow,
            StateName::Reviewed => ClockKind::RereviewWindow,
            _ => return false,
        };
        self.category == Category::Appeal && self.clock(window).is_none() && !self.asked_beyond()
    }

    /// A deadline ordered when an opinion was revoked stands where the sixty days stood.
    fn redone(&self, clock: &Clock) -> bool {
        clock.kind == ClockKind::Ordered && !self.is_ordered_from_above(clock)
    }

    /// 检举控告: walled off from the agency tree (art. 30).
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.category == Category::Report
    }

    /// How many of the first events of its log happened while it was sealed, the unsealing itself among them; none while it
    /// is sealed, when only those read it who wrote them. Whoever deals with it afterwards is not told what the desk wrote
    /// there, nor who had read it: it may name whom it seemed to accuse (art. 30).
    #[must_use]
    pub fn behind_the_wall(
        &self,
        mut kinds: impl DoubleEndedIterator<Item = EventKind> + ExactSizeIterator,
    ) -> usize {
        let opened = kinds.rposition(|kind| kind == EventKind::PetitionUnsealed && !self.is_sealed());
        opened.map_or(0, |place| place + 1)
    }

    /// Whether what happened then was behind its wall, which is down now: it was sealed as a report by mistake (ADR 64).
    #[must_use]
    pub fn was_behind_the_wall(&self, at: Timestamp) -> bool {
        !self.is_sealed() && self.course.opened_at.is_some_and(|opened| at < opened)
    }

    /// A report of which nobody said yet whom it accuses: its wall is not up on all sides.
    #[must_use]
    pub fn is_accused_unnamed(&self) -> bool {
        self.is_sealed() && self.accused.is_none()
    }

    /// Whether it accuses this agency or somebody of it.
    #[must_use]
    pub fn accuses(&self, agency: AgencyId) -> bool {
        self.accused.as_ref().is_some_and(|accused| accused.agencies().contains(&agency))
    }

    /// Whether it accuses this person, wherever they work now.
    #[must_use]
    pub fn accuses_person(&self, staff: StaffId) -> bool {
        self.accused.as_ref().is_some_and(|accused| accused.staff().contains(&staff))
    }

    /// Whether this person must keep away: recused (art. 28) or accused (art. 30).
    #[must_use]
    pub fn keeps_away(&self, staff: StaffId) -> bool {
        self.course.is_recused(staff) || self.accuses_person(staff)
    }

    /// The opinion once it was delivered; a draft is not the petitioner's to read.
    #[must_use]
    pub fn delivered_opinion(&self) -> Option<&Opinion> {
        match self.state.ending().name() {
            StateName::Replied
            | StateName::ReviewRequested
            | StateName::Reviewing
            | StateName::Reviewed
            | StateName::RereviewRequested
            | StateName::Rereviewing
            | StateName::Rereviewed
            | StateName::Closed
            | StateName::Terminated => self.opinion.as_ref(),
            _ => None,
        }
    }

    /// The opinion of re-review once it was delivered; one of review is with its decision.
    #[must_use]
    pub const fn delivered_rereview(&self) -> Option<&Review> {
        match self.state {
            PetitionState::Rereviewed { .. } => None,
            _ => self.course.rereview.as_ref(),
        }
    }

    /// How many may speak for the others in a hearing (art. 20, local rules).
    #[must_use]
    pub fn representatives_allowed(&self, rules: &[RepresentativeRule]) -> u32 {
        representatives_allowed(rules, &self.place, self.persons_concerned)
    }

    /// The chain its events go to: its county-level division, or its city or province where it has none.
    #[must_use]
    pub fn chain(&self) -> DivisionCode {
        self.place.at(Level::County).unwrap_or_else(|| self.place.clone())
    }
}

/// 信访处理意见书 (art. 32).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    pub result: OpinionResult,
    /// Request, facts, reasons, opinion.
    pub text: String,
    /// 依据: the laws, rules and policies it rests on. Empty where it was drafted before this was a field of its own.
    pub basis: String,
}

/// What is written at registration, besides the petition itself.
#[derive(Debug, Clone)]
pub struct Registration {
    pub petition: Petition,
    /// The petitioner first.
    pub parties: Vec<Party>,
    /// SHA-256 of the query code; the code itself is shown once and kept nowhere.
    pub query_code_hash: [u8; 32],
}

/// Most files of one petition: what bureaus, hearings and signatures on paper add must find room beside what petitioners add
/// from home.
pub const MAX_FILES: usize = 500;

/// A file handed in with a petition. Its bytes are in the file store under `id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub petition: PetitionId,
    pub name: String,
    pub media_type: String,
    pub size: u64,
    pub sha256: [u8; 32],
    pub added_at: Timestamp,
}

impl Attachment {
    /// That it was added: with its hash it is in the chain, by whatever door it came.
    #[must_use]
    pub fn added(&self) -> Change {
        Change::new(EventKind::PetitionAttachmentAdded)
            .with("attachment", self.id)
            .with("media_type", &self.media_type)
            .with("size", self.size)
            .with("sha256", hex(&self.sha256))
    }
}
