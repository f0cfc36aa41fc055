//! A server's stand-in around one room: it answers the room's questions late and in any order, keeps
//! connections that break, and plays the media plane.

use crate::{
    apart::Model,
    arrivals::arrival,
    client::{Client, Shown},
    step::Step,
};
use signaling::{
    grant::Grants,
    room::{ApartSetup, Before, Conn, Fact, Input, Question, Room, Routes, SeatSetup},
    wire::{
        CheckInView, DisconnectReason, Language, OfferedReceiver, OfferedSource, ParticipantRole, Presence,
        SeatId, SeatView, Side, SourceKind,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The seat that may be put beside another.
pub const COMPANION: usize = 3;

pub struct Sim {
    pub room: Room,
    pub now: i64,
    pub ids: Vec<SeatId>,
    conns: u64,
    pub requests: u32,
    /// Of peer connections: they grow.
    numbers: u32,
    /// Bits of it decide who may do what.
    rights: u8,
    pub at_table: Vec<SeatId>,
    pub under_way: Vec<Input>,
    pub clients: BTreeMap<SeatId, Client>,
    /// What somebody would know who has listened from the beginning.
    pub witness: Shown,
    pub granted: BTreeMap<SeatId, Grants>,
    /// The media plane: newest peer of each seat, and what flows.
    pub peers: BTreeMap<SeatId, u32>,
    /// Those of them that fell silent, by number.
    pub silent: BTreeSet<u32>,
    pub flows: Vec<Routes>,
    /// The peer connection each page holds.
    pub held: BTreeMap<SeatId, u32>,
    /// What flowed before the last input, but to peers that were made afresh by it.
    pub flowed: Vec<Routes>,
    described: BTreeMap<SeatId, u32>,
    pub muted: BTreeSet<(SeatId, SourceKind)>,
    pub mutes_asked: BTreeMap<u32, Vec<(SeatId, SourceKind, bool)>>,
    pub record: Vec<Fact>,
    /// Apart from the table, by the record.
    pub model: Model,
    /// Seats that ever offered few sections: not everything that may come to them does.
    pub narrow: BTreeSet<SeatId>,
    pub questions: BTreeMap<Question, Fact>,
}

impl Sim {
    pub fn new(seats: usize) -> Self {
        let ids: Vec<SeatId> = (1..=seats).map(|n| SeatId(Uuid::from_u128(n as u128))).collect();
        let room = Room::new(0, ids.iter().enumerate().map(|(n, id)| setup(n, *id)).collect());
        let apart = room.apart();
        let mut sim = Self {
            room,
            now: 0,
            conns: 0,
            requests: 0,
            numbers: 0,
            rights: u8::MAX,
            at_table: Vec::new(),
            under_way: Vec::new(),
            clients: BTreeMap::new(),
            witness: Shown {
                seats: ids.iter().enumerate().map(|(n, id)| (*id, invited(setup(n, *id)))).collect(),
                floor: None,
                apart,
            },
            granted: BTreeMap::new(),
            peers: BTreeMap::new(),
            silent: BTreeSet::new(),
            flows: Vec::new(),
            held: BTreeMap::new(),
            flowed: Vec::new(),
            described: BTreeMap::new(),
            muted: BTreeSet::new(),
            mutes_asked: BTreeMap::new(),
            record: Vec::new(),
            model: Model::default(),
            narrow: BTreeSet::new(),
            questions: BTreeMap::new(),
            ids,
        };
        sim.drain();
        sim
    }

    /// The first `present` of `seats` are connected, admitted by the first of them, and have media.
    pub fn at_the_table(seats: usize, present: usize) -> Self {
        let mut sim = Self::new(seats);
        for seat in 0..present {
            sim.take(Step::Connect { seat, keeps_peer: false });
            sim.settle();
            sim.take(Step::Offer { seat, fresh: true, sections: 3 });
            sim.take(Step::Admit { by: 0, seat });
            sim.settle();
        }
        sim
    }

    pub fn id(&self, seat: usize) -> SeatId {
        self.ids[seat]
    }

    /// Of the newest peer connection.
    pub const fn numbers(&self) -> u32 {
        self.numbers
    }

    fn lose_socket(&mut self, seat: SeatId, reason: DisconnectReason) {
        if let Some(client) = self.clients.remove(&seat) {
            self.under_way.push(Input::Disconnected { seat, conn: client.conn, reason });
        }
    }

    pub fn take(&mut self, step: Step) {
        match step {
            Step::Connect { seat, keeps_peer } => {
                let seat = self.id(seat);
                self.conns += 1;
                if !keeps_peer {
                    self.held.remove(&seat);
                }
                let peer = self.held.get(&seat).copied();
                self.feed(Input::Connected { seat, conn: Conn(self.conns), peer });
            }
            Step::LoseSocket { seat } => self.lose_socket(self.id(seat), DisconnectReason::Network),
            Step::ClosePage { seat } => self.lose_socket(self.id(seat), DisconnectReason::UserLeft),
            Step::Silence { seat } => {
                let seat = self.id(seat);
                // What was only just answered has not had the time to fall silent.
                if let Some(&peer) = self.peers.get(&seat)
                    && self.described.get(&seat) == Some(&peer)
                    && self.silent.insert(peer)
                {
                    self.under_way.push(Input::PeerSilent { seat, peer });
                }
            }
            Step::Hear { seat } => {
                let seat = self.id(seat);
                if let Some(&peer) = self.peers.get(&seat)
                    && self.silent.remove(&peer)
                {
                    self.under_way.push(Input::PeerHeard { seat, peer });
                }
            }
            Step::LoseMedia { seat } => {
                let seat = self.id(seat);
                self.held.remove(&seat);
                if let Some(peer) = self.peers.remove(&seat) {
                    self.under_way.push(Input::PeerLost { seat, peer });
                }
            }
            Step::Offer { seat, fresh, sections } => self.offer(self.id(seat), fresh, sections),
            Step::Deliver(at) => self.deliver(at, true),
            Step::RecordFails(at) => self.deliver(at, false),
            Step::Beside { of } => {
                let id = self.id(COMPANION);
                let beside = of.filter(|of| *of != COMPANION).map(|of| self.id(of));
                self.feed(Input::SeatIs(SeatSetup { beside, ..setup(COMPANION, id) }));
            }
            Step::ChangeRights(rights) => {
                self.rights = rights;
                self.grant();
            }
            Step::Speak(seats) => {
                let seats = seats.iter().map(|seat| self.id(*seat)).collect();
                self.feed(Input::Speaking(seats));
            }
            Step::Arrive { seat, wishes } => self.arrive(self.id(seat), wishes),
            Step::GoOn => self.feed(Input::EndTalks),
            Step::Spotlight(seat) => {
                let seat = seat.map(|seat| self.id(seat));
                self.feed(Input::Spotlight(seat));
            }
            Step::Wait(time) => {
                self.now += time;
                self.feed(Input::Tick);
            }
            asking => self.ask(asking),
        }
    }

    /// Who speaks another language.
    pub fn interpreter(&self) -> SeatId {
        SeatId(Uuid::from_u128(5))
    }

    fn arrive(&mut self, seat: SeatId, wishes: bool) {
        if wishes {
            self.model.wishes.insert(seat);
        } else {
            self.model.wishes.remove(&seat);
        }
        let language = Some(Language::Tibetan);
        self.feed(Input::Arrival(CheckInView { language, interpreter: wishes, ..arrival(seat, false) }));
    }

    fn offer(&mut self, seat: SeatId, fresh: bool, sections: u8) {
        let Some(client) = self.clients.get(&seat) else { return };
        let peer = self.held.get(&seat).copied().filter(|_| !fresh).unwrap_or_else(|| {
            self.numbers += 1;
            self.numbers
        });
        self.peers.insert(seat, peer);
        self.held.insert(seat, peer);
        let source = |kind| OfferedSource { mid: format!("{kind:?}"), kind };
        let sources = [SourceKind::Microphone, SourceKind::Camera, SourceKind::Screen].map(source).to_vec();
        if sections < 3 {
            self.narrow.insert(seat);
        }
        let sections = if sections == 3 { 12 } else { sections };
        let receiver = |n: u8| OfferedReceiver { mid: format!("r{n}"), video: n.is_multiple_of(2) };
        let receivers = (0..2 * sections).map(receiver).collect();
        self.under_way.push(Input::Offered { seat, conn: Some(client.conn), peer, sources, receivers });
    }

    fn deliver(&mut self, at: usize, record_holds: bool) {
        if at >= self.under_way.len() {
            return;
        }
        // What the media plane says of peers comes in the order in which it happened.
        let first = self.under_way.iter().position(of_media).filter(|_| of_media(&self.under_way[at]));
        match self.under_way.remove(first.unwrap_or(at)) {
            Input::Recorded(question) => {
                let fact = self.questions.remove(&question).unwrap();
                if record_holds {
                    self.model.learn(&fact);
                    self.record.push(fact);
                    self.feed(Input::Recorded(question));
                } else {
                    self.feed(Input::NotRecorded(question));
                }
            }
            Input::Granted(_) => self.grant(), // worked out when it is given, not when it was asked for
            input => self.feed(input),
        }
    }

    /// Everything that is under way arrives.
    pub fn settle(&mut self) {
        while !self.under_way.is_empty() {
            self.deliver(0, true);
        }
    }

    fn grant(&mut self) {
        let bit = |n: usize| self.rights & (1 << (n % 8)) != 0;
        let rights = |(n, id): (usize, &SeatId)| {
            let grants = Grants {
                speak: bit(n),
                show: bit(n + 1),
                share: bit(n + 2),
                attend: bit(n + 3),
                preside: n < 2,
                ..Grants::LOBBY
            };
            (*id, grants)
        };
        // Grants for seats that are not at the table too: the room must not be widened by them.
        let grants: Vec<_> = self.ids.iter().enumerate().map(rights).collect();
        self.granted = grants.iter().copied().collect();
        self.feed(Input::Granted(grants));
    }

    pub fn feed(&mut self, input: Input) {
        self.flowed.clone_from(&self.flows);
        if let Input::Offered { seat, peer, .. } = &input
            && self.described.insert(*seat, *peer) != Some(*peer)
        {
            self.flowed.retain(|routes| routes.receiver != *seat);
        }
        self.room.handle(self.now, input);
        self.drain();
    }
}

fn of_media(input: &Input) -> bool {
    matches!(input, Input::PeerSilent { .. } | Input::PeerHeard { .. } | Input::PeerLost { .. })
}

/// The first two seats preside, every other must be there.
pub fn setup(n: usize, id: SeatId) -> SeatSetup {
    SeatSetup {
        id,
        role: if n == 0 { ParticipantRole::Presider } else { ParticipantRole::AgencyRep },
        side: Side::Unit,
        label: format!("席位{n}"),
        name: String::new(),
        level: None,
        mandatory: n.is_multiple_of(2),
        presides: n == 0,
        muted: Vec::new(),
        before: Before::Out,
        after: None,
        beside: None,
        apart: ApartSetup {
            outside: n == 5,
            heard: false,
            interprets: if n == 4 { vec![Language::Tibetan] } else { Vec::new() },
        },
    }
}

fn invited(setup: SeatSetup) -> SeatView {
    SeatView {
        id: setup.id,
        role: setup.role,
        side: setup.side,
        label: setup.label,
        name: setup.name,
        level: setup.level,
        mandatory: setup.mandatory,
        presence: Presence::Invited {},
        sources: Vec::new(),
        hand: None,
        away: None,
        beside: None,
    }
}
