//! The hearing, its petition and its minutes as stored, and questions that these alone answer.

use crate::domain::{
    hearing::{Entry, Hearing, ItemProposal, Occupant, ParticipantRole, RecordingStage, Seat, StageName},
    ids::{self, AgencyId, EntryId, StaffId},
    petition::Petition,
    rights::{self, Comer, TalkFault},
};
use signaling::wire::{self, SeatId};

/// A petition's people at one table: who has a seat there, and what has been written of what they said.
#[derive(Debug)]
pub struct Table {
    pub hearing: Hearing,
    pub petition: Petition,
    /// By number.
    pub minutes: Vec<Entry>,
    /// Agencies that orders may go to.
    pub agencies: Vec<AgencyId>,
    /// How many may speak for the petitioners (art. 20).
    pub speakers_allowed: u32,
}

impl Table {
    pub fn seat(&self, id: SeatId) -> Option<&Seat> {
        self.hearing.seats.iter().find(|seat| seat.id.0 == id.0)
    }

    pub fn seat_mut(&mut self, id: SeatId) -> Option<&mut Seat> {
        self.hearing.seats.iter_mut().find(|seat| seat.id.0 == id.0)
    }

    pub fn role(&self, seat: SeatId) -> Option<ParticipantRole> {
        self.seat(seat).map(|seat| seat.role)
    }

    pub fn keeps_minutes(&self, seat: SeatId) -> bool {
        self.seat(seat).is_some_and(Seat::keeps_minutes)
    }

    /// The seat of these minutes' keeper, if it is this person.
    pub fn keeper(&self, staff: StaffId) -> Option<ids::SeatId> {
        let sits = |seat: &&Seat| {
            seat.keeps_minutes() && matches!(seat.occupant, Occupant::Official { staff: s, .. } if s == staff)
        };
        self.hearing.seats.iter().find(sits).map(|seat| seat.id)
    }

    pub fn stage(&self) -> StageName {
        self.hearing.stage.name()
    }

    /// Over, one way or the other: nobody needs to be here any more.
    pub fn is_vacant(&self) -> bool {
        self.stage().is_vacant()
    }

    /// Whether a step will come that has the log vouch for the recording's index.
    pub fn is_indexed(&self) -> bool {
        RecordingStage::of(&self.hearing.stage) == RecordingStage::On
    }

    /// Recused, and still on a seat that decides.
    pub fn is_barred(&self, seat: &Seat) -> bool {
        seat.role.decides() && rights::is_recused(seat, &self.petition.course)
    }

    /// Whether the seat is told of the minutes now, and of the papers that say what was said.
    pub fn reads_minutes(&self, seat: SeatId) -> bool {
        self.seat(seat).is_some_and(|seat| rights::reads_minutes_in_room(seat, self.stage()))
    }

    /// Every seat that is.
    pub fn readers(&self) -> Vec<SeatId> {
        let all = self.hearing.seats.iter().map(|seat| seat.id.into());
        all.filter(|seat| self.reads_minutes(*seat)).collect()
    }

    pub fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.minutes.iter().find(|entry| entry.id == id)
    }

    pub fn has_entry(&self, id: EntryId) -> bool {
        self.entry(id).is_some()
    }

    pub fn keep_entry(&mut self, entry: Entry) {
        match self.minutes.iter_mut().find(|known| known.id == entry.id) {
            Some(known) => *known = entry,
            None => self.minutes.push(entry),
        }
    }

    /// Whether `who` calls this seat in and sends it out: that is for witnesses alone, and for who leads.
    pub fn must_call(&self, who: Comer, witness: SeatId) -> Result<(), TalkFault> {
        let calls = rights::calls_witnesses(who) && self.seat(witness).is_none_or(Seat::is_witness);
        if calls { Ok(()) } else { Err(TalkFault::Role) }
    }

    /// An action item as seats are told of it.
    pub fn item_view(&self, item: &ItemProposal) -> wire::ItemProposalView {
        let seats = self.hearing.seats.iter().filter(|seat| item.is_answered_by(seat));
        wire::ItemProposalView {
            id: wire::OpId(item.id.0),
            seats: seats.map(|seat| seat.id.into()).collect(),
            content: item.content.clone(),
            deadline: item.deadline.to_string(),
            entry: item.entry.into(),
            answer: (&item.answer).into(),
        }
    }
}
