//! Papers as they are sent to everybody.

use super::super::live::Live;
use crate::domain::hearing::{EntryProposal, ItemAnswer, PaperKind};
use signaling::wire::{self, SeatId, ServerMessage};

impl Live {
    /// To every seat that is told of the minutes: papers say what was said at the table.
    pub fn announce_papers(&mut self, with_text: bool) {
        for seat in self.table.readers() {
            let papers = self.papers_view(seat, with_text);
            self.connections.send(seat, ServerMessage::Papers { papers });
        }
    }

    /// After `welcome`, or when the seat may read them: where there is something to tell.
    pub fn welcome_papers(&mut self, seat: SeatId) {
        if !self.papers.is_empty() && self.table.reads_minutes(seat) {
            let papers = self.papers_view(seat, true);
            self.connections.send(seat, ServerMessage::Papers { papers });
        }
    }

    fn papers_view(&self, for_seat: SeatId, with_text: bool) -> wire::PapersView {
        let keeps = self.table.keeps_minutes(for_seat);
        let shown = |entry: &&EntryProposal| {
            let taken = self.table.has_entry(entry.id);
            !taken && (keeps || entry.seat == for_seat.into())
        };
        let entries = self.papers.entries.iter().filter(shown);
        wire::PapersView {
            agreement: self.signed_view(PaperKind::Agreement, with_text),
            agreed: self.papers.agreement.is_agreed(),
            items: self.papers.items.iter().map(|item| self.table.item_view(item)).collect(),
            entries: entries.map(Into::into).collect(),
            reading: self.papers.reading.map(Into::into),
        }
    }
}

impl From<&ItemAnswer> for wire::ItemAnswerView {
    fn from(answer: &ItemAnswer) -> Self {
        match answer {
            ItemAnswer::Open => Self::Open {},
            ItemAnswer::Accepted(accepted) => {
                Self::Accepted { seat: accepted.seat.into(), at: accepted.at.0 }
            }
            ItemAnswer::Declined { seat, at, reason } => {
                Self::Declined { seat: (*seat).into(), at: at.0, reason: reason.clone() }
            }
        }
    }
}

impl From<&EntryProposal> for wire::EntryProposalView {
    fn from(entry: &EntryProposal) -> Self {
        Self {
            id: entry.id.into(),
            seat: entry.seat.into(),
            phase: entry.phase.into(),
            text: entry.text.clone(),
            at: entry.at.0,
            returned: entry.returned.clone(),
        }
    }
}
