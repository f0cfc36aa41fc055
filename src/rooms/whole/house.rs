//! The surroundings of the real room in the model test: grants, record and media plane.

use super::{
    deeds::{Deed, REASON},
    story::Story,
    table::{ALLOWED, OFFICIALS, ROLES, id},
};
use crate::{
    domain::{
        hearing::{Gone, Identity, IdentityWay, Seat, StageName, TalkKind},
        ids::SeatId,
        rights::{
            Comer, Door, Sitting, beyond_cap, calls_witnesses, is_recused, may_call_witness, may_enter_talk,
            may_open_talk,
        },
    },
    rooms::{check_in::Arrived, outputs::grants_of},
};
use signaling::{
    grant::Grants,
    room::{Ask, Conn, Fact, Input, Output, ShowAsk, TalkDeed},
    wire::{
        self, ApartAsk, DisconnectReason, ExhibitId, ExhibitNews, OfferedReceiver, OfferedSource,
        ServerMessage, SourceKind, TalkId,
    },
};
use uuid::Uuid;

const EXHIBIT: ExhibitId = ExhibitId(Uuid::from_u128(200));

impl Story {
    /// Nobody is let in unknown.
    pub fn opens(&mut self) {
        (0..ROLES.len()).for_each(|n| self.tells_arrival(n));
        self.regrant();
    }

    pub fn meets(&mut self, deed: Deed) {
        match deed {
            Deed::Come(n) => self.comes(id(n)),
            Deed::Drop(n) => self.drops(id(n)),
            Deed::Leave(n) => {
                self.asks(n, Ask::Leave);
                self.drops(id(n));
            }
            Deed::Identify(n) => self.is_identified(n),
            Deed::Admit(by, n, _) if self.hearing.seat(id(n)).is_some_and(Seat::is_witness) => {
                self.calls_witness(by, n, true);
            }
            Deed::Admit(by, n, anyway) => {
                self.asks(by, Ask::Admit { seat: id(n).into() });
                if anyway {
                    let (seat, reason) = (id(n).into(), REASON.to_owned());
                    self.asks(by, Ask::AdmitUnidentified { seat, reason });
                }
            }
            Deed::Dismiss(by, n) => self.asks(by, Ask::Dismiss { seat: id(n).into() }),
            Deed::Remove(by, n) => {
                self.asks(by, Ask::Remove { seat: id(n).into(), reason: REASON.to_owned() });
            }
            Deed::Witness(by, n, in_) => self.calls_witness(by, n, in_),
            Deed::Reopen => self.reopens(),
            Deed::Apart(n, of) => self.goes_apart(n, of),
            Deed::Back(n) => self.asks(n, Ask::Apart(ApartAsk::LeaveTalk {})),
            Deed::Floor(by, to) => self.asks(by, Ask::GiveFloor { seat: to.map(|n| id(n).into()) }),
            Deed::Show(by, to) => {
                let seats = to.map(|n| vec![id(n).into()]);
                self.asks(by, Ask::Exhibit(ShowAsk::Show { exhibit: EXHIBIT, brought_by: None, seats }));
            }
            Deed::Hide(by) => self.asks(by, Ask::Exhibit(ShowAsk::Hide)),
            Deed::Listen(by, on) => self.listens(by, on),
            Deed::Aloud(aloud) => self.speaks_aloud(aloud),
            Deed::Mask(n, hidden) => self.masks(n, hidden),
            Deed::Help(n) => self.seats_helper(n),
            Deed::Reseat(how, n) => self.reseats(how, n),
            other => panic!("not among people: {other:?}"),
        }
    }

