//! The formulas. Each says at what time a petition counts, whose duty it is, and what it adds.

use super::{Due, Facts, Order, Session, facts::Satisfaction, facts::Target};
use crate::domain::{
    DAY_MS, Timestamp,
    hearing::HearingKind,
    ids::{AgencyId, StaffId},
    named,
    petition::Channel,
};
use std::collections::{BTreeMap, BTreeSet};

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

/// Numbers that are configured, and what the facts do not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// 集体访 from so many persons on.
    pub group_from: u32,
    /// Days after closing without review or reopening.
    pub resolved_after: u32,
    /// Days after a hearing within which it is closed.
    pub settled_within: u32,
    /// Agencies at or below township.
    pub base: BTreeSet<AgencyId>,
    /// Agencies whose matters nobody evaluates.
    pub unrated: BTreeSet<AgencyId>,
    /// Organs that were closed: when, and who succeeded them. Of items and orders the log tells no succession.
    pub closed: BTreeMap<AgencyId, (Timestamp, AgencyId)>,
}

impl Default for Rules {
    fn default() -> Self {
        let (base, unrated, closed) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        Self { group_from: 5, resolved_after: 60, settled_within: 30, base, unrated, closed }
    }
}

impl Rules {
    /// Whose what went to `agency` was when it was done; not done: whose it is by now. Of organs merged one into the other an
    /// administrator closes each once, so that this comes to an end.
    fn owed_by(&self, agency: AgencyId, done: Option<Timestamp>) -> AgencyId {
        let mut owes = agency;
        while let Some((_, successor)) =
            self.closed.get(&owes).filter(|(at, _)| done.is_none_or(|done| *at <= done))
        {
            owes = *successor;
        }
        owes
    }

