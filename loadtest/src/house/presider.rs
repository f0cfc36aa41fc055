//! What a presider does without thinking: admits whoever waits, and begins when the quorum is there.

use signaling::wire::{
    CheckInAsk, ClientMessage, ParticipantRole, Presence, SeatId, SeatView, ServerMessage, Stage, StageStep,
};
use std::collections::BTreeMap;

/// What the presider has seen.
#[derive(Debug)]
pub struct Presider {
    /// The seat may preside now; before check-in nobody does.
    presides: bool,
    stage: Stage,
    /// In the lobby, and whether they were asked in.
    waiting: BTreeMap<SeatId, bool>,
    /// This readiness was answered.
    started: bool,
}

impl Default for Presider {
    fn default() -> Self {
        Self { presides: false, stage: Stage::Scheduled, waiting: BTreeMap::new(), started: false }
    }
}

impl Presider {
    /// Takes note of a message; what to say now.
    pub fn hear(&mut self, message: &ServerMessage) -> Vec<ClientMessage> {
        match message {
            ServerMessage::Welcome { seats, stage, grants, .. } => {
                seats.iter().for_each(|seat| self.note(seat));
                (self.stage, self.presides) = (stage.stage, grants.preside);
            }
            ServerMessage::Seat { seat } => self.note(seat),
            ServerMessage::Stage { stage } => {
                self.stage = stage.stage;
                self.started &= stage.stage == Stage::Ready;
            }
            ServerMessage::Grants { grants } => self.presides = grants.preside,
            _ => {}
        }
        if self.presides { self.act() } else { Vec::new() }
    }

    fn note(&mut self, seat: &SeatView) {
        // Presider and clerk come in by their own right.
        let asks = !matches!(seat.role, ParticipantRole::Presider | ParticipantRole::Clerk);
        if asks && matches!(seat.presence, Presence::Waiting { .. }) {
            self.waiting.entry(seat.id).or_default();
        } else {
            self.waiting.remove(&seat.id);
        }
    }

    fn act(&mut self) -> Vec<ClientMessage> {
        let mut said = Vec::new();
        for (seat, asked) in self.waiting.iter_mut().filter(|(_, asked)| !**asked) {
            *asked = true;
            // In a house that demands identity too; elsewhere the reason is not looked at.
            let reason = "负载测试，席位无人落座".to_owned();
            said.push(ClientMessage::CheckIn { ask: CheckInAsk::AdmitUnidentified { seat: *seat, reason } });
        }
        if self.stage == Stage::Ready && !std::mem::replace(&mut self.started, true) {
            said.push(ClientMessage::Step { step: StageStep::Start {} });
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use signaling::grant::Grants;
    use signaling::wire::{Recording, Side, StageView};

    fn seat(number: u128, presence: Presence) -> ServerMessage {
        ServerMessage::Seat {
            seat: SeatView {
                id: SeatId(uuid::Uuid::from_u128(number)),
                role: ParticipantRole::AgencyRep,
                side: Side::Unit,
                label: String::new(),
                name: String::new(),
                level: None,
                mandatory: false,
                presence,
                sources: Vec::new(),
                hand: None,
                away: None,
                beside: None,
            },
        }
    }

    fn stage(stage: Stage) -> ServerMessage {
        let (phase, phase_since, begins_at, reason) = (None, None, None, None);
        let (missing, recording) = (Vec::new(), Recording::Off);
        let stage = StageView {
            stage,
            phase,
            since: 0,
            phase_since,
            begins_at,
            starts_at: 0,
            reason,
            missing,
            recording,
            unkept: Vec::new(),
        };
        ServerMessage::Stage { stage }
    }

    fn presides(preside: bool) -> ServerMessage {
        ServerMessage::Grants { grants: Grants { preside, ..Grants::LOBBY } }
    }

    /// Messages and how many frames each is answered by.
    #[track_caller]
    fn check(story: &[(ServerMessage, usize)]) {
        let mut presider = Presider::default();
        for (at, (message, said)) in story.iter().enumerate() {
            assert_eq!(presider.hear(message).len(), *said, "message {at}");
        }
    }

    #[test]
    fn whoever_waits_is_admitted_once() {
        let waits = || seat(1, Presence::Waiting { since: 0 });
        check(&[
            (presides(true), 0),
            (waits(), 1),
            (waits(), 0),
            (seat(1, Presence::Seated { since: 0 }), 0),
            (seat(1, Presence::Left { since: 0 }), 0),
            (waits(), 1),
        ]);
    }

    #[test]
    fn nothing_is_asked_before_it_may_be() {
        check(&[
            (seat(1, Presence::Waiting { since: 0 }), 0),
            (stage(Stage::Ready), 0),
            (presides(true), 2),
            (presides(true), 0),
        ]);
    }

    #[test]
    fn a_quorum_lost_and_reached_again_begins_again() {
        check(&[
            (presides(true), 0),
            (stage(Stage::Ready), 1),
            (stage(Stage::CheckIn), 0),
            (stage(Stage::Ready), 1),
            (stage(Stage::Countdown), 0),
        ]);
    }
}
