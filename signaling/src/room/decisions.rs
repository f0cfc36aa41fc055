//! Admitting, dismissing and removing seats: decided by the presider, recorded, then done.

use super::{
    Room,
    io::{Conn, Fact, Output, Question, Ruling, TalkDeed, Verdict},
    seat::{Link, Place, Seat},
};
use crate::{
    limits,
    refusal::Refusal,
    wire::{ByeReason, DisconnectReason, RefusalCode, SeatId, ServerMessage, TalkId},
};
use std::collections::BTreeMap;

/// Decisions the record has not answered yet.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    asked: u32,
    open: BTreeMap<Question, Decision>,
}

#[derive(Debug)]
struct Decision {
    fact: Fact,
    /// Who waits for the answer.
    asked_by: Option<Asker>,
    /// The seat went of its own accord since, and may be back already.
    left: bool,
}

/// A request of one connection; the next one of the seat counts its requests anew.
#[derive(Debug, Clone, Copy)]
struct Asker {
    seat: SeatId,
    conn: Option<Conn>,
    re: u32,
}

impl Decisions {
    pub(super) fn is_open_for(&self, seat: SeatId) -> bool {
        self.open.values().any(|decision| decision.fact.seat() == seat)
    }

    pub(super) fn seat_left(&mut self, seat: SeatId) {
        let of_seat = self.open.values_mut().filter(|decision| decision.fact.seat() == seat);
        of_seat.for_each(|decision| decision.left = true);
    }

    /// Whose way into this private talk is being recorded.
    pub(super) fn going_into(&self, id: TalkId) -> Vec<SeatId> {
        let goes = |decision: &Decision| match decision.fact {
            Fact::Talk {
                talk, seat, deed: TalkDeed::Opened { enters: true } | TalkDeed::Entered, ..
            } if talk == id => Some(seat),
            _ => None,
        };
        self.open.values().filter_map(goes).collect()
    }

    pub(super) fn left_since(&self, question: Question) -> bool {
        self.open.get(&question).is_some_and(|decision| decision.left)
    }
}

impl Room {
    pub(super) fn ask_to_admit(&mut self, by: SeatId, re: u32, id: SeatId, reason: Option<String>) -> Ruling {
        self.must_preside(by)?;
        self.call_in(by, re, id, reason)
    }

    /// Asked for by who may: whether somebody is there to be let in. `reason`: why, although nobody has said who
    /// it is.
    pub(super) fn call_in(&mut self, by: SeatId, re: u32, id: SeatId, reason: Option<String>) -> Ruling {
        let lacks = self.arrivals.lack_identity(id);
        let link = self.seat(id).map_or(Link::Never, |seat| self.link(seat));
        match (&self.known(id)?.place, link) {
            (Place::Table, _) => Ok(Verdict::Done),
            (Place::Removed { .. }, _) => Err(Refusal::new(RefusalCode::NotAllowed, "the seat was removed")),
            (Place::Withdrawn { .. }, _) => Err(was_withdrawn()),
            (Place::Lobby, Link::Never | Link::Left { .. }) => {
                Err(Refusal::new(RefusalCode::NotAllowed, "nobody waits on this seat"))
            }
            (Place::Lobby, _) if lacks && reason.is_none() => Err(RefusalCode::NoIdentity.into()),
            (Place::Lobby, Link::Here { .. } | Link::Lost { .. }) => {
                self.decide(Fact::Admitted { seat: id, by, reason: reason.filter(|_| lacks) }, by, re)
            }
        }
    }

    pub(super) fn ask_to_dismiss(&mut self, by: SeatId, re: u32, id: SeatId) -> Ruling {
        self.must_preside(by)?;
        self.send_out(by, re, id)
    }

    pub(super) fn send_out(&mut self, by: SeatId, re: u32, id: SeatId) -> Ruling {
        let at_table = self.known(id)?.at_table();
        match at_table {
            _ if id == by => Err(Refusal::new(RefusalCode::NotAllowed, "this is your own seat")),
            false => Ok(Verdict::Done),
            true => self.decide(Fact::Dismissed { seat: id, by }, by, re),
        }
    }

    pub(super) fn ask_to_remove(&mut self, by: SeatId, re: u32, id: SeatId, reason: String) -> Ruling {
        self.must_preside(by)?;
        limits::reason(&reason)?;
        match self.known(id)?.place {
            _ if id == by => Err(Refusal::new(RefusalCode::NotAllowed, "this is your own seat")),
            Place::Removed { .. } => Ok(Verdict::Done),
            Place::Withdrawn { .. } => Err(was_withdrawn()),
            Place::Lobby | Place::Table => self.decide(Fact::Removed { seat: id, by, reason }, by, re),
        }
    }

    /// Who presides waits for nobody.
    pub(super) fn admit_by_own_right(&mut self, id: SeatId) {
        if !self.decisions.is_open_for(id) {
            self.put_question(Fact::Admitted { seat: id, by: id, reason: None }, None);
        }
    }

    pub(super) fn decide(&mut self, fact: Fact, by: SeatId, re: u32) -> Ruling {
        if self.decisions.is_open_for(fact.seat()) {
            return Err(Refusal::new(
                RefusalCode::TooFast,
                "the last decision on this seat is being recorded",
            ));
        }
        let conn = self.seat(by).and_then(Seat::conn);
        self.put_question(fact, Some(Asker { seat: by, conn, re }));
        Ok(Verdict::Later)
    }

