//! Apart from the table: private talks, witnesses outside, interpreters in an ear.
//!
//! Who may open, invite, enter or call is decided before it is asked here; here is who is where. A seat is in one
//! place: at the table, in a private talk, or outside. What flows stays in its place ([`Reach`]).

mod interpreters;
mod reach;
mod talks;

use super::{
    Room,
    io::{ApartSetup, Ruling, SeatSetup},
    seat::{Link, Seat},
};
use crate::wire::{
    ApartAsk, ApartView, InterpreterView, Language, SeatId, TalkId, TalkView, WitnessIs, WitnessView,
};
use std::collections::{BTreeMap, BTreeSet};
use talks::Talk;

/// What the room remembers of it.
#[derive(Debug, Default)]
pub(super) struct Apart {
    talks: BTreeMap<TalkId, Talk>,
    /// Witnesses that were in and are outside again, or in once more.
    heard: BTreeSet<SeatId>,
    /// Who chose for themselves, and whom they hear besides the floor; none: the floor alone. Stays over reconnects.
    listening: BTreeMap<SeatId, Option<SeatId>>,
    /// Interpreters that speak to the whole table.
    aloud: BTreeSet<SeatId>,
}

impl ApartSetup {
    /// Seen, so that its picture comes before all others.
    pub(super) fn signs(&self) -> bool {
        self.interprets.contains(&Language::Sign)
    }

    /// Heard, so that its sound goes to who wants it.
    pub(super) fn whispers(&self) -> bool {
        self.interprets.iter().any(|language| *language != Language::Sign)
    }
}

impl Apart {
    pub fn of(setups: &[SeatSetup]) -> Self {
        let heard = setups.iter().filter(|setup| setup.apart.heard).map(|setup| setup.id);
        Self { heard: heard.collect(), ..Self::default() }
    }

    /// A witness goes out again.
    pub fn sent_out(&mut self, witness: SeatId) {
        self.heard.insert(witness);
    }
}

impl Room {
    pub(super) fn ask_apart(&mut self, by: SeatId, re: u32, ask: ApartAsk) -> Ruling {
        match ask {
            ApartAsk::OpenTalk { talk, of, invite, enter } => {
                self.ask_to_open(by, re, (talk, of), invite, enter)
            }
            ApartAsk::Invite { talk, seat } => self.invite(by, talk, seat),
            ApartAsk::EnterTalk { talk } => self.ask_to_enter(by, re, talk),
            ApartAsk::DeclineTalk { talk } => self.decline(by, talk),
            ApartAsk::LeaveTalk {} => self.leave_own_talk(by),
            ApartAsk::LockTalk { talk, locked } => self.lock_talk(by, talk, locked),
            ApartAsk::CloseTalk { talk } => self.close_talk(by, talk),
            ApartAsk::CloseTalks {} => self.close_talks(by),
            ApartAsk::CallWitness { seat } => self.call_in(by, re, seat, None),
            ApartAsk::ReleaseWitness { seat } => self.send_out(by, re, seat),
            ApartAsk::Listen { interpreter } => self.listen(by, interpreter),
            ApartAsk::SpeakAloud { aloud } => self.speak_aloud(by, aloud),
        }
    }

    /// What goes on apart from the table now.
    #[must_use]
    pub fn apart(&self) -> ApartView {
        ApartView { talks: self.talks(), witnesses: self.witnesses(), interpreters: self.interpreters() }
    }

    fn talks(&self) -> Vec<TalkView> {
        let view = |(id, talk): (&TalkId, &Talk)| {
            Some(TalkView {
                id: *id,
                of: talk.of,
                opened_by: talk.opened_by,
                since: talk.since?,
                locked: talk.locked,
                members: self.members(*id),
                invited: talk.invited.iter().copied().collect(),
            })
        };
        self.apart.talks.iter().filter_map(view).collect()
    }

    fn witnesses(&self) -> Vec<WitnessView> {
        let inside = |seat: &Seat| seat.at_table() && !matches!(seat.link, Link::Left { .. });
        let view = |seat: &Seat| {
            let id = seat.setup.id;
            let is = match inside(seat) {
                true => WitnessIs::Testifying,
                false if self.apart.heard.contains(&id) => WitnessIs::Heard,
                false => WitnessIs::Outside,
            };
            WitnessView { seat: id, is }
        };
        let waits = |seat: &&Seat| seat.setup.apart.outside && !seat.place.is_withdrawn();
        self.seats.iter().filter(waits).map(view).collect()
    }

    fn interpreters(&self) -> Vec<InterpreterView> {
        let interprets = |seat: &&Seat| !seat.setup.apart.interprets.is_empty() && !seat.place.is_withdrawn();
        let view = |seat: &Seat| InterpreterView {
            seat: seat.setup.id,
            languages: seat.setup.apart.interprets.clone(),
            aloud: self.is_aloud(seat),
            listeners: self.listeners(seat.setup.id),
        };
        self.seats.iter().filter(interprets).map(view).collect()
    }
}