    /// How long after the last of a petition's times it may still count, in milliseconds.
    pub(super) fn latest_after(&self) -> i64 {
        i64::from(self.resolved_after.max(self.settled_within)) * DAY_MS
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
        let (leader, kind, counting) = (None, None, Counting::Always);
        Self { at, agency, leader, kind, numerator, denominator, excluded, counting }
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
    move |mark| each(Mark { leader, kind, ..mark })
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

pub(super) fn petitions(facts: &Facts, _: &Rules, each: Each<'_>) {
    count(each, facts.registered_at, registrar(facts), 1);
}

pub(super) fn persons(facts: &Facts, _: &Rules, each: Each<'_>) {
    count(each, facts.registered_at, registrar(facts), facts.persons);
}

pub(super) fn online(facts: &Facts, _: &Rules, each: Each<'_>) {
    let online = matches!(facts.channel, Channel::Web | Channel::App | Channel::Wechat);
    share(each, Some(facts.registered_at), registrar(facts), online);
}

pub(super) fn repeats(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(each, Some(facts.registered_at), registrar(facts), facts.is_repeat());
}

pub(super) fn group_visits(facts: &Facts, rules: &Rules, each: Each<'_>) {
    if facts.channel == Channel::Visit {
        share(each, Some(facts.registered_at), registrar(facts), facts.persons >= rules.group_from);
    }
}

pub(super) fn group_persons(facts: &Facts, rules: &Rules, each: Each<'_>) {
    if facts.channel == Channel::Visit && facts.persons >= rules.group_from {
        count(each, facts.registered_at, registrar(facts), facts.persons);
    }
}

/// Each bureau on its way for its own part; the petition once, by the bureau whose it was to route it at last.
pub(super) fn timely_routing(facts: &Facts, _: &Rules, each: Each<'_>) {
    for (by, at) in facts.parts() {
        let part = &mut |mark| each(Mark { counting: Counting::Apart, ..mark });
        duty(part, facts, &Due { done: Some(at), ..facts.routing }, Some(by));
    }
    duty(each, facts, &facts.routing, Some(facts.desk()));
}

pub(super) fn timely_acceptance(facts: &Facts, _: &Rules, each: Each<'_>) {
    duty(each, facts, &facts.notice, facts.unit_at(facts.notice.done));
}

/// What was merged and what has no term leave the denominator, as published tables of 按期办结率 do.
pub(super) fn on_time(facts: &Facts, _: &Rules, each: Each<'_>) {
    match (facts.reply.by, facts.left) {
        (Some(by), Some(left)) if facts.reply.done.is_none_or(|done| left.at < done) => {
            exclude(each, by.min(left.at), facts.unit_at(Some(left.at)));
        }
        (Some(by), _) => share(each, Some(by), facts.unit_at(facts.reply.done), facts.reply.kept()),
        (None, left) => {
            let ended = facts.reply.done.or(left.map(|left| left.at));
            if let Some(at) = ended {
                exclude(each, at, facts.unit_at(Some(at)));
            }
        }
    }
}

pub(super) fn extended(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(each, facts.accepted_at, facts.unit_at(facts.accepted_at), facts.extended_at.is_some());
}

/// Whole days, a part of one counting as one.
pub(super) fn handling_days(facts: &Facts, _: &Rules, each: Each<'_>) {
    if let (Some(accepted), Some(replied)) = (facts.accepted_at, facts.replied_at()) {
        let days = (replied.0 - accepted.0 + DAY_MS - 1) / DAY_MS;
        count(each, replied, facts.unit_at(Some(replied)), u32::try_from(days).unwrap_or_default());
    }
}

pub(super) fn reviewed(facts: &Facts, _: &Rules, each: Each<'_>) {
    let replied = facts.replied_at();
    share(each, replied, facts.unit_at(replied), facts.review_at.is_some());
}

pub(super) fn rereviewed(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(each, facts.reviewed_at, facts.unit_at(facts.reviewed_at), facts.rereview_at.is_some());
}

pub(super) fn resolved(facts: &Facts, rules: &Rules, each: Each<'_>) {
    let Some(closed) = facts.closed_at else { return };
    let (matured, unit) = (days_after(closed, rules.resolved_after), facts.unit_at(Some(closed)));
    if facts.is_merged() || facts.is_repeat() {
        return exclude(each, matured, unit);
    }
    let again = [facts.review_at, facts.reopened_at, facts.raised_again_at]
        .into_iter()
        .flatten()
        .any(|at| at <= matured);
    share(each, Some(matured), unit, !again);
}

pub(super) fn at_base(facts: &Facts, rules: &Rules, each: Each<'_>) {
    let Some(closed) = facts.closed_at else { return };
    let unit = facts.unit_at(Some(closed));
    if facts.is_merged() {
        return exclude(each, closed, unit);
    }
    share(each, Some(closed), unit, unit.is_some_and(|unit| rules.base.contains(&unit)));
}

pub(super) fn sessions(facts: &Facts, _: &Rules, each: Each<'_>) {
    for (held, session) in held(facts) {
        count(&mut in_session(each, Some(session)), held, Some(session.host), 1);
    }
}

/// Hearings that went into session, and when.
fn held(facts: &Facts) -> impl Iterator<Item = (Timestamp, &Session)> {
    facts.sessions.iter().filter_map(|session| Some((session.held_at?, session)))
}

/// The first that was held, of that kind or of any.
fn first_held(facts: &Facts, kind: Option<HearingKind>) -> Option<(Timestamp, &Session)> {
    let of_kind = held(facts).filter(|(_, session)| kind.is_none_or(|kind| session.kind == kind));
    of_kind.min_by_key(|(held, _)| *held)
}

pub(super) fn session_cases(facts: &Facts, _: &Rules, each: Each<'_>) {
    if let Some((held, session)) = first_held(facts, None) {
        count(&mut in_session(each, Some(session)), held, Some(session.host), 1);
    }
}

pub(super) fn session_persons(facts: &Facts, _: &Rules, each: Each<'_>) {
    for (held, session) in held(facts) {
        count(&mut in_session(each, Some(session)), held, Some(session.host), facts.persons);
    }
}

pub(super) fn heard(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(
        each,
        facts.accepted_at,
        facts.unit_at(facts.accepted_at),
        first_held(facts, Some(HearingKind::FormalHearing)).is_some(),
    );
}

pub(super) fn settled(facts: &Facts, rules: &Rules, each: Each<'_>) {
    closed_after(facts, rules, first_held(facts, None), each);
}

pub(super) fn mediated(facts: &Facts, rules: &Rules, each: Each<'_>) {
    closed_after(facts, rules, first_held(facts, Some(HearingKind::Mediation)), each);
}

fn closed_after(facts: &Facts, rules: &Rules, held: Option<(Timestamp, &Session)>, each: Each<'_>) {
    if let Some((held, session)) = held {
        let matured = days_after(held, rules.settled_within);
        let closed = facts.closed_at.is_some_and(|closed| closed <= matured);
        share(&mut in_session(each, Some(session)), Some(matured), Some(session.host), closed);
    }
}

pub(super) fn contracts(facts: &Facts, _: &Rules, each: Each<'_>) {
    for contract in &facts.contracts {
        let of_leader = &mut |mark| each(Mark { leader: Some(contract.leader), ..mark });
        count(of_leader, contract.taken_at, facts.unit_at(Some(contract.taken_at)), 1);
    }
}

pub(super) fn contracts_settled(facts: &Facts, _: &Rules, each: Each<'_>) {
    for contract in &facts.contracts {
        let of_leader = &mut |mark| each(Mark { leader: Some(contract.leader), ..mark });
        let (taken, settled) = (Some(contract.taken_at), contract.settled_at.is_some());
        share(of_leader, taken, facts.unit_at(taken), settled);
    }
}

pub(super) fn items(facts: &Facts, rules: &Rules, each: Each<'_>) {
    for item in &facts.items {
        let session = item.hearing.and_then(|hearing| facts.session(hearing));
        let agency = rules.owed_by(item.agency, item.due.done);
        share(&mut in_session(each, session), item.due.by, Some(agency), item.due.kept());
    }
}

/// What nobody may evaluate lowers no organ's share (EVAL14 art. 4).
pub(super) fn participation(facts: &Facts, rules: &Rules, each: Each<'_>) {
    let Some(replied) = facts.replied_at() else { return };
    let unit = facts.unit_at(Some(replied));
    if facts.is_merged() || unit.is_some_and(|unit| rules.unrated.contains(&unit)) {
        return exclude(each, replied, unit);
    }
    share(each, Some(replied), unit, !facts.evaluations.is_empty());
}

fn evaluated(facts: &Facts, of: Target, each: Each<'_>, hit: impl Fn(Satisfaction) -> bool) {
    let agency = if of == Target::Bureau { registrar(facts) } else { facts.unit_at(facts.replied_at()) };
    for evaluation in facts.evaluations.iter().filter(|evaluation| evaluation.target == of) {
        share(each, Some(evaluation.at), agency, hit(evaluation.level));
    }
}

pub(super) fn satisfied_bureau(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Bureau, each, |level| level != Satisfaction::Dissatisfied);
}

pub(super) fn satisfied_unit(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Unit, each, |level| level != Satisfaction::Dissatisfied);
}

