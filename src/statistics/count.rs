//! Counts tables on all cores.

use crate::domain::statistics::{Facts, Question, Rules, Table, tabulate};
use std::{num::NonZero, thread};

/// Fewer are counted before a second thread has begun.
const LEAST_EACH: usize = 20_000;

/// [`tabulate`] on all cores: tables of parts add up. It takes the thread it is called on as well, so call it beside the
/// runtime, as [`Book::ask`](super::Book::ask) does.
///
/// # Panics
/// Never, unless counting does.
#[must_use]
pub fn count(facts: &[&Facts], question: &Question, rules: &Rules) -> Table {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let each = facts.len().div_ceil(cores).max(LEAST_EACH);
    let part = |facts: &[&Facts]| tabulate(facts.iter().copied(), question, rules);
    let (own, others) = facts.split_at(each.min(facts.len()));
    thread::scope(|scope| {
        let others: Vec<_> = others.chunks(each).map(|facts| scope.spawn(move || part(facts))).collect();
        let mut table = part(own);
        for other in others {
            match other.join() {
                Ok(other) => table += other,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        table
    })
}
