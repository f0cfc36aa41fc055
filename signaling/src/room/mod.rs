//! A live room: who is here, what they send, who receives it.
//!
//! Feed it with [`Room::handle`], then drain [`Room::poll_output`] before feeding again. Everything a
//! client is told is worked out at the end of `handle`, by comparing what is with what was told
//! (`news`), so that no handler can forget to announce what it changed.
//!
//! **Invariant:** what flows ⊆ grants now. A source flows to a seat only if its sender may send it, has
//! it on and is not muted, and the receiver may attend; nobody receives their own.
//! **Invariant:** who receives media is shown at the table. A seat whose signaling broke while its
//! media lives is shown as dropped and keeps hearing, at most [`HEARS_WITHOUT_WORD_MS`]: sound that goes
//! on through a broken socket is worth more than tidiness, and a listener nobody can reach is not.
//! A peer connection that fell silent keeps its sections, and what flowed goes on by them when it is heard again.
//! **Invariant:** at the table, and in each private talk, one screen flows at most; whoever's comes back beside it is off,
//! and so is that of whoever goes from one to the other.
//! **Invariant:** who sits beside another (`beside`) is there by a connection of their own, or by that seat's while both are
//! at the table; a camera that is gone takes everybody before it along.
//! **Invariant:** what is said in a private talk reaches its members and nobody else; who outside is not in one
//! (`apart`).
//! **Invariant:** admission, dismissal and removal take effect when the record has them, never before.
//! Drops, returns and leaving have happened already; they are noted without waiting.

mod apart;
mod arrivals;
mod beside;
mod chat;
mod decisions;
mod exhibits;
mod floor;
mod io;
mod news;
mod publishing;
mod queries;
mod seat;
mod seating;
mod shown;
mod slots;

pub use exhibits::ShowAsk;
pub use io::{
    ApartSetup, Ask, Before, Conn, Fact, Input, Output, Question, Routes, SeatSetup, Snapshot, Source,
    TalkDeed,
};
pub use slots::budget;

use crate::wire::{RefusalCode, SeatId, ServerMessage, SlotBudget};
use apart::Apart;
use arrivals::Arrivals;
use decisions::Decisions;
use exhibits::Exhibits;
use io::Verdict;
use news::Told;
use seat::{Life, Seat};
use std::collections::VecDeque;

/// How long media goes on for a seat nobody can tell anything: long enough for a page to find its
/// way back over a bad network, short enough that nobody listens unreachable. Milliseconds.
pub const HEARS_WITHOUT_WORD_MS: i64 = 30_000;

/// The seats of one hearing as they are now: who is connected and at the table, what each sends, what it is shown.
///
/// It knows no more of the hearing than what seats may do ([`crate::grant`]), and keeps nothing: a room that opens again
/// is told where everybody was.
#[derive(Debug)]
pub struct Room {
    /// In the order of the table; it breaks ties of rank.
    seats: Vec<Seat>,
    floor: Option<SeatId>,
    shown: shown::Shown,
    /// As the media plane measured it; what is told of it is filtered.
    speaking: Vec<SeatId>,
    /// Who was heard last and before, the latest first. They keep it through silence, so that sections do not
    /// change hands with every pause; there are two, so that who speaks still hears whom they answer.
    spoke_last: Vec<SeatId>,
    /// Who checks in.
    arrivals: Arrivals,
    /// Private talks, witnesses heard, interpreters and who listens to them.
    apart: Apart,
    decisions: Decisions,
    exhibits: Exhibits,
    told: Told,
    budget: SlotBudget,
    outputs: VecDeque<Output>,
}

impl Room {
    /// Opens a room with these seats. `now`, here and below, is UTC milliseconds, because it is shown and put on record.
    /// It is not the steady clock of a [`Session`](crate::session::Session).
    #[must_use]
    pub fn new(now: i64, setups: Vec<SeatSetup>) -> Self {
        let apart = Apart::of(&setups);
        let seats: Vec<_> = setups.into_iter().map(|setup| Seat::new(setup, now)).collect();
        let mut room = Self {
            budget: budget_of(&seats),
            apart,
            seats,
            floor: None,
            shown: shown::Shown::default(),
            speaking: Vec::new(),
            spoke_last: Vec::new(),
            arrivals: Arrivals::default(),
            decisions: Decisions::default(),
            exhibits: Exhibits::default(),
            told: Told::default(),
            outputs: VecDeque::new(),
        };
        let shown = room.seats();
        room.told.seats_are(shown);
        room.told.apart = room.apart();
        room.tell_news();
        room
    }

