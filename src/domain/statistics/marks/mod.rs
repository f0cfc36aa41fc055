//! The formulas. Each says at what time a petition counts, whose duty it is, and what it adds.

mod evaluations;
mod handling;
mod hearings;
mod registered;
mod supervision;

pub(super) use evaluations::{
    fully_satisfied, fully_satisfied_bureau, participation, satisfied_bureau, satisfied_unit,
};
pub(super) use handling::{
    at_base, closed, extended, handling_days, on_time, replied, rereviewed, resolved, reviewed,
    rework_on_time, reworks, timely_acceptance, timely_decision, timely_routing,
};
pub(super) use hearings::{
    contracts, contracts_settled, heard, items, mediated, session_cases, session_persons, sessions, settled,
    video_sessions,
};
pub(super) use registered::{group_persons, group_visits, online, persons, petitions, repeats};
pub(super) use supervision::{recommendations, supervised, supervision_answered, urgent, urgent_seen};

use super::{Due, Facts, Session};
use crate::domain::{
    DAY_MS, Timestamp,
    hearing::HearingKind,
    ids::{AgencyId, StaffId},
    named,
};

/// What one petition adds to an indicator, at a time that puts it into a period. What lies ahead of the
/// as-of time is not counted yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub at: Timestamp,
    /// Whose it is.
    pub agency: Option<AgencyId>,
    /// The leader who received or has it in charge (接访、包案), and the kind of hearing, where it is of one.
    pub leader: Option<StaffId>,
    pub kind: Option<HearingKind>,
    /// Who hosts that hearing, which need not be whose the mark is.
    pub host: Option<AgencyId>,
    pub numerator: u32,
    pub denominator: u32,
    pub excluded: u32,
    pub counting: Counting,
}

/// Where a mark counts: what agencies have of their own need not be what the whole has once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// Everywhere.
    Always,
    /// Only where agencies are told apart, and in no total.
    Apart,
    /// Only where they are not, and in the total.
    Together,
}

named!(
    /// The petitions behind a number.
    pub enum Part {
        Numerator = "numerator",
        Denominator = "denominator",
        /// In the denominator and not in the numerator.
        Missed = "missed",
        Excluded = "excluded",
    }
);

impl Mark {
    #[must_use]
    pub const fn is_in(&self, part: Part) -> bool {
        match part {
            Part::Numerator => self.numerator > 0,
            Part::Denominator => self.denominator > 0,
            Part::Missed => self.numerator == 0 && self.denominator > 0,
            Part::Excluded => self.excluded > 0,
        }
    }
}

type Each<'a> = &'a mut dyn FnMut(Mark);

fn days_after(at: Timestamp, days: u32) -> Timestamp {
    at.plus_millis(i64::from(days) * DAY_MS)
}

impl Mark {
    /// Nothing yet, of `agency`.
    const fn of(at: Timestamp, agency: Option<AgencyId>) -> Self {
        let (numerator, denominator, excluded) = (0, 0, 0);
        let (leader, kind, host, counting) = (None, None, None, Counting::Always);
        Self { at, agency, leader, kind, host, numerator, denominator, excluded, counting }
    }
}

fn count(each: Each<'_>, at: Timestamp, agency: Option<AgencyId>, numerator: u32) {
    each(Mark { numerator, denominator: 1, ..Mark::of(at, agency) });
}

fn share(each: Each<'_>, at: Option<Timestamp>, agency: Option<AgencyId>, hit: bool) {
    if let Some(at) = at {
        each(Mark { numerator: u32::from(hit), denominator: 1, ..Mark::of(at, agency) });
    }
}

fn exclude(each: Each<'_>, at: Timestamp, agency: Option<AgencyId>) {
    each(Mark { excluded: 1, ..Mark::of(at, agency) });
}

/// What follows is of that hearing.
fn in_session(each: Each<'_>, session: Option<&Session>) -> impl FnMut(Mark) {
    let (leader, kind) = (session.and_then(|one| one.leader), session.map(|one| one.kind));
    let host = session.map(|one| one.host);
    move |mark| each(Mark { leader, kind, host, ..mark })
}

/// A duty due in the period; left out if the petition was gone before it was done or due.
fn duty(each: Each<'_>, facts: &Facts, due: &Due, agency: Option<AgencyId>) {
    let Some(by) = due.by else { return };
    let gone = facts.left.is_some_and(|left| left.at <= by && due.done.is_none_or(|done| left.at < done));
    if gone {
        exclude(each, by, agency);
    } else {
        share(each, Some(by), agency, due.kept());
    }
}

fn registrar(facts: &Facts) -> Option<AgencyId> {
    Some(facts.registered_by)
}