    fn put_question(&mut self, fact: Fact, asked_by: Option<Asker>) {
        let question = Question(self.decisions.asked);
        self.decisions.asked = self.decisions.asked.wrapping_add(1);
        self.out(Output::Record { question, fact: fact.clone() });
        self.decisions.open.insert(question, Decision { fact, asked_by, left: false });
    }

    /// What the record says counts, also if the seat dropped meanwhile. Who left gave the place up, be they back or not: they
    /// come anew.
    pub(super) fn recorded(&mut self, now: i64, question: Question) {
        let Some(Decision { fact, asked_by, left }) = self.decisions.open.remove(&question) else { return };
        match fact {
            Fact::Admitted { seat, .. } if left => {
                let waits = |seat: &Seat| seat.conn().is_some() && seat.place == Place::Lobby;
                if self.seat(seat).is_some_and(|seat| seat.setup.presides && waits(seat)) {
                    self.admit_by_own_right(seat);
                }
            }
            Fact::Admitted { seat, .. } => self.change_place(now, seat, Place::Table),
            Fact::Dismissed { seat, .. } => {
                self.change_place(now, seat, Place::Lobby);
                self.take_along(now, seat);
            }
            Fact::Removed { seat, reason, .. } => {
                self.change_place(now, seat, Place::Removed { since: now, reason });
                self.take_along(now, seat);
                self.see_off(now, seat, ByeReason::Removed);
            }
            Fact::Talk { talk, of, seat, deed } => self.talk_recorded(now, (talk, of), seat, deed),
            Fact::Dropped { .. } | Fact::Back { .. } | Fact::Left { .. } => {} // never asked
        }
        self.answer(asked_by, |re| ServerMessage::Done { re });
    }

    pub(super) fn not_recorded(&mut self, question: Question) {
        let Some(decision) = self.decisions.open.remove(&question) else { return };
        if let Fact::Talk { talk, deed: TalkDeed::Opened { .. }, .. } = decision.fact {
            self.apart.forget(talk);
        }
        self.answer(decision.asked_by, |re| Refusal::from(RefusalCode::NotStored).answers(re));
    }

    fn answer(&mut self, asker: Option<Asker>, answer: impl FnOnce(u32) -> ServerMessage) {
        let Some(Asker { seat, conn, re }) = asker else { return };
        if self.seat(seat).and_then(Seat::conn) == conn {
            self.tell(seat, answer(re));
        }
    }

    /// The record has that the seat was given up.
    pub(super) fn withdraw(&mut self, now: i64, id: SeatId) {
        self.change_place(now, id, Place::Withdrawn { since: now });
        self.take_along(now, id);
        self.see_off(now, id, ByeReason::Withdrawn);
    }

    /// Who was at the table waits again, and who is away has not come yet. Who presides waits for nobody.
    pub(super) fn begin_anew(&mut self, now: i64) {
        self.exhibits.put_away();
        self.floor = None;
        let open = self.seats.iter().filter(|seat| !seat.place.is_closed());
        for id in open.map(|seat| seat.setup.id).collect::<Vec<_>>() {
            self.change_place(now, id, Place::Lobby);
            let Some(seat) = self.seat_mut(id) else { continue };
            match seat.link {
                Link::Here { .. } if seat.setup.presides => self.admit_by_own_right(id),
                Link::Here { .. } => {}
                Link::Never | Link::Lost { .. } | Link::Left { .. } => {
                    seat.link = Link::Never;
                    self.forget_peer_unless(id, None);
                }
            }
        }
    }

    /// Whoever was withdrawn stays so, whatever was on its way to the record before.
    fn change_place(&mut self, now: i64, id: SeatId, place: Place) {
        if self.seat(id).is_some_and(|seat| seat.place.is_withdrawn()) {
            return;
        }
        if place != Place::Table {
            self.leave_talk(id, None);
            if self.seat(id).is_some_and(|seat| seat.at_table() && seat.setup.apart.outside) {
                self.apart.sent_out(id);
            }
        }
        let Some(seat) = self.seat_mut(id) else { return };
        if seat.place == place {
            return;
        }
        seat.leave_table();
        seat.place = place;
        let never_came = matches!(seat.link, Link::Never | Link::Left { .. });
        if let Link::Here { since, .. } = &mut seat.link {
            *since = now;
        } else if never_came && seat.at_table() {
            // Let in beside another seat: without that one, like who lost their own connection.
            seat.link = Link::Lost { since: now, reason: DisconnectReason::Unknown };
        }
    }

    /// Ends media and connection of a seat that is closed: what it still asks is not heard.
    fn see_off(&mut self, now: i64, id: SeatId, reason: ByeReason) {
        self.forget_peer_unless(id, None);
        let Some(seat) = self.seat_mut(id) else { return };
        if let Some(conn) = seat.conn() {
            seat.link = Link::Lost { since: now, reason: DisconnectReason::Removed };
            self.out(Output::Bye { seat: id, conn, reason });
        }
    }
}

fn was_withdrawn() -> Refusal {
    Refusal::new(RefusalCode::NotAllowed, "the seat was withdrawn")
}
