//! The surroundings of the real room in the model test: grants, record and media plane.

use super::{
    deeds::{Deed, REASON},
    story::Story,
    table::{ALLOWED, OFFICIALS, ROLES, id},
};
use crate::{
    domain::{
        hearing::{Identity, IdentityWay, Seat, StageName},
        ids::SeatId,
        rights::{Sitting, beyond_cap, is_recused},
    },
    rooms::{check_in::Arrived, outputs::grants_of},
};
use signaling::{
    grant::Grants,
    room::{Ask, Conn, Input, Output, ShowAsk, Source},
    wire::{
        self, ApartAsk, DisconnectReason, ExhibitId, ExhibitNews, OfferedReceiver, OfferedSource,
        ServerMessage, SourceKind,
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
            Deed::Together(by, whom, of) => self.go_together(by, whom, of),
            Deed::Invite(by, n) => self.invites(by, n),
            Deed::LockTalk(by, locked) => self.locks_talk(by, locked),
            Deed::Mute(by, whom, muted) => self.mutes(by, whom, muted),
            Deed::Source(n, kind, on) => self.switches(n, kind, on),
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

    fn switches(&mut self, n: usize, kind: SourceKind, on: bool) {
        self.asks(n, Ask::SetSource { kind, on });
        let source = Source { seat: id(n).into(), kind };
        let flows = self.room.sending().contains(&source);
        assert!(on || !self.conns.contains_key(&id(n)) || !flows, "{kind:?} flows, and is off");
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

    /// The record has who is shown what, then they are.
    pub fn clears_viewers(&mut self) {
        if let Some((exhibit, seats)) = self.room.viewers_to_clear() {
            self.feed(Input::ViewersCleared { exhibit, seats });
        }
    }

    pub fn feed(&mut self, input: Input) {
        self.handles(input);
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Route(flows) => self.flows = flows,
                Output::AskGrants { .. } => self.grant(),
                Output::Record { question, fact } => self.asks_record(question, fact),
                Output::Note(fact) => self.learns(&fact, (self.hearing.stage.name(), self.now)),
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
