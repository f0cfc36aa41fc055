//! Presider and stand-in of the model hearing.

use super::{story::Story, table::id};
use crate::domain::{
    Timestamp,
    hearing::{
        ParticipantRole as Role, Seat, StageName,
        presiding::{Bench, Order, StandIn},
    },
    ids::SeatId,
};
use signaling::{
    grant::Grants,
    room::{Ask, Source},
    wire::{self, Presence, SourceKind},
};
use std::collections::BTreeMap;

impl Story {
    pub fn names_stand_in(&mut self, by: usize, whom: Option<usize>) {
        if self.room.grants(id(by).into()).preside {
            self.orders(&Order::NameStandIn { seat: whom.map(id) });
        }
    }

    pub fn locks_microphones(&mut self, by: usize, locked: bool) {
        if self.room.grants(id(by).into()).preside {
            self.orders(&Order::LockMicrophones { locked });
        }
    }

    /// One microphone, or everybody else's. Who has the floor need not wait to be heard again.
    pub fn mutes(&mut self, by: usize, whom: Option<usize>, muted: bool) {
        let (me, kind) = (wire::SeatId::from(id(by)), SourceKind::Microphone);
        let asked = self.conns.contains_key(&id(by));
        let (presides, speaks) = (self.room.grants(me).preside, self.room.floor() == Some(me));
        self.asks(
            by,
            match whom {
                Some(n) => Ask::Mute { seat: id(n).into(), kind, muted },
                None => Ask::MuteAll { muted },
            },
        );
        let own_word = whom == Some(by) && !muted && speaks;
        if asked && (presides || own_word) {
            let whose = |seat: &SeatId| whom.map_or(*seat != id(by), |n| *seat == id(n));
            for seat in self.hearing.seats.iter().map(|seat| seat.id).filter(whose) {
                if muted {
                    self.muted.insert(seat);
                } else {
                    self.muted.remove(&seat);
                }
            }
        }
        for seat in &mut self.hearing.seats {
            let muted = self.room.muted(seat.id.into());
            seat.muted = muted.into_iter().map(Into::into).collect();
        }
    }

    /// Of whom who presides muted nobody hears anything, whatever their page says.
    pub fn mutes_hold(&self) {
        let sending = self.room.sending();
        for seat in &self.muted {
            let source = Source { seat: (*seat).into(), kind: SourceKind::Microphone };
            let flows =
                self.flows.iter().any(|routes| routes.slots.iter().any(|(_, flows)| *flows == source));
            assert!(!flows && !sending.contains(&source), "{seat} is heard, and muted");
        }
    }

    fn orders(&mut self, order: &Order) -> bool {
        let Ok((next, _)) = self.presiding.ordered(order, &self.hearing, self.now) else { return false };
        self.presiding = next;
        if let Some(StandIn { seat, since: Some(since) }) = self.presiding.stand_in
            && let Some(acting) = self.hearing.seats.iter_mut().find(|one| one.id == seat)
        {
            acting.acted.get_or_insert(since); // and signs the minutes
        }
        self.regrant();
        true
    }

    /// What clocks, presence and the stage ask of presiding.
    pub fn presides_by_itself(&mut self) {
        while !self.hearing.stage.name().is_vacant() {
            let Some(order) = self.presiding.automatic(&self.hearing, self.bench(), self.now) else { return };
            if !self.orders(&order) {
                return;
            }
        }
    }

    fn presider(&self) -> Option<&Seat> {
        let mut seats = self.hearing.seats.iter();
        seats.find(|seat| seat.role == Role::Presider && seat.stands() && !self.is_barred(seat.id))
    }

    fn presider_gone(&self) -> Option<Timestamp> {
        match self.presider() {
            None => Some(Timestamp(0)),
            Some(seat) if self.room.is_there(seat.id.into()) => None,
            Some(seat) => {
                let since = self.room.gone(seat.id.into()).map(|(since, _)| Timestamp(since));
                Some(since.or(self.hearing.vacated(seat)).unwrap_or(self.now))
            }
        }
    }

    pub fn bench(&self) -> Bench {
        Bench {
            floor: self.room.floor().map(Into::into),
            floor_there: self.room.floor_speaks(),
            presider_gone: self.presider_gone(),
            stand_in_there: self.presiding.stand_in.is_some_and(|stand_in| self.can_preside(stand_in.seat)),
        }
    }

    fn can_preside(&self, seat: SeatId) -> bool {
        self.room.is_there(seat.into()) && !self.is_recused(seat)
    }

    /// Somebody who counts for the seat is there.
    pub fn is_represented(&self, id: SeatId) -> bool {
        let there = self.room.is_there(id.into()) && !self.is_barred(id);
        let presider = self.hearing.seat(id).is_some_and(|seat| seat.role == Role::Presider);
        there || (presider && self.presiding.acting().is_some_and(|acting| self.can_preside(acting)))
    }

    /// Whose floor it is has time to lose only while they are heard at the table.
    fn time_holds(&self) {
        let holder = self.room.floor().and_then(|id| self.hearing.seat(id.into()));
        let Some((seat, turn)) = holder.zip(self.presiding.clock.turn) else { return };
        let views = self.room.seats();
        let view = views.iter().find(|view| SeatId::from(view.id) == seat.id);
        let seated = view.is_some_and(|view| matches!(view.presence, Presence::Seated { .. }));
        // A line that is lost may carry the voice on for half a minute.
        let voices = [Some(wire::SeatId::from(seat.id)), view.and_then(|view| view.beside)];
        let voice =
            |source: &Source| source.kind == SourceKind::Microphone && voices.contains(&Some(source.seat));
        let heard = (seated || self.room.sending().iter().any(voice)) && !self.talks.contains_key(&seat.id);
        let theirs = turn.side == seat.role.side();
        assert!(heard || !theirs || turn.running.is_none(), "the time of {} runs unheard", seat.plate());
    }

    /// While microphones are locked who presides, who has the floor and interpreters are heard.
    fn lock_holds(&self, grants: &BTreeMap<SeatId, Grants>) {
        if !self.presiding.microphones_locked {
            return;
        }
        for seat in &self.hearing.seats {
            let heard = self.presiding.presides(seat)
                || self.room.floor() == Some(seat.id.into())
                || seat.role == Role::Interpreter
                || self.talks.contains_key(&seat.id);
            assert!(heard || !grants[&seat.id].speak, "{} is heard past the lock", seat.plate());
        }
    }

    /// One presides at most; the presider while there, else once it is late the stand-in, if that one is there.
    pub fn chair_holds(&self, grants: &BTreeMap<SeatId, Grants>) {
        let presides = |seat: &SeatId| grants[seat].preside;
        let presiding: Vec<_> = grants.keys().copied().filter(presides).collect();
        assert!(presiding.len() <= 1, "{presiding:?} preside");
        if self.hearing.stage.name().is_vacant() {
            return; // nobody hands back what is over
        }
        self.time_holds();
        self.lock_holds(grants);
        let Some(gone) = self.presider_gone() else {
            return assert_eq!(self.presiding.acting(), None, "the presider is there");
        };
        let led = matches!(
            self.hearing.stage.name(),
            StageName::InSession
                | StageName::Paused
                | StageName::Suspended
                | StageName::MinutesReview
                | StageName::Signing
        );
        let late = self.now >= gone.plus_millis(self.presiding.absence_grace);
        let Some(stand_in) = self.presiding.stand_in.filter(|_| led && late) else { return };
        if self.can_preside(stand_in.seat) {
            assert_eq!(presiding, [stand_in.seat], "nobody took over");
        }
    }
}
