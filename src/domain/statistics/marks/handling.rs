//! How petitions are handled, from routing to their end.

use super::{Counting, Each, Mark, count, days_after, duty, exclude, share};
use crate::domain::{
    DAY_MS,
    statistics::{Due, Facts, Leaving, Rules},
};

/// Each bureau on its way for its own part; the petition once, by the bureau whose it was to route it at last.
pub fn timely_routing(facts: &Facts, _: &Rules, each: Each<'_>) {
    for (by, at) in facts.parts() {
        let part = &mut |mark| each(Mark { counting: Counting::Apart, ..mark });
        duty(part, facts, &Due { done: Some(at), ..facts.routing }, Some(by));
    }
    duty(each, facts, &facts.routing, Some(facts.desk()));
}

/// 及时受理率: who raised it is told by the day (art. 23). What was decided and not told is missed, a refusal too; who did
/// not sign, or whose petition went another way before, is owed no such notice.
pub fn timely_acceptance(facts: &Facts, _: &Rules, each: Each<'_>) {
    let Some(by) = facts.notice.by else { return };
    let unit = facts.unit_at(facts.told_at.or(facts.notice.done));
    let gone = facts.left.is_some_and(|left| {
        left.why != Leaving::NotAccepted && left.at <= by && facts.told_at.is_none_or(|told| left.at < told)
    });
    if facts.unsigned || gone {
        return exclude(each, by, unit);
    }
    share(each, Some(by), unit, facts.told_at.is_some_and(|told| told <= by));
}

/// The same by when it was decided, whoever was told of it.
pub fn timely_decision(facts: &Facts, _: &Rules, each: Each<'_>) {
    duty(each, facts, &facts.notice, facts.unit_at(facts.notice.done));
}

/// What was merged and what has no term leave the denominator, as published tables of 按期办结率 do.
pub fn on_time(facts: &Facts, _: &Rules, each: Each<'_>) {
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

/// 答复率. What left before a reply is owed none here. Until it is sent to a unit it is the bureau's that has it.
pub fn replied(facts: &Facts, _: &Rules, each: Each<'_>) {
    let unit = facts.unit_at(facts.reply.done).or(Some(facts.desk()));
    if facts.left.is_some_and(|left| facts.reply.done.is_none_or(|done| left.at < done)) {
        return exclude(each, facts.registered_at, unit);
    }
    share(each, Some(facts.registered_at), unit, facts.reply.done.is_some());
}

/// 办结率: of what was accepted and stayed in its course, as published tables do. What is handled anew is open again.
pub fn closed(facts: &Facts, _: &Rules, each: Each<'_>) {
    let Some(accepted) = facts.accepted_at else { return };
    let (unit, closed) = (facts.unit_at(Some(accepted)), facts.last_closed_at());
    if facts.left.is_some_and(|left| closed.is_none_or(|closed| left.at < closed)) {
        return exclude(each, accepted, unit);
    }
    share(each, Some(accepted), unit, closed.is_some());
}

pub fn reworks(facts: &Facts, _: &Rules, each: Each<'_>) {
    for rework in &facts.reworks {
        count(each, rework.at, facts.unit_at(Some(rework.at)), 1);
    }
}

/// By the day ordered with the revocation, or the sixty days that began anew: what is late the second time is seen, too.
pub fn rework_on_time(facts: &Facts, _: &Rules, each: Each<'_>) {
    for rework in &facts.reworks {
        duty(each, facts, &rework.due, facts.unit_at(rework.due.done));
    }
}

pub fn extended(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(each, facts.accepted_at, facts.unit_at(facts.accepted_at), facts.extended_at.is_some());
}

/// Whole days, a part of one counting as one.
pub fn handling_days(facts: &Facts, _: &Rules, each: Each<'_>) {
    if let (Some(accepted), Some(replied)) = (facts.accepted_at, facts.replied_at()) {
        let days = (replied.0 - accepted.0 + DAY_MS - 1) / DAY_MS;
        count(each, replied, facts.unit_at(Some(replied)), u32::try_from(days).unwrap_or_default());
    }
}

pub fn reviewed(facts: &Facts, _: &Rules, each: Each<'_>) {
    let replied = facts.replied_at();
    share(each, replied, facts.unit_at(replied), facts.review_at.is_some());
}

pub fn rereviewed(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(each, facts.reviewed_at, facts.unit_at(facts.reviewed_at), facts.rereview_at.is_some());
}

pub fn resolved(facts: &Facts, rules: &Rules, each: Each<'_>) {
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

pub fn at_base(facts: &Facts, rules: &Rules, each: Each<'_>) {
    let Some(closed) = facts.closed_at else { return };
    let unit = facts.unit_at(Some(closed));
    if facts.is_merged() {
        return exclude(each, closed, unit);
    }
    share(each, Some(closed), unit, unit.is_some_and(|unit| rules.base.contains(&unit)));
}
