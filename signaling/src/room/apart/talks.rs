//! Private talks: opened, invited to, entered, left, closed. Going in waits for the record; going out does not.

use super::super::{
    Room,
    io::{Fact, Output, Ruling, TalkDeed, Verdict},
    seat::{Link, Seat},
};
use crate::{
    refusal::Refusal,
    wire::{RefusalCode, SeatId, TalkId, TalkKind},
};
use std::collections::BTreeSet;

/// More private talks than a hearing has sides.
const MOST_TALKS: usize = 12;

#[derive(Debug)]
pub(in crate::room) struct Talk {
    pub of: TalkKind,
    pub opened_by: SeatId,
    /// None until the record has it.
    pub since: Option<i64>,
    pub locked: bool,
    pub invited: BTreeSet<SeatId>,
    /// Somebody has been in: it ends when the last one leaves.
    entered: bool,
}

impl super::Apart {
    pub fn forget(&mut self, talk: TalkId) {
        self.talks.remove(&talk);
    }
}

impl Room {
    pub(super) fn ask_to_open(
        &mut self,
        by: SeatId,
        re: u32,
        (id, of): (TalkId, TalkKind),
        invite: Vec<SeatId>,
        enters: bool,
    ) -> Ruling {
        match self.apart.talks.get(&id) {
            // Asked again, for the answer was lost.
            Some(talk) if talk.opened_by == by && talk.since.is_some() => return Ok(Verdict::Done),
            Some(talk) if talk.opened_by == by => {
                return Err(Refusal::new(RefusalCode::TooFast, "the talk is being recorded"));
            }
            Some(_) => return Err(Refusal::new(RefusalCode::NotAllowed, "somebody else opened that talk")),
            None if self.apart.talks.len() >= MOST_TALKS => {
                return Err(Refusal::new(RefusalCode::NotAllowed, "no more private talks can be opened"));
            }
            None => {}
        }
        if enters {
            self.must_be_free(by)?;
        }
        for seat in &invite {
            self.known(*seat)?;
        }
        let verdict =
            self.decide(Fact::Talk { talk: id, of, seat: by, deed: TalkDeed::Opened { enters } }, by, re)?;
        let invited = invite.into_iter().filter(|seat| *seat != by).collect();
        let talk = Talk { of, opened_by: by, since: None, locked: false, invited, entered: false };
        self.apart.talks.insert(id, talk);
        Ok(verdict)
    }

    pub(super) fn invite(&mut self, by: SeatId, id: TalkId, seat: SeatId) -> Ruling {
        self.must_keep(by, id)?;
        let inside = self.known(seat)?.talk == Some(id);
        let talk = self.talk_mut(id)?;
        if talk.locked {
            return Err(Refusal::new(RefusalCode::NotAllowed, "the door is locked"));
        }
        if !inside {
            talk.invited.insert(seat);
        }
        Ok(Verdict::Done)
    }

    pub(super) fn ask_to_enter(&mut self, by: SeatId, re: u32, id: TalkId) -> Ruling {
        if self.known(by)?.talk == Some(id) {
            return Ok(Verdict::Done);
        }
        self.must_be_free(by)?;
        let talk = self.talk_mut(id)?;
        if talk.locked && !talk.invited.contains(&by) {
            return Err(Refusal::new(RefusalCode::NotAllowed, "the door is locked"));
        }
        let of = talk.of;
        self.decide(Fact::Talk { talk: id, of, seat: by, deed: TalkDeed::Entered }, by, re)
    }

    pub(super) fn decline(&mut self, by: SeatId, id: TalkId) -> Ruling {
        self.talk_mut(id)?.invited.remove(&by);
        self.end_if_deserted(id);
        Ok(Verdict::Done)
    }

    pub(super) fn leave_own_talk(&mut self, by: SeatId) -> Ruling {
        self.leave_talk(by, Some(by));
        Ok(Verdict::Done)
    }

    pub(super) fn lock_talk(&mut self, by: SeatId, id: TalkId, locked: bool) -> Ruling {
        self.must_keep(by, id)?;
        self.talk_mut(id)?.locked = locked;
        Ok(Verdict::Done)
    }

    pub(super) fn close_talk(&mut self, by: SeatId, id: TalkId) -> Ruling {
        if self.talk_mut(id)?.opened_by != by {
            self.must_preside(by)?;
        }
        self.end_talk(id, Some(by));
        Ok(Verdict::Done)
    }

    pub(super) fn close_talks(&mut self, by: SeatId) -> Ruling {
        self.must_preside(by)?;
        self.end_talks(Some(by));
        Ok(Verdict::Done)
    }

