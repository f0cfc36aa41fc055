//! Presiding: whose time runs, who stands in, what everybody is shown. Kept beside the stage, and like it only
//! changed by orders that the record has.

mod clock;
mod conduct;
mod stand_in;

pub use clock::{MAX_SPEAKING, MIN_SPEAKING, SpeakingClock, SpeakingTime, TIMED_SIDES, Turn, default_time};
pub use conduct::{ConductCode, Measure, MeasureKind};
pub use stand_in::{StandIn, may_stand_in, takeover_line};

use super::{
    AgendaPhase, Hearing, ParticipantRole, Refusal, RefusalCode, Seat, Side, lifecycle::ABSENCE_GRACE,
};
use crate::domain::{
    MINUTE_MS, Timestamp,
    event::{Change, EventKind},
    ids::SeatId,
    named,
};

/// A mandatory seat is waited for so long before the hearing is suspended: what may be set. Milliseconds.
pub const MIN_GRACE: i64 = 15_000;
/// See [`MIN_GRACE`].
pub const MAX_GRACE: i64 = 15 * MINUTE_MS;

named!(
    /// What everybody is shown, unless they chose otherwise for themselves.
    pub enum Layout {
        /// Who speaks large, the others small.
        Speaker = "speaker",
        /// 三方同屏: presider, petitioner and the office at their side.
        Three = "three",
        /// Everybody alike.
        Grid = "grid",
    }
);

/// What presiding keeps of one hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presiding {
    /// A mandatory seat may be gone so long. Milliseconds.
    pub absence_grace: i64,
    pub stand_in: Option<StandIn>,
    /// Only who presides, who has the floor and interpreters may be heard.
    pub microphones_locked: bool,
    pub layout: Layout,
    /// Shown large to everybody.
    pub spotlight: Option<SeatId>,
    pub floor: Option<SeatId>,
    pub clock: SpeakingClock,
}

impl Default for Presiding {
    fn default() -> Self {
        Self {
            absence_grace: ABSENCE_GRACE,
            stand_in: None,
            microphones_locked: false,
            layout: Layout::Speaker,
            spotlight: None,
            floor: None,
            clock: SpeakingClock::default(),
        }
    }
}

/// What is fixed before the session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub stand_in: Option<SeatId>,
    pub absence_grace: i64,
    /// Time of a side in a phase; none is no limit. What is not named keeps the custom of its phase.
    pub times: Vec<(AgendaPhase, Side, Option<i64>)>,
}

/// What may be ordered, by hand or by a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    Plan(Plan),
    /// Milliseconds; none is no limit.
    Allot {
        phase: AgendaPhase,
        side: Side,
        time: Option<i64>,
    },
    /// Whose time runs.
    TurnTo {
        side: Option<Side>,
    },
    LockMicrophones {
        locked: bool,
    },
    Show {
        layout: Layout,
        spotlight: Option<SeatId>,
    },
    Grace {
        millis: i64,
    },
    NameStandIn {
        seat: Option<SeatId>,
    },
    /// The floor is given or taken; the time of its side runs.
    GiveFloor {
        seat: Option<SeatId>,
    },
    /// Automatic: the stage moved, or who has the floor went away (`waits`) or came back, and the clock with it.
    Follow {
        waits: bool,
    },
    /// Automatic: who presides is gone.
    TakeOver,
    /// Automatic: who presides is back.
    HandBack,
}

/// Who is there, as presiding asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bench {
    pub floor: Option<SeatId>,
    /// Who has it is there, and speaks to the table.
    pub floor_there: bool,
    /// Since when nobody sits on the presider's seat; none while somebody does.
    pub presider_gone: Option<Timestamp>,
    pub stand_in_there: bool,
}

impl Presiding {
    /// Whether the seat presides now; one does at any time.
    #[must_use]
    pub fn presides(&self, seat: &Seat) -> bool {
        match self.acting() {
            Some(acting) => seat.id == acting,
            None => seat.role == ParticipantRole::Presider && seat.stands(),
        }
    }

    /// What `order` makes of it and the log's line for that. Who may order is `rights`' business.
    ///
    /// # Errors
    /// Why not; nothing changed.
    pub fn ordered(
        &self,
        order: &Order,
        hearing: &Hearing,
        now: Timestamp,
    ) -> Result<(Self, Change), Refusal> {
        let mut next = self.clone();
        let change = match *order {
            Order::Plan(ref plan) => next.plan(plan, hearing)?,
            Order::Allot { phase, side, time } => next.allot(phase, side, time)?,
            Order::TurnTo { side } => {
                next.clock.turn_to(side, &hearing.stage, now);
                self.spoken("turn", &next)
            }
            Order::Follow { waits } => {
                next.clock.follow(&hearing.stage, waits, now);
                self.spoken(if waits { "waits" } else { "follows" }, &next)
            }
            Order::GiveFloor { seat } => {
                next.give_floor(seat, hearing, now);
                let change = self.spoken("floor", &next);
                seat.into_iter().fold(change, |change, seat| change.with("seat", seat))
            }
            Order::LockMicrophones { locked } => {
                next.microphones_locked = locked;
                of(if locked { "lock" } else { "unlock" })
            }
            Order::Show { layout, spotlight } => next.show(layout, spotlight, hearing)?,
            Order::Grace { millis } => {
                next.absence_grace = grace(millis)?;
                of("grace").with("grace_ms", millis)
            }
            Order::NameStandIn { seat } => {
                next.name_stand_in(seat, hearing)?;
                standing_in("named", seat)
            }
            Order::TakeOver => standing_in("takes_over", next.take_over(now)?),
            Order::HandBack => standing_in("hands_back", next.hand_back()?),
        };
        Ok((next, change))
    }

