//! Urgent matters, orders of supervision and recommendations.

use super::{Counting, Each, Mark, count, days_after, exclude, registrar, share};
use crate::domain::{
    Timestamp,
    statistics::{Facts, Order, Rules},
};

pub fn urgent(facts: &Facts, _: &Rules, each: Each<'_>) {
    facts.urgent_at.into_iter().for_each(|at| count(each, at, registrar(facts), 1));
}

/// Within a day, by the organ above (art. 25, 46).
pub fn urgent_seen(facts: &Facts, _: &Rules, each: Each<'_>) {
    let seen = |at: Timestamp| facts.urgent_seen_at.is_some_and(|seen| seen <= days_after(at, 1));
    share(each, facts.urgent_at, registrar(facts), facts.urgent_at.is_some_and(seen));
}

/// The petition as a whole by whatever order; its unit only by one that went to it.
pub fn supervised(facts: &Facts, _: &Rules, each: Each<'_>) {
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
pub fn supervision_answered(facts: &Facts, rules: &Rules, each: Each<'_>) {
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
pub fn recommendations(facts: &Facts, rules: &Rules, each: Each<'_>) {
    for one in &facts.recommendations {
        let to = Some(rules.owed_by(one.to, one.answered_at));
        if one.lifted {
            exclude(each, one.made_at, to);
        } else {
            share(each, Some(one.made_at), to, one.answered_at.is_some());
        }
    }
}
