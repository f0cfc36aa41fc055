//! 叫号: the queue of a reception day. Numbers, never names: who has a number is on paper in their hand.

use super::ReceptionDay;
use crate::domain::{
    Timestamp,
    ids::{PetitionId, QueueTicketId, ReceptionDayId},
    named,
};

named!(
    /// Who is received before others (老弱病残孕).
    pub enum Priority {
        None = "none",
        /// 老: from 70 on [our choice]
        Elderly = "elderly",
        /// 弱、病
        Ill = "ill",
        /// 残
        Disabled = "disabled",
        /// 孕
        Pregnant = "pregnant",
        /// With a small child.
        WithChild = "with_child",
    }
);

named!(
    /// How they came.
    pub enum Coming {
        /// 预约
        Booked = "booked",
        /// 现场
        WalkIn = "walk_in",
    }
);

/// Where a ticket stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketState {
    Waiting,
    Called {
        at: Timestamp,
        window: String,
        /// How often this number was called.
        times: u32,
    },
    Serving {
        since: Timestamp,
        window: String,
    },
    Served {
        at: Timestamp,
    },
    /// Called, and nobody came.
    NoShow {
        at: Timestamp,
    },
    /// Went home, or was received elsewhere.
    Left {
        at: Timestamp,
    },
}

named!(
    pub enum TicketStateName {
        Waiting = "waiting",
        Called = "called",
        Serving = "serving",
        Served = "served",
        NoShow = "no_show",
        Left = "left",
    }
);

impl TicketState {
    #[must_use]
    pub const fn name(&self) -> TicketStateName {
        match self {
            Self::Waiting => TicketStateName::Waiting,
            Self::Called { .. } => TicketStateName::Called,
            Self::Serving { .. } => TicketStateName::Serving,
            Self::Served { .. } => TicketStateName::Served,
            Self::NoShow { .. } => TicketStateName::NoShow,
            Self::Left { .. } => TicketStateName::Left,
        }
    }
}

/// One place in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub id: QueueTicketId,
    pub day: ReceptionDayId,
    /// From 1 without gaps per day.
    pub number: u32,
    pub priority: Priority,
    pub coming: Coming,
    pub persons: u32,
    /// Once they have one here.
    pub petition: Option<PetitionId>,
    pub taken_at: Timestamp,
    /// When the number was last called, whatever became of it: the queue takes turns by it.
    pub called_at: Option<Timestamp>,
    pub state: TicketState,
    pub version: u32,
}

named!(
    pub enum TicketStepKind {
        Call = "call",
        Serve = "serve",
        Done = "done",
        NoShow = "no_show",
        /// Came after all: back among those who wait, with the number they have.
        Return = "return",
        Leave = "leave",
    }
);

/// What is done with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketStep {
    /// To a window or room.
    Call {
        window: String,
    },
    Serve,
    Done,
    NoShow,
    Return,
    Leave,
}

impl TicketStep {
    #[must_use]
    pub const fn kind(&self) -> TicketStepKind {
        match self {
            Self::Call { .. } => TicketStepKind::Call,
            Self::Serve => TicketStepKind::Serve,
            Self::Done => TicketStepKind::Done,
            Self::NoShow => TicketStepKind::NoShow,
            Self::Return => TicketStepKind::Return,
            Self::Leave => TicketStepKind::Leave,
        }
    }
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueueRefusal {
    #[error("The number does not stand so that this could be done with it")]
    WrongState,
    #[error("A window or room has 1 to 20 characters")]
    BadWindow,
    #[error("Between 1 and 200 persons")]
    BadPersons,
    #[error("The reception day is cancelled, over or not today")]
    NotToday,
    #[error("Nobody is waiting")]
    NobodyWaits,
}

impl QueueRefusal {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongState => "wrong_ticket_state",
            Self::BadWindow => "bad_window",
            Self::BadPersons => "bad_persons",
            Self::NotToday => "not_today",
            Self::NobodyWaits => "nobody_waits",
        }
    }
}

