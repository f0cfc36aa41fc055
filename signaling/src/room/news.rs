//! Sends to each seat only what has changed since the last time.

use super::{
    Room,
    io::{Conn, Output, Routes, Snapshot, Source},
};
use crate::{
    grant::Grants,
    wire::{ApartView, SeatId, SeatView, ServerMessage, Slot, SourceKind, TalkId},
};
use std::{collections::BTreeMap, mem};

#[derive(Debug, Default)]
pub(super) struct Told {
    newcomers: Vec<(SeatId, Conn)>,
    seats: BTreeMap<SeatId, SeatView>,
    floor: Option<SeatId>,
    pub apart: ApartView,
    /// To each seat's connection: forgotten when a new one is welcomed.
    privately: BTreeMap<SeatId, Private>,
    routes: Vec<Routes>,
    rights_asked_for: (Vec<SeatId>, Option<SeatId>, Vec<(SeatId, TalkId)>),
}

/// What one connection was told of its own.
#[derive(Debug, Default)]
struct Private {
    grants: Grants,
    slots: Vec<Slot>,
    speaking: Vec<SeatId>,
}

impl Told {
    pub fn seats_are(&mut self, seats: Vec<SeatView>) {
        self.seats = seats.into_iter().map(|seat| (seat.id, seat)).collect();
    }

    pub fn welcome(&mut self, seat: SeatId, conn: Conn) {
        self.newcomers.push((seat, conn));
    }
}

impl Room {
    /// Order matters: a newcomer hears `welcome` before anything else, and everybody sees who is at
    /// the table before media flows there.
    pub(super) fn tell_news(&mut self) {
        self.floor = self.floor_holder();
        let newcomers = self.welcome_newcomers();
        self.tell_seats();
        self.tell_arrivals();
        if mem::replace(&mut self.told.floor, self.floor) != self.floor {
            self.out(Output::ToAll(ServerMessage::Floor { seat: self.floor }));
        }
        self.tell_apart(&newcomers);
        let routes = self.routes();
        self.tell_privately(&routes);
        self.tell_shown();
        if self.told.routes != routes {
            self.told.routes.clone_from(&routes);
            self.out(Output::Route(routes));
        }
        self.ask_for_rights();
    }

    fn welcome_newcomers(&mut self) -> Vec<SeatId> {
        let newcomers = mem::take(&mut self.told.newcomers);
        for (id, conn) in newcomers.iter().copied() {
            let Some(seat) = self.seat(id) else { continue };
            let grants = seat.grants();
            let snapshot = Snapshot {
                grants,
                seats: self.seats(),
                floor: self.floor,
                peer_alive: seat.has_media(),
                slots: self.budget,
            };
            self.exhibits.welcome(id);
            self.told.privately.insert(id, Private { grants, ..Private::default() });
            self.out(Output::Welcome { seat: id, conn, snapshot });
        }
        newcomers.into_iter().map(|(id, _)| id).collect()
    }

    fn tell_apart(&mut self, newcomers: &[SeatId]) {
        let apart = self.apart();
        if self.told.apart != apart {
            self.told.apart = apart.clone();
            return self.out(Output::ToAll(ServerMessage::Apart { apart }));
        }
        for id in newcomers {
            self.tell(*id, ServerMessage::Apart { apart: apart.clone() });
        }
    }

    fn tell_seats(&mut self) {
        let known = |view: &SeatView| self.told.seats.get(&view.id) == Some(view);
        let news: Vec<SeatView> = self.seats().into_iter().filter(|view| !known(view)).collect();
        for seat in news {
            self.told.seats.insert(seat.id, seat.clone());
            self.out(Output::ToAll(ServerMessage::Seat { seat }));
        }
    }

    fn tell_privately(&mut self, routes: &[Routes]) {
        let (speakers, reach) = (self.heard_speakers(), self.reach());
        for at in 0..self.seats.len() {
            let seat = &self.seats[at];
            let (id, grants) = (seat.setup.id, seat.grants());
            if seat.conn().is_none() {
                continue;
            }
            let slots = slots_of(id, routes);
            let heard = |of: &&SeatId| {
                grants.attend && reach.lets(Source { seat: **of, kind: SourceKind::Microphone }, id)
            };
            let speaking: Vec<SeatId> = speakers.iter().filter(heard).copied().collect();
            let told = self.told.privately.entry(id).or_default();
            let was =
                mem::replace(told, Private { grants, slots: slots.clone(), speaking: speaking.clone() });
            if was.grants != grants {
                self.tell(id, ServerMessage::Grants { grants });
            }
            if was.slots != slots {
                self.tell(id, ServerMessage::Slots { slots });
            }
            if was.speaking != speaking {
                self.tell(id, ServerMessage::Speaking { seats: speaking });
            }
        }
    }

    fn ask_for_rights(&mut self) {
        let at_table: Vec<SeatId> =
            self.seats.iter().filter(|seat| seat.at_table()).map(|seat| seat.setup.id).collect();
        let in_talks = self.seats.iter().filter_map(|seat| Some((seat.setup.id, seat.talk?))).collect();
        let now = (at_table, self.floor, in_talks);
        if self.told.rights_asked_for != now {
            self.told.rights_asked_for = now.clone();
            self.out(Output::AskGrants { at_table: now.0, floor: now.1 });
        }
    }
}

fn slots_of(receiver: SeatId, routes: &[Routes]) -> Vec<Slot> {
    let own = routes.iter().filter(|routes| routes.receiver == receiver).flat_map(|routes| &routes.slots);
    own.map(|(mid, source)| Slot { mid: mid.clone(), seat: source.seat, kind: source.kind }).collect()
}
