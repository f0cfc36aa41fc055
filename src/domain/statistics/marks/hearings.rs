//! Hearings, what leaders have in charge, and action items.

use super::{Each, Mark, count, days_after, exclude, in_session, share};
use crate::domain::{
    Timestamp,
    hearing::HearingKind,
    statistics::{Facts, Rules, Session},
};

pub fn sessions(facts: &Facts, _: &Rules, each: Each<'_>) {
    for (held, session) in held(facts) {
        count(&mut in_session(each, Some(session)), held, Some(session.host), 1);
    }
}

pub fn video_sessions(facts: &Facts, _: &Rules, each: Each<'_>) {
    for (held, session) in held(facts).filter(|(_, session)| !session.in_person) {
        count(&mut in_session(each, Some(session)), held, Some(session.host), 1);
    }
}

/// Hearings that were held, and when.
fn held(facts: &Facts) -> impl Iterator<Item = (Timestamp, &Session)> {
    facts.sessions.iter().filter_map(|session| Some((session.held_at?, session)))
}

/// The first that was held, of that kind or of any.
fn first_held(facts: &Facts, kind: Option<HearingKind>) -> Option<(Timestamp, &Session)> {
    let of_kind = held(facts).filter(|(_, session)| kind.is_none_or(|kind| session.kind == kind));
    of_kind.min_by_key(|(held, _)| *held)
}

pub fn session_cases(facts: &Facts, _: &Rules, each: Each<'_>) {
    if let Some((held, session)) = first_held(facts, None) {
        count(&mut in_session(each, Some(session)), held, Some(session.host), 1);
    }
}

pub fn session_persons(facts: &Facts, _: &Rules, each: Each<'_>) {
    for (held, session) in held(facts) {
        count(&mut in_session(each, Some(session)), held, Some(session.host), facts.persons);
    }
}

pub fn heard(facts: &Facts, _: &Rules, each: Each<'_>) {
    share(
        each,
        facts.accepted_at,
        facts.unit_at(facts.accepted_at),
        first_held(facts, Some(HearingKind::FormalHearing)).is_some(),
    );
}

pub fn settled(facts: &Facts, rules: &Rules, each: Each<'_>) {
    closed_after(facts, rules, first_held(facts, None), each);
}

pub fn mediated(facts: &Facts, rules: &Rules, each: Each<'_>) {
    closed_after(facts, rules, first_held(facts, Some(HearingKind::Mediation)), each);
}

fn closed_after(facts: &Facts, rules: &Rules, held: Option<(Timestamp, &Session)>, each: Each<'_>) {
    if let Some((held, session)) = held {
        let matured = days_after(held, rules.settled_within);
        let closed = facts.closed_at.is_some_and(|closed| closed <= matured);
        share(&mut in_session(each, Some(session)), Some(matured), Some(session.host), closed);
    }
}

pub fn contracts(facts: &Facts, _: &Rules, each: Each<'_>) {
    for contract in &facts.contracts {
        let of_leader = &mut |mark| each(Mark { leader: Some(contract.leader), ..mark });
        count(of_leader, contract.taken_at, facts.unit_at(Some(contract.taken_at)), 1);
    }
}

pub fn contracts_settled(facts: &Facts, _: &Rules, each: Each<'_>) {
    for contract in &facts.contracts {
        let of_leader = &mut |mark| each(Mark { leader: Some(contract.leader), ..mark });
        let (taken, settled) = (Some(contract.taken_at), contract.settled_at.is_some());
        share(of_leader, taken, facts.unit_at(taken), settled);
    }
}

pub fn items(facts: &Facts, rules: &Rules, each: Each<'_>) {
    for item in &facts.items {
        let session = item.hearing.and_then(|hearing| facts.session(hearing));
        let agency = Some(rules.owed_by(item.agency, item.due.done));
        let each = &mut in_session(each, session);
        match item.due.by {
            Some(by) if item.declined_at.is_some() => exclude(each, by, agency),
            by => share(each, by, agency, item.due.kept()),
        }
    }
}