/// The table.
#[must_use]
pub const fn possible(state: TicketStateName, step: TicketStepKind) -> bool {
    use TicketStateName as S;
    use TicketStepKind as K;
    match step {
        K::Call => matches!(state, S::Waiting | S::Called),
        K::Serve | K::NoShow => matches!(state, S::Called),
        K::Done => matches!(state, S::Serving),
        K::Return => matches!(state, S::NoShow | S::Called),
        K::Leave => matches!(state, S::Waiting | S::Called),
    }
}

impl Ticket {
    /// # Errors
    /// [`QueueRefusal`].
    pub fn step(self, step: TicketStep, now: Timestamp) -> Result<Self, QueueRefusal> {
        if !possible(self.state.name(), step.kind()) {
            return Err(QueueRefusal::WrongState);
        }
        let mut called_at = self.called_at;
        let state = match (step, &self.state) {
            (TicketStep::Call { window }, before) => {
                let window = window.trim().to_owned();
                if !(1..=20).contains(&window.chars().count()) {
                    return Err(QueueRefusal::BadWindow);
                }
                called_at = Some(now);
                let before = if let TicketState::Called { times, .. } = before { *times } else { 0 };
                TicketState::Called { at: now, window, times: before + 1 }
            }
            (TicketStep::Serve, TicketState::Called { window, .. }) => {
                TicketState::Serving { since: now, window: window.clone() }
            }
            (TicketStep::Done, _) => TicketState::Served { at: now },
            (TicketStep::NoShow, _) => TicketState::NoShow { at: now },
            (TicketStep::Return, _) => TicketState::Waiting,
            (TicketStep::Leave, _) => TicketState::Left { at: now },
            (TicketStep::Serve, _) => return Err(QueueRefusal::WrongState),
        };
        Ok(Self { state, called_at, ..self })
    }
}

/// A number as it is asked for at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewTicket {
    pub priority: Priority,
    pub coming: Coming,
    pub persons: u32,
    pub petition: Option<PetitionId>,
}

/// Whether numbers of `day` are given out and called: on that day, as long as it is neither held nor cancelled.
#[must_use]
pub fn is_open(day: &ReceptionDay, now: Timestamp) -> bool {
    day.is_ahead() && day.starts_at.local_date() == now.local_date()
}

/// Whether somebody of them waits, was called or is being received.
#[must_use]
pub fn is_busy(tickets: &[Ticket]) -> bool {
    use TicketStateName as S;
    tickets.iter().any(|ticket| matches!(ticket.state.name(), S::Waiting | S::Called | S::Serving))
}

impl NewTicket {
    /// The store gives it its number.
    ///
    /// # Errors
    /// [`QueueRefusal`].
    pub fn take(self, id: QueueTicketId, day: &ReceptionDay, now: Timestamp) -> Result<Ticket, QueueRefusal> {
        if !is_open(day, now) {
            return Err(QueueRefusal::NotToday);
        }
        if !(1..=200).contains(&self.persons) {
            return Err(QueueRefusal::BadPersons);
        }
        Ok(Ticket {
            id,
            day: day.id,
            number: 0,
            priority: self.priority,
            coming: self.coming,
            persons: self.persons,
            petition: self.petition,
            taken_at: now,
            called_at: None,
            state: TicketState::Waiting,
            version: 1,
        })
    }
}

/// After so many of the frail in a row the one who waits longest is called, frail or not: nobody waits for ever.
const PRIORITY_IN_A_ROW: usize = 3;

/// Who is called next: the frail first, in the order of their numbers.
#[must_use]
pub fn next(tickets: &[Ticket]) -> Option<&Ticket> {
    let waiting = || tickets.iter().filter(|ticket| ticket.state == TicketState::Waiting);
    let first = waiting().min_by_key(|ticket| ticket.number)?;
    let mut called: Vec<_> =
        tickets.iter().filter_map(|t| Some((t.called_at?, t.number, t.priority))).collect();
    called.sort_unstable_by(|a, b| b.cmp(a));
    let in_a_row = called.iter().take_while(|(.., priority)| *priority != Priority::None).count();
    if in_a_row >= PRIORITY_IN_A_ROW {
        return Some(first);
    }
    let frail = waiting().filter(|ticket| ticket.priority != Priority::None);
    frail.min_by_key(|ticket| ticket.number).or(Some(first))
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