    pub fn comes(&mut self, seat: SeatId) {
        let known = self.hearing.seat(seat).filter(|seat| seat.stands());
        if known.is_none() || self.hearing.stage.name().is_vacant() {
            return;
        }
        self.opened += 1;
        let conn = self.opened;
        self.conns.insert(seat, conn);
        self.shown.remove(&seat);
        let at = wire::SeatId::from(seat);
        self.feed(Input::Connected { seat: at, conn: Conn(conn), peer: None });
        let kinds = [SourceKind::Microphone, SourceKind::Camera, SourceKind::Screen];
        let sources = kinds.map(|kind| OfferedSource { mid: format!("{kind:?}"), kind }).to_vec();
        let section = |n: u32| OfferedReceiver { mid: format!("r{n}"), video: n.is_multiple_of(2) };
        let (peer, receivers) = (u32::try_from(conn).unwrap(), (0..40).map(section).collect());
        self.feed(Input::Offered { seat: at, conn: Some(Conn(conn)), peer, sources, receivers });
        let n = usize::try_from(seat.0.as_u128()).unwrap() - 1;
        for kind in [SourceKind::Microphone, SourceKind::Camera] {
            self.asks(n, Ask::SetSource { kind, on: true });
        }
    }

    fn drops(&mut self, seat: SeatId) {
        if let Some(conn) = self.conns.remove(&seat) {
            let reason = DisconnectReason::Network;
            self.feed(Input::Disconnected { seat: seat.into(), conn: Conn(conn), reason });
        }
    }

    /// It is over, or postponed: connections are closed.
    pub fn everybody_goes(&mut self) {
        for seat in self.conns.keys().copied().collect::<Vec<_>>() {
            self.drops(seat);
        }
    }

    fn is_identified(&mut self, n: usize) {
        let identity = Identity { way: IdentityWay::Paper, by: OFFICIALS[1], at: self.now };
        let note = crate::domain::hearing::CheckInNote::Identified(identity);
        self.arrivals.learn(id(n), Arrived::Noted(note));
        self.tells_arrival(n);
    }

    pub fn tells_arrival(&mut self, n: usize) {
        if let Some(seat) = self.hearing.seat(id(n)) {
            let view = self.arrivals.view(seat);
            self.feed(Input::Arrival(view));
        }
    }

    pub fn asks(&mut self, n: usize, ask: Ask) {
        let Some(conn) = self.conns.get(&id(n)).copied() else { return };
        self.feed(Input::Asked { seat: id(n).into(), conn: Conn(conn), re: 1, ask });
    }

    fn calls_witness(&mut self, by: usize, n: usize, in_: bool) {
        let Some(role) = self.hearing.seat(id(by)).map(|seat| seat.role) else { return };
        let presides = self.room.grants(id(by).into()).preside;
        let who = Comer { role, presides, admitted: true, invited: false };
        let others = self.hearing.testifying().filter(|seat| *seat != id(n)).count();
        let calls = calls_witnesses(who) && (!in_ || may_call_witness(&self.hearing.stage, others).is_ok());
        let seat = id(n).into();
        let ask = if in_ { ApartAsk::CallWitness { seat } } else { ApartAsk::ReleaseWitness { seat } };
        if calls {
            self.asks(by, Ask::Apart(ask));
        }
    }

    fn goes_apart(&mut self, n: usize, of: TalkKind) {
        let Some(role) = self.hearing.seat(id(n)).map(|seat| seat.role) else { return };
        let presides = self.room.grants(id(n).into()).preside;
        let admitted = self.room.at_table().contains(&id(n).into());
        let who = Comer { role, presides, admitted, invited: true };
        let talk = TalkId(Uuid::from_u128(100 + of as u128));
        let view = self.room.apart().talks.into_iter().find(|view| view.id == talk);
        let role = |seat: &wire::SeatId| self.hearing.seat((*seat).into()).unwrap().role;
        let people: Vec<_> = view.iter().flat_map(|view| &view.members).map(role).collect();
        let door = Door { of, people: &people, stage: &self.hearing.stage };
        let ask = if view.is_none() && may_open_talk(who, true, &door).is_ok() {
            ApartAsk::OpenTalk { talk, of: of.into(), invite: Vec::new(), enter: true }
        } else if view.is_some() && may_enter_talk(who, &door).is_ok() {
            ApartAsk::EnterTalk { talk }
        } else {
            return;
        };
        self.asks(n, Ask::Apart(ask));
    }

    /// The record has who is shown what, then they are.
    pub fn clears_viewers(&mut self) {
        if let Some((exhibit, seats)) = self.room.viewers_to_clear() {
            self.feed(Input::ViewersCleared { exhibit, seats });
        }
    }

