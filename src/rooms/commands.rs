//! What is asked for over HTTP: of the hearing, of its papers, of the table.

use super::{
    Command, Refused,
    answers::Asker,
    live::Live,
    turns::{Turn, Wanted},
};
use crate::domain::{
    event::{Actor, Change},
    hearing::{Mark, Outcome, OutcomeDraft, OutcomeFacts, Step, presiding::Order},
    ids::ActionItemId,
};
use signaling::{
    room::Input,
    wire::{ByeReason, DisconnectReason, RefusalCode, SeatId},
};

impl Live {
    pub fn command(&mut self, by: Actor, command: Command, asker: Asker) {
        let waits =
            matches!(command, Command::SealLate(_) | Command::SendCode { .. } | Command::Replan { .. });
        if waits {
            return self.in_turn(Turn::Command { by, command, asker });
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
            Command::Postpone { reason, to } => (Step::Postpone { reason, to }, None),
            Command::Archive { package, reason } => (Step::Archive { package, reason }, None),
            Command::SealLate(outcome) => return self.seal_late(by, outcome.as_deref(), asker),
            Command::TakePaper { paper, seat, attachment, sha256 } => {
                let scan = Mark::PaperScan { attachment, sha256 };
                return self.paper_taken(by, (paper, seat), scan, asker);
            }
            Command::Mask { seat, shown } => return self.mask_asked(by, seat, shown, asker),
            Command::AddSeat(seat, change) => {
                let events = vec![self.event(change, by)];
                return self.change_seats(vec![*seat], events, None, asker);
            }
            Command::Replan { before, plan } => return self.replan_asked((&before, &plan), by, asker),
            Command::Reseat(reseating) => return self.reseat_asked(by, &reseating, asker),
            Command::Duty(duty) => return self.duty(by, duty, asker),
            Command::TakeProxy { paper, seat, name, reason, strokes, authorisation } => {
                let proxy = Mark::Proxy { name, strokes, reason, paper: Some(authorisation) };
                return self.paper_taken(by, (paper, seat), proxy, asker);
            }
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
        let entries: Vec<_> = self.table.minutes.iter().map(|entry| entry.id).collect();
        let facts = OutcomeFacts {
            hearing: &self.table.hearing,
            agencies: &self.table.agencies,
            entries: &entries,
            proposals: &self.papers.items,
            now: self.now(),
        };
        draft
            .issue(&facts, || ActionItemId(self.world.new_id()))
            .map_err(|fault| Refused { code: RefusalCode::BadText, detail: fault.to_string() })
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
