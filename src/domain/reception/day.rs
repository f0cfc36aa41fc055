//! Leaders' reception days (领导接待日): planning, publishing, swapping and closing one; cases in charge (包案).

use crate::domain::{
    ReasonNeeded, Timestamp, given_reason,
    ids::{AgencyId, PetitionId, ReceptionDayId, StaffId},
    jurisdiction::DivisionCode,
    named,
    people::{Role, Staff},
};
use time::{Date, Duration};

/// So many cases or persons in one day are a slip of the hand.
const MOST_RECEIVED: u32 = 10_000;

/// A day is published so many days before it at least (docs/rules.md 1.8).
const PUBLISHED_BEFORE: Duration = Duration::days(3);

named!(
    /// How a leader receives (docs/rules.md 1.8).
    pub enum ReceptionKind {
        /// 定点
        Fixed = "fixed",
        /// 预约、约访
        Appointed = "appointed",
        /// 带案下访
        WithCase = "with_case",
        /// 下访: at the grass roots, for whoever comes
        Visit = "visit",
        /// 专题接访: of one kind of matter
        SpecialTopic = "special_topic",
        /// 包案接访
        Contracted = "contracted",
        /// 随机、现场: announced to nobody before.
        OnTheSpot = "on_the_spot",
    }
);

named!(
    /// By which the law counts how often somebody must receive (LEAD09, LEAD18).
    pub enum LeaderRank {
        /// 主要负责同志
        Chief = "chief",
        /// 其他负责同志
        Other = "other",
    }
);

/// The post under which somebody receives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leader {
    pub staff: StaffId,
    /// 职务, e.g. 副区长
    pub title: String,
    pub rank: LeaderRank,
    /// 分管领域
    pub field: String,
    /// Name and post are published to citizens, who may write to this leader (领导信箱).
    pub mailbox: bool,
    /// 任职日期: since when they have this post; none where nobody has recorded it.
    pub since: Option<Date>,
}

impl Leader {
    /// Whether citizens may write to `staff`, who has this post in an organ of `own`, at the petition bureau of `bureau`: one of
    /// the leader's own level.
    #[must_use]
    pub fn takes_letters(&self, staff: &Staff, own: &DivisionCode, bureau: &DivisionCode) -> bool {
        self.mailbox && own == bureau && staff.has(Role::Leader) && !staff.disabled
    }
}

/// What became of a planned day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceptionState {
    Planned,
    Published { at: Timestamp },
    Held { cases: u32, persons: u32 },
    Cancelled { reason: String },
}

named!(
    pub enum ReceptionStateName {
        Planned = "planned",
        Published = "published",
        Held = "held",
        Cancelled = "cancelled",
    }
);

impl ReceptionState {
    #[must_use]
    pub const fn name(&self) -> ReceptionStateName {
        match self {
            Self::Planned => ReceptionStateName::Planned,
            Self::Published { .. } => ReceptionStateName::Published,
            Self::Held { .. } => ReceptionStateName::Held,
            Self::Cancelled { .. } => ReceptionStateName::Cancelled,
        }
    }
}

/// 领导接待日.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceptionDay {
    pub id: ReceptionDayId,
    /// The organ whose day it is: the leader's own.
    pub agency: AgencyId,
    pub leader: StaffId,
    pub kind: ReceptionKind,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    pub field: String,
    /// When it was published, whatever became of it.
    pub published_at: Option<Timestamp>,
    pub state: ReceptionState,
    pub version: u32,
}

/// A day as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDay {
    pub kind: ReceptionKind,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub place: String,
    /// The leader's own if left empty.
    pub field: String,
}

/// Another leader takes the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    pub day: ReceptionDayId,
    pub at: Timestamp,
    pub before: StaffId,
    pub after: StaffId,
    pub reason: String,
    pub by: StaffId,
}

/// What was written down of a held day was wrong: what it said before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldCorrection {
    pub day: ReceptionDayId,
    pub at: Timestamp,
    pub cases_before: u32,
    pub persons_before: u32,
    pub reason: String,
    pub by: StaffId,
}

/// A leader in charge of a petition until it is settled (领导包案).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    pub petition: PetitionId,
    pub leader: StaffId,
    pub taken_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// Why a reception day is not as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceptionRefusal {
    #[error("It ends after it begins, on the same day, and does not begin in the past")]
    BadTimes,
    #[error("Place and field have 2 to 100 characters")]
    BadText,
    #[error("A reception day is published at least 3 days before, unless it is on the spot")]
    TooLateToPublish,
    #[error("This cannot be done to it any more")]
    WrongState,
    #[error("It comes again every 1 to 13 weeks, at most 53 times, up to a day after the first")]
    BadSeries,
    #[error("It is not over yet")]
    TooEarly,
    #[error("At most 10,000 cases and 10,000 persons in a day")]
    BadCounts,
    #[error("Another leader of the same organ takes it over")]
    BadSwap,
    #[error("This leader receives elsewhere at that time")]
    LeaderTaken,
    #[error("Somebody still waits or is being received")]
    QueueNotEmpty,
    #[error(transparent)]
    ReasonNeeded(#[from] ReasonNeeded),
}

impl ReceptionRefusal {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadTimes => "bad_times",
            Self::BadText => "bad_reception_text",
            Self::TooLateToPublish => "too_late_to_publish",
            Self::WrongState => "wrong_reception_state",
            Self::BadSeries => "bad_reception_series",
            Self::TooEarly => "too_early",
            Self::BadCounts => "bad_reception_counts",
            Self::BadSwap => "bad_swap",
            Self::LeaderTaken => "leader_taken",
            Self::QueueNotEmpty => "queue_not_empty",
            Self::ReasonNeeded(_) => ReasonNeeded::CODE,
        }
    }
}