pub(super) fn fully_satisfied_bureau(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Bureau, each, |level| level == Satisfaction::Satisfied);
}

pub(super) fn fully_satisfied(facts: &Facts, _: &Rules, each: Each<'_>) {
    evaluated(facts, Target::Unit, each, |level| level == Satisfaction::Satisfied);
}

pub(super) fn urgent(facts: &Facts, _: &Rules, each: Each<'_>) {
    facts.urgent_at.into_iter().for_each(|at| count(each, at, registrar(facts), 1));
}

/// Within a day, by the organ above (art. 25, 46).
pub(super) fn urgent_seen(facts: &Facts, _: &Rules, each: Each<'_>) {
    let seen = |at: Timestamp| facts.urgent_seen_at.is_some_and(|seen| seen <= days_after(at, 1));
    share(each, facts.urgent_at, registrar(facts), facts.urgent_at.is_some_and(seen));
}

/// The petition as a whole by whatever order; its unit only by one that went to it.
pub(super) fn supervised(facts: &Facts, _: &Rules, each: Each<'_>) {
    let (unit, any) = (facts.unit_at(facts.accepted_at), !facts.orders.is_empty());
    let own = facts.orders.iter().any(|order| Some(order.to) == unit);
    if any == own {
        return share(each, facts.accepted_at, unit, any);
    }
    for (counting, hit) in [(Counting::Together, any), (Counting::Apart, own)] {
        share(&mut |mark| each(Mark { counting, ..mark }), facts.accepted_at, unit, hit);
    }
}

/// Each order is the organ's that it went to, or its successor's who had yet to answer it. A reminder that names no day asks
/// for no answer.
pub(super) fn supervision_answered(facts: &Facts, rules: &Rules, each: Each<'_>) {
    for Order { to, at, answer, .. } in &facts.orders {
        let to = Some(rules.owed_by(*to, answer.done));
        if answer.by.is_none() {
            exclude(each, *at, to);
        } else {
            share(each, Some(*at), to, answer.done.is_some());
        }
    }
}

/// What was lifted is owed no answer.
pub(super) fn recommendations(facts: &Facts, rules: &Rules, each: Each<'_>) {
    for one in &facts.recommendations {
        let to = Some(rules.owed_by(one.to, one.answered_at));
        if one.lifted {
            exclude(each, one.made_at, to);
        } else {
            share(each, Some(one.made_at), to, one.answered_at.is_some());
        }
    }
}
