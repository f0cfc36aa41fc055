//! Where a matter goes on after a hearing.

use super::{Hearing, Outcome, StageName};

/// The hearing that goes on with `hearing`, among `all` of its petition: the one its outcome names; where it was
/// broken off before an outcome, the next one of its kind that was not called off (ADR 35).
#[must_use]
pub fn sequel<'a>(hearing: &Hearing, outcome: Option<&Outcome>, all: &'a [Hearing]) -> Option<&'a Hearing> {
    if let Some(named) = outcome.and_then(|outcome| outcome.next) {
        return all.iter().find(|later| later.id == named);
    }
    let broken_off = matches!(hearing.stage.name(), StageName::Adjourned | StageName::InPerson);
    let goes_on = |later: &&Hearing| {
        later.starts_at > hearing.starts_at
            && later.kind == hearing.kind
            && !matches!(later.stage.name(), StageName::Cancelled | StageName::NoShow)
    };
    all.iter().filter(|_| broken_off).filter(goes_on).min_by_key(|later| later.starts_at)
}

#[cfg(test)]
#[path = "sequel_tests.rs"]
mod tests;