    pub fn feed(&mut self, input: Input) {
        self.room.handle(self.now.0, input);
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Route(flows) => self.flows = flows,
                Output::AskGrants { .. } => self.grant(),
                Output::Record { question, fact } => {
                    self.learns(&fact);
                    self.room.handle(self.now.0, Input::Recorded(question));
                }
                Output::Note(fact) => self.learns(&fact),
                Output::ToSeat { seat, message } => {
                    self.names_nobody_hidden(Some(seat.into()), &message);
                    self.hears(seat.into(), message);
                }
                Output::Bye { seat, .. } => drop(self.conns.remove(&seat.into())),
                Output::Welcome { seat, snapshot, .. } => {
                    self.names_nobody_hidden(Some(seat.into()), &snapshot)
                }
                Output::ToAll(message) => self.names_nobody_hidden(None, &message),
                Output::HangUp { .. } => {}
            }
        }
    }

    fn hears(&mut self, seat: SeatId, message: ServerMessage) {
        match message {
            ServerMessage::Exhibit { news: ExhibitNews::Shown { shown: Some(shown) } } => {
                self.shown.insert(seat, shown);
            }
            ServerMessage::Exhibit { news: ExhibitNews::Shown { shown: None } } => {
                self.shown.remove(&seat);
            }
            _ => {}
        }
    }

    fn learns(&mut self, fact: &Fact) {
        let (id, now) = (SeatId::from(fact.seat()), self.now);
        if let Fact::Talk { talk, deed, .. } = fact {
            match deed {
                TalkDeed::Opened { enters: true } | TalkDeed::Entered => {
                    assert_eq!(self.talks.insert(id, *talk), None, "in two talks");
                }
                TalkDeed::Opened { enters: false } => {}
                TalkDeed::Left { .. } => assert_eq!(self.talks.remove(&id), Some(*talk)),
            }
            return;
        }
        let stage = self.hearing.stage.name();
        let Some(seat) = self.hearing.seats.iter_mut().find(|seat| seat.id == id) else { return };
        match fact {
            Fact::Admitted { reason, .. } => {
                seat.admitted.get_or_insert(now);
                if reason.is_some() {
                    self.unidentified.insert(id);
                }
            }
            Fact::Dismissed { .. } => seat.send_out(stage, now),
            Fact::Left { .. } if seat.admitted.is_some() => seat.send_out(stage, now),
            Fact::Removed { reason, .. } => seat.gone = Some(Gone::Removed { reason: reason.clone() }),
            Fact::Dropped { .. } | Fact::Back { .. } | Fact::Left { .. } | Fact::Talk { .. } => {}
        }
    }

    fn grant(&mut self) {
        let grants = self.hearing.seats.iter().map(|seat| (seat.id.into(), self.grants(seat))).collect();
        self.room.handle(self.now.0, Input::Granted(grants));
    }

    /// The stage changed, or who may decide.
    pub fn regrant(&mut self) {
        self.grant();
        self.feed(Input::Tick);
    }

    pub fn is_recused(&self, seat: SeatId) -> bool {
        self.hearing.seat(seat).is_some_and(|seat| is_recused(seat, &self.petition.course))
    }

    pub fn is_barred(&self, seat: SeatId) -> bool {
        self.is_recused(seat) && self.hearing.seat(seat).is_some_and(|seat| seat.role.decides())
    }

    /// What the law gives the seat now.
    pub fn grants(&self, seat: &Seat) -> Grants {
        let at = wire::SeatId::from(seat.id);
        let sitting = Sitting {
            stage: &self.hearing.stage,
            seat,
            admitted: self.room.at_table().contains(&at),
            has_floor: self.room.floor() == Some(at),
            carries: self.hearing.carries(seat.id),
            talk: self.room.talk_of(at).map(Into::into),
            beyond_cap: beyond_cap(&self.hearing.seats, seat.id, ALLOWED),
            recused: is_recused(seat, &self.petition.course),
            presiding: &self.presiding,
        };
        grants_of(&sitting, false)
    }

    pub fn is(&self, stage: StageName) -> bool {
        self.hearing.stage.name() == stage
    }
}
