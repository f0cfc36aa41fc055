//! Rights to chat with whom, and to show exhibits.

use super::Sitting;
use crate::domain::hearing::{AgendaPhase, ParticipantRole as R, Seat, Side, Stage, StageName};

/// What one seat may read and write beside what is said. That it may write to the officer needs no grant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChatGrants {
    /// Is told what is written to the table.
    pub read: bool,
    /// May write to the table.
    pub table: bool,
    /// Reads and writes among those who hold the hearing.
    pub staff: bool,
    /// Reads and answers what seats write to the officer.
    pub desk: bool,
}

impl ChatGrants {
    /// As long as who presides has closed the table's chat.
    #[must_use]
    pub fn with_table_closed(self) -> Self {
        Self { table: false, ..self }
    }
}

/// For a seat that was let in and not removed. The table's chat stays open through recess and faults, when
/// nobody is heard; in deliberation it rests, so that nothing of it leaks, and the staff's is the
/// panel's alone. A witness reads nothing without the floor (OLR21 26).
pub(super) fn chat_grants(sitting: &Sitting<'_>) -> ChatGrants {
    let (role, stage) = (sitting.seat.role, sitting.stage);
    if stage.name().is_vacant() {
        return ChatGrants::default();
    }
    let deliberates = matches!(
        stage,
        Stage::InSession { phase: AgendaPhase::Deliberation, .. }
            | Stage::Paused { phase: AgendaPhase::Deliberation, .. }
            | Stage::Suspended { phase: AgendaPhase::Deliberation, .. }
    );
    let decides = role.deliberates() || sitting.presiding.presides(sitting.seat);
    let gathered = !matches!(stage.name(), StageName::Requested | StageName::Scheduled | StageName::CheckIn);
    let read = gathered && !deliberates && (role != R::Witness || sitting.has_floor);
    let writes = role.side() != Side::Observer && !sitting.beyond_cap;
    let staff = holds(role) && (decides || !deliberates);
    ChatGrants { read, table: read && writes, staff, desk: desks(role) }
}

/// Who decides and who keeps the house; units and companies answer for the matter and are parties to it.
const fn holds(role: R) -> bool {
    matches!(role, R::Presider | R::Clerk | R::HearingMember | R::Mediator | R::Tech | R::Officer)
}

const fn desks(role: R) -> bool {
    matches!(role, R::Presider | R::Clerk | R::Officer)
}

/// Whether this seat may have exhibits shown, as far as its role goes.
pub(super) const fn presents(role: R) -> bool {
    matches!(role, R::Presider | R::Clerk)
}

/// Whether somebody on `seat` may lay an exhibit before the hearing at `stage`.
#[must_use]
pub fn may_bring_exhibit(seat: &Seat, stage: StageName) -> bool {
    stage.takes_exhibits()
        && seat.stands()
        && seat.role.side() != Side::Observer
        && seat.role != R::Interpreter
}