    /// Takes what happened. What is to be done about it is in [`Room::poll_output`] then.
    pub fn handle(&mut self, now: i64, input: Input) {
        let company = self.company();
        match input {
            Input::Connected { seat, conn, peer } => self.connected(now, seat, conn, peer),
            Input::Disconnected { seat, conn, reason } => self.disconnected(now, seat, conn, reason),
            Input::DeviceEnded(seat) => self.device_ended(seat),
            Input::Asked { seat, conn, re, ask } => self.asked(now, seat, conn, re, ask),
            Input::Offered { seat, conn, peer, sources, receivers } => {
                self.offered(now, seat, conn, peer, &sources, receivers);
            }
            Input::PeerSilent { seat, peer } => self.peer_is(seat, peer, Life::Silent),
            Input::PeerHeard { seat, peer } => self.peer_is(seat, peer, Life::Heard),
            Input::PeerLost { seat, peer } => self.peer_lost(seat, peer),
            Input::Granted(grants) => self.granted(&grants),
            Input::EndTalks => self.end_talks(None),
            Input::Anew => self.begin_anew(now),
            Input::Speaking(seats) => self.speak(seats),
            Input::Recorded(question) => self.recorded(now, question),
            Input::NotRecorded(question) => self.not_recorded(question),
            Input::Arrival(view) => self.arrival(view),
            Input::SeatIs(setup) => self.seat_is(now, setup),
            Input::Spotlight(seat) => self.shown.spotlight = seat,
            Input::ViewersCleared { exhibit, seats } => self.clear_viewers(exhibit, seats),
            Input::Tick => {}
        }
        self.hang_up_unreachable(now);
        self.note_company(company);
        self.keep_one_screen();
        self.tell_news();
    }

    /// What is to be done next, until there is nothing more.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call back with [`Input::Tick`] if nothing else happens first. UTC milliseconds.
    #[must_use]
    pub fn next_deadline(&self) -> Option<i64> {
        self.seats.iter().filter_map(Seat::unreachable_until).min()
    }

    /// Whether the seat has a peer connection that is heard, with or without a socket.
    #[must_use]
    pub fn has_media(&self, seat: SeatId) -> bool {
        self.seat(seat).is_some_and(Seat::has_media)
    }

    /// The number of the peer connection that was offered ahead of the seat's connection and waits for it.
    #[must_use]
    pub fn offered_ahead(&self, seat: SeatId) -> Option<u32> {
        let peer = self.seat(seat)?.peer.as_ref()?;
        peer.ahead.map(|_| peer.number)
    }

    /// The receive-only sections clients should offer.
    #[must_use]
    pub const fn budget(&self) -> SlotBudget {
        self.budget
    }

    fn asked(&mut self, now: i64, seat: SeatId, conn: Conn, re: u32, ask: Ask) {
        if self.seat(seat).and_then(Seat::conn) != Some(conn) {
            return; // of a connection that was replaced or lost meanwhile: nobody waits for the answer
        }
        let ruling = match ask {
            Ask::SetSource { kind, on } => self.set_source(seat, kind, on),
            Ask::Away { away } => self.go_out_of_sight(now, seat, away),
            Ask::RaiseHand { up } => self.raise_hand(now, seat, up),
            Ask::Admit { seat: other } => self.ask_to_admit(seat, re, other, None),
            Ask::Dismiss { seat: other } => self.ask_to_dismiss(seat, re, other),
            Ask::Remove { seat: other, reason } => self.ask_to_remove(seat, re, other, reason),
            Ask::Mute { seat: other, kind, muted } => self.mute(seat, other, kind, muted),
            Ask::MuteAll { muted } => self.mute_all(seat, muted),
            Ask::GiveFloor { seat: other } => self.give_floor(seat, other),
            Ask::AdmitUnidentified { seat: id, reason } => {
                self.ask_to_admit_unidentified(seat, re, id, reason)
            }
            Ask::Apart(ask) => self.ask_apart(seat, re, ask),
            Ask::Exhibit(ask) => self.show(now, seat, ask),
            Ask::Leave => self.leave(now, seat, conn),
        };
        match ruling {
            Ok(Verdict::Done) => self.tell(seat, ServerMessage::Done { re }),
            Ok(Verdict::Later) => {}
            Err(refusal) => self.tell(seat, refusal.answers(re)),
        }
    }

    fn granted(&mut self, grants: &[(SeatId, crate::grant::Grants)]) {
        for seat in &mut self.seats {
            let given = grants.iter().find(|(id, _)| *id == seat.setup.id);
            seat.given = given.map(|(_, grants)| *grants).unwrap_or_default();
        }
    }

    fn seat(&self, id: SeatId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.setup.id == id)
    }

    fn seat_mut(&mut self, id: SeatId) -> Option<&mut Seat> {
        self.seats.iter_mut().find(|seat| seat.setup.id == id)
    }

    /// For seats a client names.
    fn known(&mut self, id: SeatId) -> Result<&mut Seat, RefusalCode> {
        self.seat_mut(id).ok_or(RefusalCode::NoSuchSeat)
    }

    fn must_preside(&self, id: SeatId) -> Result<(), RefusalCode> {
        let presides = self.seat(id).is_some_and(|seat| seat.grants().preside);
        if presides { Ok(()) } else { Err(RefusalCode::NotAllowed) }
    }

    fn out(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    fn tell(&mut self, seat: SeatId, message: ServerMessage) {
        self.out(Output::ToSeat { seat, message });
    }
}

/// Sections for everybody who may come; who was withdrawn will not.
fn budget_of(seats: &[Seat]) -> SlotBudget {
    budget(seats.iter().filter(|seat| !seat.place.is_withdrawn()).count())
}