    fn plan(&mut self, plan: &Plan, hearing: &Hearing) -> Result<Change, Refusal> {
        self.absence_grace = grace(plan.absence_grace)?;
        self.name_stand_in(plan.stand_in, hearing)?;
        for (phase, side, time) in &plan.times {
            self.clock.allot(*phase, *side, *time)?;
        }
        Ok(of("plan").with("grace_ms", plan.absence_grace).with("times", plan.times.len()))
    }

    fn allot(&mut self, phase: AgendaPhase, side: Side, time: Option<i64>) -> Result<Change, Refusal> {
        self.clock.allot(phase, side, time)?;
        let time = time.map_or_else(|| "none".to_owned(), |time| time.to_string());
        Ok(about_time("allot").with("phase", phase).with("side", side).with("time_ms", time))
    }

    /// The time of the side of whoever has the floor runs.
    fn give_floor(&mut self, seat: Option<SeatId>, hearing: &Hearing, now: Timestamp) {
        self.floor = seat;
        let side = seat.and_then(|id| hearing.seat(id)).map(|seat| seat.role.side());
        self.clock.turn_to(side, &hearing.stage, now);
    }

    fn show(
        &mut self,
        layout: Layout,
        spotlight: Option<SeatId>,
        hearing: &Hearing,
    ) -> Result<Change, Refusal> {
        let known = spotlight.is_none_or(|id| hearing.seat(id).is_some_and(is_seated));
        if !known {
            return Err(no_such_seat());
        }
        (self.layout, self.spotlight) = (layout, spotlight);
        let change = of("show").with("layout", layout);
        Ok(spotlight.into_iter().fold(change, |change, seat| change.with("spotlight", seat)))
    }

    /// The order that time, presence and the stage ask for now, if any. After doing it, ask again.
    #[must_use]
    pub fn automatic(&self, hearing: &Hearing, bench: Bench, now: Timestamp) -> Option<Order> {
        if self.floor != bench.floor {
            return Some(Order::GiveFloor { seat: bench.floor });
        }
        let waits = self.waits(hearing, bench);
        if !self.clock.follows(&hearing.stage, waits) {
            return Some(Order::Follow { waits });
        }
        let left = |id: SeatId| hearing.seat(id).is_some_and(|seat| !seat.stands());
        if self.spotlight.is_some_and(left) {
            return Some(Order::Show { layout: self.layout, spotlight: None });
        }
        if self.stand_in.is_some_and(|stand_in| stand_in.since.is_none() && left(stand_in.seat)) {
            return Some(Order::NameStandIn { seat: None });
        }
        self.change_of_hands(hearing, bench, now)
    }

    /// Whose turn it is has the floor, and is cut off or talks apart. A turn of another side, given by hand, runs on.
    fn waits(&self, hearing: &Hearing, bench: Bench) -> bool {
        let absent = bench.floor.filter(|_| !bench.floor_there).and_then(|id| hearing.seat(id));
        absent.is_some_and(|seat| self.clock.turn.is_some_and(|turn| turn.side == seat.role.side()))
    }

    fn spoken(&self, what: &str, next: &Self) -> Change {
        let change = about_time(what);
        let change = match &next.clock.turn {
            Some(turn) => change.with("side", turn.side),
            None => change,
        };
        match self.clock.turn.as_ref().and_then(|turn| Some((turn.running?.0, turn.side))) {
            Some((phase, side)) => {
                let time = next.clock.time(phase, side);
                change.with("spent_phase", phase).with("spent_side", side).with("spent_ms", time.spent)
            }
            None => change,
        }
    }
}

fn grace(millis: i64) -> Result<i64, Refusal> {
    if (MIN_GRACE..=MAX_GRACE).contains(&millis) {
        return Ok(millis);
    }
    Err(Refusal::new(RefusalCode::BadDuration, "A seat is waited for 15 seconds to 15 minutes"))
}

const fn is_seated(seat: &Seat) -> bool {
    seat.stands()
}

pub(super) fn no_such_seat() -> Refusal {
    Refusal::new(RefusalCode::NoSuchSeat, "There is no such seat at this table")
}

fn of(what: &str) -> Change {
    Change::new(EventKind::HearingPresiding).with("what", what)
}

fn about_time(what: &str) -> Change {
    Change::new(EventKind::HearingSpeakingTime).with("what", what)
}

fn standing_in(what: &str, seat: Option<SeatId>) -> Change {
    let change = Change::new(EventKind::HearingStandIn).with("what", what);
    seat.into_iter().fold(change, |change, seat| change.with("seat", seat))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