    /// Everybody comes back to the table; whoever is on the way in finds no talk there.
    pub(in crate::room) fn end_talks(&mut self, by: Option<SeatId>) {
        let talks: Vec<TalkId> = self.apart.talks.keys().copied().collect();
        for id in talks {
            self.end_talk(id, by);
        }
    }

    /// The record has it. Where the talk ended meanwhile, or the seat went, the record hears that too.
    pub(in crate::room) fn talk_recorded(
        &mut self,
        now: i64,
        (id, of): (TalkId, TalkKind),
        seat: SeatId,
        deed: TalkDeed,
    ) {
        let enters = match deed {
            TalkDeed::Opened { enters } => {
                if let Some(talk) = self.apart.talks.get_mut(&id) {
                    talk.since = Some(now);
                }
                enters
            }
            TalkDeed::Entered => true,
            TalkDeed::Left { .. } => false, // never asked
        };
        if enters {
            self.enter_talk(id, of, seat);
        }
    }

    fn enter_talk(&mut self, id: TalkId, of: TalkKind, who: SeatId) {
        let may_come = self.seat(who).is_some_and(Seat::can_come_and_go);
        match self.apart.talks.get_mut(&id) {
            Some(talk) if may_come => {
                talk.invited.remove(&who);
                talk.entered = true;
                if let Some(seat) = self.seat_mut(who) {
                    seat.go(Some(id));
                }
            }
            // Nothing was heard; the record says in and out.
            _ => {
                self.out(Output::Note(left(id, of, who, None)));
                self.end_if_deserted(id);
            }
        }
    }

    /// Out of the talk it is in, if it is in one.
    pub(in crate::room) fn leave_talk(&mut self, who: SeatId, by: Option<SeatId>) {
        let Some(seat) = self.seat_mut(who) else { return };
        let Some(id) = seat.talk else { return };
        seat.go(None);
        let Some(of) = self.apart.talks.get(&id).map(|talk| talk.of) else { return };
        self.out(Output::Note(left(id, of, who, by)));
        self.end_if_deserted(id);
    }

    fn end_talk(&mut self, id: TalkId, by: Option<SeatId>) {
        for member in self.members(id) {
            self.leave_talk(member, by);
        }
        self.apart.talks.remove(&id);
    }

    /// Nobody is in it, and nobody is expected.
    fn end_if_deserted(&mut self, id: TalkId) {
        let Some(talk) = self.apart.talks.get(&id) else { return };
        let expected = talk.since.is_none() || (!talk.entered && !talk.invited.is_empty());
        if !expected && self.members(id).is_empty() {
            self.apart.talks.remove(&id);
        }
    }

    /// The kind of private talk the seat is in, if it is in one.
    #[must_use]
    pub fn talk_of(&self, seat: SeatId) -> Option<TalkKind> {
        let talk = self.seat(seat)?.talk?;
        self.apart.talks.get(&talk).map(|talk| talk.of)
    }

    /// Who is on the way into it: the record has yet to answer, and whoever comes meanwhile meets them there.
    #[must_use]
    pub fn going_into(&self, talk: TalkId) -> Vec<SeatId> {
        self.decisions.going_into(talk)
    }

    pub(super) fn members(&self, id: TalkId) -> Vec<SeatId> {
        self.seats.iter().filter(|seat| seat.talk == Some(id)).map(|seat| seat.setup.id).collect()
    }

    /// Of those on record.
    fn talk_mut(&mut self, id: TalkId) -> Result<&mut Talk, Refusal> {
        let talk = self.apart.talks.get_mut(&id).filter(|talk| talk.since.is_some());
        talk.ok_or_else(|| Refusal::new(RefusalCode::NoSuchSeat, "the private talk is over"))
    }

    fn must_be_free(&mut self, by: SeatId) -> Result<(), Refusal> {
        match self.known(by)?.talk {
            None => Ok(()),
            Some(_) => Err(Refusal::new(RefusalCode::NotAllowed, "this seat is in another private talk")),
        }
    }

    /// Who is in it, or opened it for others.
    fn must_keep(&mut self, by: SeatId, id: TalkId) -> Result<(), Refusal> {
        let inside = self.known(by)?.talk == Some(id);
        let opened = self.talk_mut(id)?.opened_by == by;
        if inside || opened {
            return Ok(());
        }
        Err(Refusal::new(RefusalCode::NotAllowed, "this private talk is others'"))
    }
}

impl Seat {
    /// Still here, or about to come back, and in no other talk.
    const fn can_come_and_go(&self) -> bool {
        let here = matches!(self.link, Link::Here { .. } | Link::Lost { .. });
        here && !self.place.is_closed() && self.talk.is_none()
    }
}

const fn left(talk: TalkId, of: TalkKind, seat: SeatId, by: Option<SeatId>) -> Fact {
    Fact::Talk { talk, of, seat, deed: TalkDeed::Left { by } }
}
