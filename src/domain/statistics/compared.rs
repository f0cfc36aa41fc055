//! The period to compare with: the one before (环比), the same of the year before (同比), or a chosen one.

use super::{Cell, Question, Table, Tally, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// What became of a value from one period to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Now less before; of shares in parts of one, so that 0.012 are 1.2 percentage points (百分点).
    pub by: f64,
    /// Of what was before, in parts of one. None of shares, whose difference says it, and where there was nothing.
    pub growth: Option<f64>,
}

impl Difference {
    /// None where either is no data: that is not zero.
    #[must_use]
    pub fn between(unit: Unit, before: Option<f64>, now: Option<f64>) -> Option<Self> {
        let (before, now) = (before?, now?);
        let grows = unit != Unit::Share && before != 0.0;
        Some(Self { by: now - before, growth: grows.then(|| (now - before) / before) })
    }
}

/// A row of two periods, with its place in each: months are set beside each other by their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    pub cell: Cell,
    pub now: Tally,
    pub before: Tally,
    /// Where it stands in the table of the period before.
    pub cell_before: Cell,
}

/// Every row that is in either table; `of` and `against` are what they answer. By month both touch as many months: whoever
/// asks makes sure of that.
#[must_use]
pub fn compared(now: &Table, of: &Question, before: &Table, against: &Question) -> Vec<Beside> {
    let months = month_number(of) - month_number(against);
    let moved: BTreeMap<Cell, &Tally> =
        before.rows.iter().map(|(cell, tally)| (moved_on(cell, months), tally)).collect();
    let cells: BTreeSet<&Cell> = now.rows.keys().chain(moved.keys()).collect();
    let tally = |found: Option<&Tally>| found.cloned().unwrap_or_default();
    cells
        .into_iter()
        .map(|cell| Beside {
            cell: cell.clone(),
            now: tally(now.rows.get(cell)),
            before: tally(moved.get(cell).copied()),
            cell_before: moved_on(cell, -months),
        })
        .collect()
}

/// Months since the year 0 in which a question's period begins.
fn month_number(question: &Question) -> i32 {
    let first = question.period.start.local_date();
    first.year() * 12 + i32::from(u8::from(first.month())) - 1
}

fn moved_on(cell: &Cell, months: i32) -> Cell {
    let month = cell.month.map(|(year, month)| {
        let number = year * 12 + i32::from(month) - 1 + months;
        (number.div_euclid(12), u8::try_from(number.rem_euclid(12) + 1).unwrap_or(1))
    });
    Cell { month, ..cell.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_in_points_for_shares_and_grows_only_from_something() {
        for (unit, before, now, expected) in [
            (Unit::Count, Some(40.0), Some(50.0), Some((10.0, Some(0.25)))),
            (Unit::Count, Some(0.0), Some(3.0), Some((3.0, None))),
            (Unit::Days, Some(20.0), Some(10.0), Some((-10.0, Some(-0.5)))),
            (Unit::Share, Some(0.5), Some(0.75), Some((0.25, None))),
            (Unit::Share, None, Some(0.75), None),
            (Unit::Share, Some(0.5), None, None),
        ] {
            let found = Difference::between(unit, before, now);
            assert_eq!(found.map(|one| (one.by, one.growth)), expected, "{unit} {before:?} {now:?}");
        }
    }

    #[test]
    fn months_are_moved_over_the_turn_of_years() {
        let cell = |month| Cell { month, ..Cell::default() };
        for (from, by, to) in [
            (Some((2026, 1)), -1, Some((2025, 12))),
            (Some((2025, 11)), 12, Some((2026, 11))),
            (Some((2025, 11)), 2, Some((2026, 1))),
            (None, 5, None),
        ] {
            assert_eq!(moved_on(&cell(from), by), cell(to), "{from:?} {by}");
        }
    }
}
