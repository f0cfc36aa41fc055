//! 逐级转送: a petition goes down the levels under one number (art. 22). Each bureau that has it screens it, and routes it
//! to a unit, hands it on down or gives it back.

use super::{Clock, ClockKind, Petition, PetitionState, Routing, TierShares};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, StaffId},
};
use time::Duration;

/// Which way a petition went from one bureau to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// 转送, 交办 to the bureau of a division below.
    Down(Routing),
    /// 退回 to the bureau it came from.
    Back,
}

/// One leg of its way between bureaus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    pub passage: Passage,
    pub from: AgencyId,
    pub to: AgencyId,
    pub by: StaffId,
    pub at: Timestamp,
    /// Days of its own that the bureau it came to has, of the fifteen: a rule of the house, as it stood then.
    pub share: u16,
}

/// The time a petition was at one bureau before it went to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stint {
    pub desk: AgencyId,
    /// How it came there; none: registered there.
    pub came: Option<Hop>,
    pub since: Timestamp,
    /// When the bureau's own share of the days ends; none where no days run, or it was withdrawn or merged there.
    pub share_due: Option<Timestamp>,
    /// When it went on; none: it is there.
    pub until: Option<Timestamp>,
}

impl Stint {
    /// Whether it went on within the share; none while it is there, or where there is no share.
    #[must_use]
    pub fn kept(&self) -> Option<bool> {
        Some(self.until? <= self.share_due?)
    }
}

impl Petition {
    /// The bureau that handed it down to the one that has it; none: it was registered there.
    #[must_use]
    pub fn came_from(&self) -> Option<AgencyId> {
        let mut above = Vec::new();
        for hop in &self.course.hops {
            match hop.passage {
                Passage::Down(_) => above.push(hop.from),
                Passage::Back => drop(above.pop()),
            }
        }
        above.pop()
    }

    /// How it came to the bureau that has it, if it came from another.
    #[must_use]
    pub fn arrival(&self) -> Option<&Hop> {
        self.course.hops.last()
    }

    /// Whether this day was set for a bureau by who is above, and not for a unit: by the bureau that handed a sealed report
    /// down, or by the organ from which the matter came when it was registered.
    #[must_use]
    pub fn is_ordered_from_above(&self, clock: &Clock) -> bool {
        let came = |hop: &Hop| hop.at == clock.anchor && matches!(hop.passage, Passage::Down(_));
        let handed = clock.kind == ClockKind::Ordered && self.course.hops.iter().any(came);
        handed || self.is_answer_day(clock)
    }

    /// Whether this is the day until which the organ from which the matter came wants an answer. Who registered the matter
    /// owes it, wherever it is now. A unit may have been set the same day, but later.
    #[must_use]
    pub fn is_answer_day(&self, clock: &Clock) -> bool {
        let answer = self.origin.answer_by.map(Timestamp::end_of);
        let wanted = clock.anchor == self.registered_at && Some(clock.due) == answer;
        clock.kind == ClockKind::Ordered && wanted
    }

    /// The earliest due time still running that the steps of the matter are judged by. What a bureau owes to who is above
    /// is not: no step before the reply is late by it, and no unit.
    #[must_use]
    pub fn next_judged(&self) -> Option<&Clock> {
        let judged = |clock: &&Clock| clock.counts() && !self.is_ordered_from_above(clock);
        self.clocks.iter().filter(judged).min_by_key(|clock| clock.due)
    }

    /// Whether it ended at this moment without a bureau's doing anything about it.
    fn was_gone(&self, at: Timestamp) -> bool {
        match self.state.ending() {
            PetitionState::Withdrawn { at: gone } | PetitionState::Merged { at: gone, .. } => *gone == at,
            _ => false,
        }
    }

    /// Who had it, one bureau after the other, with its share of the days. The last is the one that has it, whatever it was
    /// merged with since.
    #[must_use]
    pub fn trail(&self, shares: &TierShares) -> Vec<Stint> {
        let hops = &self.course.hops;
        let registered = hops.first().map_or(self.desk, |hop| hop.from);
        let first = (None, registered, self.registered_at, shares.of_registrar(self));
        let legs = hops.iter().map(|hop| (Some(*hop), hop.to, hop.at, Some(hop.share)));
        let legs: Vec<_> = std::iter::once(first).chain(legs).collect();
        let stints = legs.iter().enumerate().map(|(at, (came, desk, since, days))| {
            let next = legs.get(at + 1).map(|(_, _, since, _)| *since);
            let clock = self
                .clocks
                .iter()
                .rfind(|clock| clock.kind == ClockKind::Route && next.is_none_or(|next| clock.anchor < next));
            let until = next.or(clock.and_then(|clock| clock.stopped_at));
            let judged = clock.zip(*days).filter(|_| !until.is_some_and(|until| self.was_gone(until)));
            let share_due = judged.map(|(clock, days)| {
                let last = clock.anchor.max(*since).local_date().saturating_add(Duration::days(days.into()));
                Timestamp::end_of(last).min(clock.due)
            });
            let desk = if next.is_none() { self.desk } else { *desk };
            Stint { desk, came: *came, since: *since, share_due, until }
        });
        stints.collect()
    }
}
