//! The hearing: who sits where, which stage, what was said, what was decided.

mod minutes;
mod outcome;
mod seat;
mod stage;

pub use minutes::{Entry, EntryWrite};
pub use outcome::{ActionItem, ActionItemState, Outcome, OutcomeStandard};
pub use seat::{Occupant, ParticipantRole, Seat, Side, SourceKind};
pub use stage::{AgendaPhase, HearingKind, Stage, StageName};

use crate::domain::{
    Timestamp,
    ids::{AgencyId, HearingId, PetitionId},
};

/// A joint hearing, attached to its petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearing {
    pub id: HearingId,
    /// 接访编号, e.g. `TJ62010220261123-1`.
    pub number: String,
    pub petition: PetitionId,
    pub kind: HearingKind,
    pub title: String,
    /// The agency that holds it.
    pub host: AgencyId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub agenda: Vec<AgendaPhase>,
    pub seats: Vec<Seat>,
    pub stage: Stage,
    /// Grows by one with every write of the hearing's own row.
    pub version: u32,
}
