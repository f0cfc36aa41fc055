//! The presider's stand-in: named before or in session, presides while the presider is gone.

use super::{Bench, Order, Presiding, is_seated, no_such_seat};
use crate::domain::{
    Timestamp,
    hearing::{EntryWrite, Hearing, Occupant, ParticipantRole, Refusal, RefusalCode, Seat, StageName},
    ids::{AgencyId, EntryId, OpId, SeatId},
};

/// Who presides when the presider cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandIn {
    pub seat: SeatId,
    /// Does so since; none while the presider does.
    pub since: Option<Timestamp>,
}

impl Presiding {
    /// The stand-in's seat while it presides.
    #[must_use]
    pub fn acting(&self) -> Option<SeatId> {
        self.stand_in.and_then(|stand_in| stand_in.since.map(|_| stand_in.seat))
    }

    pub(super) fn name_stand_in(&mut self, seat: Option<SeatId>, hearing: &Hearing) -> Result<(), Refusal> {
        let named = self.stand_in.map(|stand_in| stand_in.seat);
        if seat == named {
            return Ok(());
        }
        if self.acting().is_some() {
            let sentence = "The stand-in presides now: the presider names another once back";
            return Err(Refusal::new(RefusalCode::WrongStage, sentence));
        }
        if let Some(id) = seat {
            let seat = hearing.seat(id).filter(|seat| is_seated(seat)).ok_or_else(no_such_seat)?;
            if !may_stand_in(seat, hearing.host) {
                let sentence = "Only a member of the panel or staff of the host can stand in";
                return Err(Refusal::new(RefusalCode::CannotStandIn, sentence));
            }
        }
        self.stand_in = seat.map(|seat| StandIn { seat, since: None });
        Ok(())
    }

    pub(super) fn take_over(&mut self, now: Timestamp) -> Result<Option<SeatId>, Refusal> {
        let nobody = || Refusal::new(RefusalCode::CannotStandIn, "No stand-in was named");
        let stand_in = self.stand_in.as_mut().ok_or_else(nobody)?;
        stand_in.since.get_or_insert(now);
        Ok(Some(stand_in.seat))
    }

    pub(super) fn hand_back(&mut self) -> Result<Option<SeatId>, Refusal> {
        let nobody = || Refusal::new(RefusalCode::CannotStandIn, "Nobody stands in");
        let stand_in = self.stand_in.as_mut().ok_or_else(nobody)?;
        stand_in.since = None;
        Ok(Some(stand_in.seat))
    }

    pub(super) fn change_of_hands(&self, hearing: &Hearing, bench: Bench, now: Timestamp) -> Option<Order> {
        let stand_in = self.stand_in?;
        match (stand_in.since, bench.presider_gone) {
            (Some(_), None) => Some(Order::HandBack),
            (None, Some(gone)) => {
                let late = now >= gone.plus_millis(self.absence_grace);
                (late && bench.stand_in_there && presided(hearing.stage.name())).then_some(Order::TakeOver)
            }
            _ => None,
        }
    }

    /// When to ask [`Presiding::automatic`] again if nothing happens before.
    #[must_use]
    pub fn wake_at(&self, hearing: &Hearing, bench: Bench) -> Option<Timestamp> {
        let waits = self.stand_in.is_some_and(|stand_in| stand_in.since.is_none())
            && bench.stand_in_there
            && presided(hearing.stage.name());
        bench.presider_gone.filter(|_| waits).map(|gone| gone.plus_millis(self.absence_grace))
    }
}

/// Stages that do not go on without somebody who presides. Before the session one waits for the presider.
const fn presided(stage: StageName) -> bool {
    matches!(
        stage,
        StageName::InSession
            | StageName::Paused
            | StageName::Suspended
            | StageName::MinutesReview
            | StageName::Signing
    )
}

/// Officials of the panel, and of the host. Not an organ that answers for the matter (art. 28), and not the
/// clerk, who keeps writing.
#[must_use]
pub fn may_stand_in(seat: &Seat, host: AgencyId) -> bool {
    let role = match seat.role {
        ParticipantRole::HearingMember | ParticipantRole::Mediator => true,
        ParticipantRole::AgencyRep => seat.agency == Some(host),
        _ => false,
    };
    role && seat.stands() && matches!(seat.occupant, Occupant::Official { .. })
}

/// The line of the minutes that tells who leads from now on, in the name of who does.
#[must_use]
pub fn takeover_line(hearing: &Hearing, acting: &Seat, op: OpId, now: Timestamp) -> EntryWrite {
    EntryWrite {
        op,
        entry: EntryId(op.0),
        hearing: hearing.id,
        revision: 1,
        phase: hearing.minutes_phase(),
        speaker: None,
        text: format!("【代行主持】主持人不在席，由{}代行主持。", acting.plate()),
        at: now,
        struck: None,
        author: acting.id,
    }
}
