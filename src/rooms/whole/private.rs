//! Private talks and witnesses of the model hearing: who may go where is asked as the live room asks it.

use super::{story::Story, table::id};
use crate::domain::{
    hearing::{ParticipantRole as Role, Seat, TalkKind},
    ids::SeatId,
    rights::{Comer, Door, calls_witnesses, may_be_in_talk, may_call_witness, may_enter_talk, may_open_talk},
};
use signaling::{
    room::Ask,
    wire::{self, ApartAsk, TalkId},
};
use uuid::Uuid;

impl Story {
    pub fn calls_witness(&mut self, by: usize, n: usize, in_: bool) {
        let Some(who) = self.comer(by) else { return };
        let is_witness = |seat: &SeatId| self.hearing.seat(*seat).is_some_and(Seat::is_witness);
        let coming = self.record.coming().filter(is_witness);
        let others = self.hearing.testifying().chain(coming).filter(|seat| *seat != id(n)).count();
        let who = Comer { admitted: true, ..who };
        let calls = calls_witnesses(who) && (!in_ || may_call_witness(&self.hearing.stage, others).is_ok());
        let seat = id(n).into();
        let ask = if in_ { ApartAsk::CallWitness { seat } } else { ApartAsk::ReleaseWitness { seat } };
        if calls {
            self.asks(by, Ask::Apart(ask));
        }
    }

    /// Who was invited goes there.
    pub fn goes_apart(&mut self, n: usize, of: TalkKind) {
        let asked = |view: &wire::TalkView| view.invited.contains(&id(n).into());
        let of = self.room.apart().talks.into_iter().find(asked).map_or(of, |view| view.of.into());
        let (talk, me) = (TalkId(Uuid::from_u128(100 + of as u128)), wire::SeatId::from(id(n)));
        let known = self.people_of(talk);
        let Some(who) = self.comer(n) else { return };
        let stage = &self.hearing.stage;
        let ask = match &known {
            None if may_open_talk(who, true, &Door { of, people: &[], stage }).is_ok() => {
                ApartAsk::OpenTalk { talk, of: of.into(), invite: Vec::new(), enter: true }
            }
            Some((_, people, invited)) => {
                let who = Comer { invited: invited.contains(&me), ..who };
                if may_enter_talk(who, &Door { of, people, stage }).is_err() {
                    return;
                }
                ApartAsk::EnterTalk { talk }
            }
            None => return,
        };
        let inside = |story: &Self| {
            story.talks.get(&id(n)) == Some(&talk) || story.room.going_into(talk).contains(&me)
        };
        let invited = known.is_some_and(|(_, _, invited)| invited.contains(&me));
        let locked = self.room.apart().talks.iter().any(|view| view.id == talk && view.locked);
        let stays_out = locked && !invited && !inside(self);
        self.asks(n, Ask::Apart(ask));
        assert!(!(stays_out && inside(self)), "in by a locked door");
    }

    pub fn go_together(&mut self, by: usize, whom: usize, of: TalkKind) {
        self.goes_apart(by, of);
        self.invites(by, whom);
        self.goes_apart(whom, of);
    }

    pub fn invites(&mut self, by: usize, n: usize) {
        let Some(talk) = self.talks.get(&id(by)).copied() else { return };
        let (Some(guest), Some((of, people, _))) = (self.comer(n), self.people_of(talk)) else { return };
        let door = Door { of, people: &people, stage: &self.hearing.stage };
        if may_be_in_talk(guest, &door).is_ok() {
            self.asks(by, Ask::Apart(ApartAsk::Invite { talk, seat: id(n).into() }));
        }
    }

    pub fn locks_talk(&mut self, by: usize, locked: bool) {
        if let Some(talk) = self.talks.get(&id(by)).copied() {
            self.asks(by, Ask::Apart(ApartAsk::LockTalk { talk, locked }));
        }
    }

    /// Uninvited.
    fn comer(&self, n: usize) -> Option<Comer> {
        let role = self.hearing.seat(id(n))?.role;
        let presides = self.room.grants(id(n).into()).preside;
        let admitted = self.room.at_table().contains(&id(n).into());
        Some(Comer { role, presides, admitted, invited: false })
    }

    /// Its kind, the roles of those in it, invited and on their way in, and who was invited.
    fn people_of(&self, talk: TalkId) -> Option<(TalkKind, Vec<Role>, Vec<wire::SeatId>)> {
        let view = self.room.apart().talks.into_iter().find(|view| view.id == talk)?;
        let going = self.room.going_into(talk);
        let role = |seat: &wire::SeatId| self.hearing.seat((*seat).into()).unwrap().role;
        let people = view.members.iter().chain(&view.invited).chain(&going).map(role).collect();
        Some((view.of.into(), people, view.invited))
    }
}
