//! The event log: every change to a petition or a hearing, in the same transaction as the row it changes.

mod kind;

pub use kind::EventKind;

use crate::domain::{
    Timestamp,
    hearing::AgendaPhase,
    ids::{AgencyId, EventId, HearingId, PetitionId, SeatId, StaffId},
    jurisdiction::DivisionCode,
    petition::Petition,
};

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Staff {
        staff: StaffId,
        agency: AgencyId,
    },
    /// Somebody on a seat of a hearing, known by the seat's link.
    Seat(SeatId),
    /// The petitioner, known by number and query code or while filing.
    Petitioner,
    /// A clock ran out, a connection broke.
    System,
}

/// One entry of the log, before it is given its place in a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    pub at: Timestamp,
    /// Which chain: the county-level jurisdiction of the petition, or its city or province where it has none.
    pub chain: DivisionCode,
    pub petition: PetitionId,
    pub hearing: Option<HearingId>,
    pub actor: Actor,
    pub kind: EventKind,
    pub reason: Option<String>,
    /// Due time before and after, where the event moved one.
    pub due_before: Option<Timestamp>,
    pub due_after: Option<Timestamp>,
    /// Facts of the event as ordered pairs of short names and texts. No personal information.
    pub details: Vec<(String, String)>,
}

impl Event {
    /// What it says under `name`.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&str> {
        self.details.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A stored event with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainedEvent {
    /// From 1 without gaps within its chain.
    pub number: u64,
    pub event: Event,
    pub previous: [u8; 32],
    pub hash: [u8; 32],
}

impl ChainedEvent {
    /// In a timeline: by their times, and of one time by their places in the chains.
    #[must_use]
    pub fn follows(&self, other: &Self) -> bool {
        let place = |chained: &Self| (chained.event.at, chained.event.chain.clone(), chained.number);
        place(self) > place(other)
    }
}

/// The fact that names whom an actor acted for.
pub const ON_BEHALF_OF: &str = "on_behalf_of";

/// What a decision of the domain changed: everything of an [`Event`] but who, when and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: EventKind,
    pub reason: Option<String>,
    pub due_before: Option<Timestamp>,
    pub due_after: Option<Timestamp>,
    pub details: Vec<(String, String)>,
}

impl Change {
    #[must_use]
    pub const fn new(kind: EventKind) -> Self {
        Self { kind, reason: None, due_before: None, due_after: None, details: Vec::new() }
    }

    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    #[must_use]
    pub const fn due(mut self, before: Option<Timestamp>, after: Option<Timestamp>) -> Self {
        self.due_before = before;
        self.due_after = after;
        self
    }

    /// Beside the due times of the clock that it moves, the day judged next, where that is another's.
    #[must_use]
    pub fn beside(self, next: Option<Timestamp>) -> Self {
        match (self.due_after, next) {
            (Some(moved), Some(next)) if moved != next => self.with("next_due", next.0),
            _ => self,
        }
    }

    /// Adds a fact. No personal information: the chain is never erased.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.details.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds which phase of a hearing was on (docs/rules.md 3.5, invariant 8), where the change says nothing of phases itself.
    #[must_use]
    pub fn in_phase(self, phase: Option<AgendaPhase>) -> Self {
        let told = self.details.iter().any(|(name, _)| name == "phase" || name == "phase_before");
        match phase.filter(|_| !told) {
            Some(phase) => self.with("phase", phase),
            None => self,
        }
    }

    /// Adds for whom who did it acted, if it was for somebody (委托代办).
    #[must_use]
    pub fn on_behalf_of(self, principal: Option<StaffId>) -> Self {
        match principal {
            Some(principal) => self.with(ON_BEHALF_OF, principal),
            None => self,
        }
    }

    /// The log entry of this change to `petition`.
    #[must_use]
    pub fn event(self, id: EventId, at: Timestamp, actor: Actor, petition: &Petition) -> Event {
        Event {
            id,
            at,
            chain: petition.chain(),
            petition: petition.id,
            hearing: None,
            actor,
            kind: self.kind,
            reason: self.reason,
            due_before: self.due_before,
            due_after: self.due_after,
            details: self.details,
        }
    }

    /// The log entry of this change to a hearing of `petition`.
    #[must_use]
    pub fn hearing_event(
        self,
        id: EventId,
        at: Timestamp,
        actor: Actor,
        petition: &Petition,
        hearing: HearingId,
    ) -> Event {
        Event { hearing: Some(hearing), ..self.event(id, at, actor, petition) }
    }
}
