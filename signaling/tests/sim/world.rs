//! A server's stand-in around one room: it answers the room's questions late and in any order, keeps
//! connections that break, and plays the media plane.

use crate::{
    apart::Model,
    client::{Client, Shown},
};
use signaling::{
    grant::Grants,
    room::{ApartSetup, Ask, Before, Conn, Fact, Input, Output, Question, Room, Routes, SeatSetup},
    wire::{
        ApartAsk, DisconnectReason, Language, OfferedReceiver, OfferedSource, ParticipantRole, Presence,
        SeatId, SeatView, Side, SourceKind, TalkId, TalkKind,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

#[derive(Debug, Clone)]
pub enum Step {
    Connect {
        seat: usize,
        keeps_peer: bool,
    },
    LoseSocket {
        seat: usize,
    },
    LoseMedia {
        seat: usize,
    },
    Offer {
        seat: usize,
        fresh: bool,
        sections: u8,
    },
    /// One of the things under way arrives.
    Deliver(usize),
    RecordFails(usize),
    Admit {
        by: usize,
        seat: usize,
    },
    Dismiss {
        by: usize,
        seat: usize,
    },
    Remove {
        by: usize,
        seat: usize,
    },
    Mute {
        by: usize,
        seat: usize,
        kind: SourceKind,
        muted: bool,
    },
    MuteAll {
        by: usize,
        muted: bool,
    },
    SetSource {
        seat: usize,
        kind: SourceKind,
        on: bool,
    },
    GiveFloor {
        by: usize,
        to: Option<usize>,
    },
    RaiseHand {
        seat: usize,
        up: bool,
    },
    Leave {
        seat: usize,
    },
    OpenTalk {
        by: usize,
        talk: u8,
        of: TalkKind,
        invite: Vec<usize>,
        enter: bool,
    },
    Invite {
        by: usize,
        talk: u8,
        seat: usize,
    },
    EnterTalk {
        by: usize,
        talk: u8,
    },
    DeclineTalk {
        by: usize,
        talk: u8,
    },
    LeaveTalk {
        by: usize,
    },
    LockTalk {
        by: usize,
        talk: u8,
        locked: bool,
    },
    CloseTalk {
        by: usize,
        talk: u8,
    },
    CloseTalks {
        by: usize,
    },
    /// The hearing goes on.
    GoOn,
    Listen {
        by: usize,
        to: Option<usize>,
    },
    SpeakAloud {
        by: usize,
        aloud: bool,
    },
    CallWitness {
        by: usize,
        seat: usize,
    },
    ReleaseWitness {
        by: usize,
        seat: usize,
    },
    ChangeRights(u8),
    Speak(Vec<usize>),
    Spotlight(Option<usize>),
    Wait(i64),
}

pub struct Sim {
    pub room: Room,
    pub now: i64,
    ids: Vec<SeatId>,
    conns: u64,
    requests: u32,
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
    pub flows: Vec<Routes>,
    /// The peer connection each page holds.
    held: BTreeMap<SeatId, u32>,
    /// What flowed before the last input, but to peers that were made afresh by it.
    pub flowed: Vec<Routes>,
    described: BTreeMap<SeatId, u32>,
    pub muted: BTreeSet<(SeatId, SourceKind)>,
    mutes_asked: BTreeMap<u32, Vec<(SeatId, SourceKind, bool)>>,
    pub record: Vec<Fact>,
    /// Apart from the table, by the record.
    pub model: Model,
    /// Seats that ever offered few sections: not everything that may come to them does.
    pub narrow: BTreeSet<SeatId>,
    questions: BTreeMap<Question, Fact>,
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
            Step::LoseSocket { seat } => {
                let seat = self.id(seat);
                if let Some(client) = self.clients.remove(&seat) {
                    let reason = DisconnectReason::Network;
                    self.under_way.push(Input::Disconnected { seat, conn: client.conn, reason });
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
            Step::ChangeRights(rights) => {
                self.rights = rights;
                self.grant();
            }
            Step::Speak(seats) => {
                let seats = seats.iter().map(|seat| self.id(*seat)).collect();
                self.feed(Input::Speaking(seats));
            }
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

    fn ask(&mut self, step: Step) {
        let (by, ask) = match step {
            Step::Admit { by, seat } => (by, Ask::Admit { seat: self.id(seat) }),
            Step::Dismiss { by, seat } => (by, Ask::Dismiss { seat: self.id(seat) }),
            Step::Remove { by, seat } => {
                (by, Ask::Remove { seat: self.id(seat), reason: "扰乱秩序，屡劝不止".to_owned() })
            }
            Step::Mute { by, seat, kind, muted } => (by, Ask::Mute { seat: self.id(seat), kind, muted }),
            Step::MuteAll { by, muted } => (by, Ask::MuteAll { muted }),
            Step::SetSource { seat, kind, on } => (seat, Ask::SetSource { kind, on }),
            Step::GiveFloor { by, to } => (by, Ask::GiveFloor { seat: to.map(|seat| self.id(seat)) }),
            Step::RaiseHand { seat, up } => (seat, Ask::RaiseHand { up }),
            Step::Leave { seat } => (seat, Ask::Leave),
            apart => {
                let (by, ask) = self.apart(apart);
                (by, Ask::Apart(ask))
            }
        };
        let seat = self.id(by);
        let Some(client) = self.clients.get_mut(&seat) else { return };
        self.requests += 1;
        client.waits_for.insert(self.requests);
        let mutes = match &ask {
            Ask::Mute { seat, kind, muted } => vec![(*seat, *kind, *muted)],
            Ask::MuteAll { muted } => {
                let others = self.ids.iter().filter(|id| **id != seat);
                others.map(|id| (*id, SourceKind::Microphone, *muted)).collect()
            }
            _ => Vec::new(),
        };
        self.mutes_asked.insert(self.requests, mutes);
        if let Ask::Apart(ask) = &ask {
            self.model.asks(self.requests, seat, ask.clone());
        }
        let conn = client.conn;
        self.feed(Input::Asked { seat, conn, re: self.requests, ask });
    }

    fn apart(&self, step: Step) -> (usize, ApartAsk) {
        let named = |talk: u8| TalkId(Uuid::from_u128(u128::from(talk) + 100));
        match step {
            Step::OpenTalk { by, talk, of, invite, enter } => {
                let invite = invite.into_iter().map(|seat| self.id(seat)).collect();
                (by, ApartAsk::OpenTalk { talk: named(talk), of, invite, enter })
            }
            Step::Invite { by, talk, seat } => {
                (by, ApartAsk::Invite { talk: named(talk), seat: self.id(seat) })
            }
            Step::EnterTalk { by, talk } => (by, ApartAsk::EnterTalk { talk: named(talk) }),
            Step::DeclineTalk { by, talk } => (by, ApartAsk::DeclineTalk { talk: named(talk) }),
            Step::LeaveTalk { by } => (by, ApartAsk::LeaveTalk {}),
            Step::LockTalk { by, talk, locked } => (by, ApartAsk::LockTalk { talk: named(talk), locked }),
            Step::CloseTalk { by, talk } => (by, ApartAsk::CloseTalk { talk: named(talk) }),
            Step::CloseTalks { by } => (by, ApartAsk::CloseTalks {}),
            Step::Listen { by, to } => (by, ApartAsk::Listen { interpreter: to.map(|seat| self.id(seat)) }),
            Step::SpeakAloud { by, aloud } => (by, ApartAsk::SpeakAloud { aloud }),
            Step::CallWitness { by, seat } => (by, ApartAsk::CallWitness { seat: self.id(seat) }),
            Step::ReleaseWitness { by, seat } => (by, ApartAsk::ReleaseWitness { seat: self.id(seat) }),
            other => panic!("nobody asks {other:?}"),
        }
    }

    /// Who speaks another language.
    pub fn interpreter(&self) -> SeatId {
        SeatId(Uuid::from_u128(5))
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
        self.under_way.push(Input::Offered { seat, conn: client.conn, peer, sources, receivers });
    }

    fn deliver(&mut self, at: usize, record_holds: bool) {
        if at >= self.under_way.len() {
            return;
        }
        match self.under_way.remove(at) {
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

    fn drain(&mut self) {
        while let Some(output) = self.room.poll_output() {
            self.perform(output);
        }
    }

    fn perform(&mut self, output: Output) {
        match output {
            Output::Welcome { seat, conn, snapshot } => {
                if !snapshot.peer_alive {
                    self.held.remove(&seat);
                }
                self.clients.insert(seat, Client::welcomed(conn, snapshot));
            }
            Output::ToSeat { seat, message } => {
                if let signaling::wire::ServerMessage::Done { re } = &message {
                    self.model.done(*re);
                    for (seat, kind, muted) in self.mutes_asked.remove(re).unwrap_or_default() {
                        if muted {
                            self.muted.insert((seat, kind))
                        } else {
                            self.muted.remove(&(seat, kind))
                        };
                    }
                }
                if let Some(client) = self.clients.get_mut(&seat) {
                    client.hear(message);
                }
            }
            Output::ToAll(message) => {
                self.witness.learn(&message);
                self.clients.values_mut().for_each(|client| client.hear(message.clone()));
            }
            Output::Bye { seat, conn, .. } => {
                if self.clients.get(&seat).is_some_and(|client| client.conn == conn) {
                    self.clients.remove(&seat);
                }
                let reason = DisconnectReason::Unknown;
                self.under_way.push(Input::Disconnected { seat, conn, reason });
            }
            Output::Route(routes) => self.flows = routes,
            Output::HangUp { seat, peer } => {
                if self.peers.get(&seat) == Some(&peer) {
                    self.peers.remove(&seat);
                }
            }
            Output::AskGrants { at_table, .. } => {
                self.at_table = at_table;
                self.under_way.push(Input::Granted(Vec::new()));
            }
            Output::Record { question, fact } => {
                self.questions.insert(question, fact);
                self.under_way.push(Input::Recorded(question));
            }
            Output::Note(fact) => {
                self.model.learn(&fact);
                self.record.push(fact);
            }
        }
    }
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
    }
}
