//! Requests over HTTP to a live hearing: to the hearing, its papers or its seats.

use super::{
    Brought, OfficerAct, Refused,
    answers::{Asker, unissued},
    live::Live,
    turns::{Queued, Wanted},
};
use crate::domain::{
    Timestamp,
    event::{Actor, Change},
    hearing::{
        CheckInNote, MarkAsked, Outcome, OutcomeDraft, OutcomeFacts, Package, PaperKind, PlannedPhase,
        Reseating, Seat, Step, Unfinished,
        presiding::{Order, Plan},
    },
    ids::{self, ActionItemId},
};
use signaling::{
    room::Input,
    wire::{ByeReason, DisconnectReason, SeatId},
};

/// A change to a hearing asked for over HTTP; it goes through the room so that its seats see it.
#[derive(Debug, Clone)]
pub enum Command {
    /// From minutes review or signing: closes and issues in one transaction, knowing what is unfinished. From closed:
    /// issues.
    IssueOutcome(OutcomeDraft, Unfinished),
    Cancel {
        reason: String,
    },
    /// Nobody in the room ends it.
    Adjourn {
        reason: String,
    },
    /// It is held face to face.
    ConvertInPerson {
        reason: String,
    },
    /// To new times, or to none yet.
    Postpone {
        reason: String,
        to: Option<(Timestamp, Timestamp)>,
    },
    /// What ended before ends were sealed is sealed now, with the outcome it has.
    SealLate(Option<Box<Outcome>>),
    /// The outcome was put right; as it stands now.
    CorrectOutcome(Box<Outcome>),
    /// Its file is closed (H17).
    Archive {
        package: Package,
        reason: Option<String>,
    },
    /// A signature on paper, scanned, or of somebody who signed for a seat; taken by who keeps the minutes.
    TakeMark(MarkAsked),
    /// Hides a seat's name behind its plate, or shows it again.
    Mask {
        seat: ids::SeatId,
        shown: Option<String>,
    },
    /// Who sits there takes part by the camera of another seat, or by themselves again.
    SitBeside {
        seat: ids::SeatId,
        carrier: Option<ids::SeatId>,
    },
    /// One more seat, for somebody who helps; with whom it helps.
    AddSeat(Box<Seat>, CheckInNote),
    /// Another agenda in place of the one that was read.
    Replan {
        before: Vec<PlannedPhase>,
        plan: Vec<PlannedPhase>,
    },
    /// Somebody joins the table, leaves it, or takes another's place.
    Reseat(Box<Reseating>),
    /// What the officer on duty does.
    Act(OfficerAct),
    /// A one-time code is sent to the phone of a seat; its number ends so.
    SendCode {
        paper: PaperKind,
        seat: ids::SeatId,
        ending: String,
    },
    /// What is fixed before the session of who stands in, how long is waited and who may speak how long.
    Plan(Plan),
    /// A file is laid before the hearing as an exhibit.
    BringExhibit(Brought),
    /// The seat's link was renewed: its old device must go.
    EndSeat(ids::SeatId),
}

impl Live {
    pub fn command(&mut self, by: Actor, command: Command, asker: Asker) {
        let waits = matches!(
            command,
            Command::SealLate(_)
                | Command::CorrectOutcome(_)
                | Command::SendCode { .. }
                | Command::Replan { .. }
                | Command::BringExhibit(_)
        );
        if waits {
            return self.in_turn(Queued::Command { by, command, asker });
        }
        self.take_command(by, command, asker);
    }

    pub fn take_command(&mut self, by: Actor, command: Command, asker: Asker) {
        let (step, outcome) = match command {
            Command::IssueOutcome(draft, left) => match self.outcome(draft) {
                Ok(outcome) => (Step::IssueOutcome { left }, Some(outcome)),
                Err(refusal) => return self.answer(asker, Err(refusal)),
            },
            Command::Cancel { reason } => (Step::Cancel { reason }, None),
            Command::Adjourn { reason } => (Step::Adjourn { reason }, None),
            Command::ConvertInPerson { reason } => (Step::ConvertInPerson { reason }, None),
            Command::Postpone { reason, to } => (Step::Postpone { reason, to }, None),
            Command::Archive { package, reason } => (Step::Archive { package, reason }, None),
            Command::SealLate(outcome) => return self.seal_late(by, outcome.as_deref(), asker),
            Command::CorrectOutcome(outcome) => return self.outcome_corrected(by, outcome, asker),
            Command::TakeMark(asked) => return self.mark_taken(by, asked, asker),
            Command::Mask { seat, shown } => return self.mask_asked(by, seat, shown, asker),
            Command::SitBeside { seat, carrier } => return self.beside_asked(by, seat, carrier, asker),
            Command::AddSeat(seat, note) => return self.helper_seated(by, *seat, note, asker),
            Command::Replan { before, plan } => return self.replan_asked((&before, &plan), by, asker),
            Command::Reseat(reseating) => return self.reseat_asked(by, &reseating, asker),
            Command::Act(act) => return self.officer_acts(by, act, asker),
            Command::SendCode { paper, seat, ending } => {
                return self.code_asked(by, (paper, seat), ending, asker);
            }
            Command::Plan(plan) => return self.order(&Order::Plan(plan), by, asker),
            Command::BringExhibit(brought) => return self.exhibit_brought(by, brought, asker),
            Command::EndSeat(seat) => {
                self.end_seat(seat.into());
                return self.answer(asker, Ok(()));
            }
        };
        self.want(Wanted { step, actor: by, outcome, asker });
    }

    fn outcome(&self, draft: OutcomeDraft) -> Result<(Outcome, Vec<Change>), Refused> {
        let stands = self.table.minutes.iter().filter(|entry| entry.struck.is_none());
        let entries: Vec<_> = stands.map(|entry| entry.id).collect();
        let proposals: Vec<_> = self.papers.items.iter().chain(&self.papers.carried).cloned().collect();
        let facts = OutcomeFacts {
            hearing: &self.table.hearing,
            agencies: &self.table.agencies,
            entries: &entries,
            proposals: &proposals,
            now: self.now(),
        };
        draft.issue(&facts, || ActionItemId(self.world.new_id())).map_err(unissued)
    }

    /// The seat's link was renewed: its device goes, its media with it.
    fn end_seat(&mut self, seat: SeatId) {
        if let Some(conn) = self.connections.current(seat) {
            self.connections.close(seat, conn, ByeReason::SessionEnded);
            self.lost(seat, conn, DisconnectReason::Unknown);
        }
        self.feed(Input::DeviceEnded(seat));
        self.media.close(self.media_room(), Some(seat));
    }
}