type Checked<T> = Result<T, ReceptionRefusal>;

impl NewDay {
    /// Plans the day. One on the spot may be written down once it has begun.
    ///
    /// # Errors
    /// [`ReceptionRefusal`].
    pub fn plan(
        self,
        id: ReceptionDayId,
        agency: AgencyId,
        leader: &Leader,
        now: Timestamp,
    ) -> Checked<ReceptionDay> {
        let past = self.starts_at < now && self.kind != ReceptionKind::OnTheSpot;
        let one_day = self.starts_at.local_date() == self.ends_at.local_date();
        if past || !one_day || self.ends_at <= self.starts_at {
            return Err(ReceptionRefusal::BadTimes);
        }
        let field = if self.field.trim().is_empty() { leader.field.clone() } else { self.field };
        let (place, field) = (self.place.trim().to_owned(), field.trim().to_owned());
        if [&place, &field].iter().any(|text| !(2..=100).contains(&text.chars().count())) {
            return Err(ReceptionRefusal::BadText);
        }
        Ok(ReceptionDay {
            id,
            agency,
            leader: leader.staff,
            kind: self.kind,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            place,
            field,
            published_at: None,
            state: ReceptionState::Planned,
            version: 1,
        })
    }
}

impl ReceptionDay {
    /// Publishes name, post, field, time and place. Three days are counted as days: what begins on Friday is
    /// published on Tuesday at the latest.
    ///
    /// # Errors
    /// [`ReceptionRefusal`].
    pub fn publish(mut self, now: Timestamp) -> Checked<Self> {
        if self.state != ReceptionState::Planned {
            return Err(ReceptionRefusal::WrongState);
        }
        let in_time = self.starts_at.local_date() - now.local_date() >= PUBLISHED_BEFORE;
        if !in_time && self.kind != ReceptionKind::OnTheSpot {
            return Err(ReceptionRefusal::TooLateToPublish);
        }
        self.published_at = Some(now);
        self.state = ReceptionState::Published { at: now };
        Ok(self)
    }

    /// Another leader receives. Who was announced is kept.
    ///
    /// # Errors
    /// [`ReceptionRefusal`].
    pub fn swap(mut self, to: StaffId, reason: &str, by: StaffId, now: Timestamp) -> Checked<(Self, Swap)> {
        if !self.is_ahead() {
            return Err(ReceptionRefusal::WrongState);
        }
        if to == self.leader {
            return Err(ReceptionRefusal::BadSwap);
        }
        let reason = given_reason(reason)?;
        let swap = Swap { day: self.id, at: now, before: self.leader, after: to, reason, by };
        self.leader = to;
        Ok((self, swap))
    }

    /// Writes down how many cases and persons were received.
    ///
    /// # Errors
    /// [`ReceptionRefusal`].
    pub fn hold(mut self, cases: u32, persons: u32, now: Timestamp) -> Checked<Self> {
        if !self.is_ahead() {
            return Err(ReceptionRefusal::WrongState);
        }
        if now < self.starts_at {
            return Err(ReceptionRefusal::TooEarly);
        }
        self.state = held(cases, persons)?;
        Ok(self)
    }

    /// Sets right what was written down. What it said before is kept.
    ///
    /// # Errors
    /// [`ReceptionRefusal`].
    pub fn correct(
        mut self,
        (cases, persons): (u32, u32),
        reason: &str,
        by: StaffId,
        at: Timestamp,
    ) -> Checked<(Self, HeldCorrection)> {
        let ReceptionState::Held { cases: cases_before, persons: persons_before } = self.state else {
            return Err(ReceptionRefusal::WrongState);
        };
        self.state = held(cases, persons)?;
        let reason = given_reason(reason)?;
        let correction = HeldCorrection { day: self.id, at, cases_before, persons_before, reason, by };
        Ok((self, correction))
    }

    /// # Errors
    /// [`ReceptionRefusal`].
    pub fn cancel(mut self, reason: &str) -> Checked<Self> {
        if !self.is_ahead() {
            return Err(ReceptionRefusal::WrongState);
        }
        self.state = ReceptionState::Cancelled { reason: given_reason(reason)? };
        Ok(self)
    }

    /// `others`: days of the same leader.
    ///
    /// # Errors
    /// One of them is at the same time.
    pub fn must_be_free(&self, others: &[Self]) -> Checked<()> {
        let meets = |other: &Self| {
            other.id != self.id
                && !matches!(other.state, ReceptionState::Cancelled { .. })
                && other.starts_at < self.ends_at
                && self.starts_at < other.ends_at
        };
        if others.iter().any(meets) { Err(ReceptionRefusal::LeaderTaken) } else { Ok(()) }
    }

    /// Neither held nor cancelled.
    #[must_use]
    pub const fn is_ahead(&self) -> bool {
        matches!(self.state, ReceptionState::Planned | ReceptionState::Published { .. })
    }
}

fn held(cases: u32, persons: u32) -> Checked<ReceptionState> {
    if cases > MOST_RECEIVED || persons > MOST_RECEIVED {
        return Err(ReceptionRefusal::BadCounts);
    }
    Ok(ReceptionState::Held { cases, persons })
}

#[cfg(test)]
#[path = "day_tests.rs"]
mod tests;
