//! Counting marks into tables: by division, agency, class, channel, month, leader, kind of hearing and level of its host,
//! alone or together.

use super::{Counting, Facts, Indicator, IndicatorId, Mark, Part, Rules, Signal, Unit};
use crate::domain::{
    DAY_MS, HOUR_MS, Timestamp,
    hearing::HearingKind,
    ids::{AgencyId, StaffId},
    jurisdiction::{DivisionCode, Level},
    named,
    petition::{Category, Channel, ContentClass},
};
use rustc_hash::FxHashMap;
use std::{
    collections::BTreeMap,
    ops::{AddAssign, Range},
};
use time::Date;

named!(
    /// What rows are told apart by.
    pub enum By {
        /// The divisions below the one asked about.
        Division = "division",
        Agency = "agency",
        Class = "class",
        Channel = "channel",
        Month = "month",
        /// Who received, or has it in charge (接访、包案领导).
        Leader = "leader",
        HearingKind = "hearing_kind",
        /// Level of the organ that hosts the hearing (按级别).
        Level = "level",
    }
);

/// One row's place in a table; what the table is not told apart by is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The division asked about itself, where a petition names no place below it.
    pub division: Option<DivisionCode>,
    /// `None` also where the duty is nobody's yet.
    pub agency: Option<AgencyId>,
    pub class: Option<ContentClass>,
    pub channel: Option<Channel>,
    /// Year and month in China.
    pub month: Option<(i32, u8)>,
    /// `None` also of what is no hearing's and in nobody's charge.
    pub leader: Option<StaffId>,
    pub kind: Option<HearingKind>,
    /// `None` also of what is no hearing's.
    pub level: Option<Level>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub division: DivisionCode,
    /// From the first to before the second.
    pub period: Range<Timestamp>,
    /// Marks later than this lie ahead.
    pub as_of: Timestamp,
    pub by: Vec<By>,
}

/// Numerator, denominator, and how many were left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    pub numerator: u64,
    pub denominator: u64,
    pub excluded: u64,
}

impl AddAssign<Mark> for Rate {
    fn add_assign(&mut self, mark: Mark) {
        self.numerator += u64::from(mark.numerator);
        self.denominator += u64::from(mark.denominator);
        self.excluded += u64::from(mark.excluded);
    }
}

impl AddAssign for Rate {
    fn add_assign(&mut self, other: Self) {
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        self.excluded += other.excluded;
    }
}

/// A rate of every indicator, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally(pub [Rate; IndicatorId::ALL.len()]);

impl Default for Tally {
    fn default() -> Self {
        Self([Rate::default(); IndicatorId::ALL.len()])
    }
}

impl Tally {
    #[must_use]
    pub fn of(&self, id: IndicatorId) -> Rate {
        self.0[id as usize]
    }
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

/// What one question counted: a row for each cell, and all of them as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub rows: BTreeMap<Cell, Tally>,
    pub total: Tally,
    /// Reports (检举控告类) registered in the period: a number and nothing else (art. 30).
    pub sealed: u64,
    /// What was ever logged in the whole house: a number must not be no data in one place and nought in another.
    pub signals: Vec<Signal>,
}

/// The table of two parts of the petitions.
impl AddAssign for Table {
    fn add_assign(&mut self, other: Self) {
        for (cell, tally) in other.rows {
            *self.rows.entry(cell).or_default() += &tally;
        }
        self.total += &other.total;
        self.sealed += other.sealed;
    }
}

impl Table {
    /// Whether a number means something: it is a count, or there is a denominator, and its part of the house
    /// is in use.
    #[must_use]
    pub fn is_known(&self, indicator: &Indicator, rate: Rate) -> bool {
        let counted = indicator.unit == Unit::Count || rate.denominator > 0;
        counted && indicator.needs.is_none_or(|signal| self.signals.contains(&signal))
    }
}

impl Question {
    fn takes(&self, at: Timestamp) -> bool {
        self.period.contains(&at) && at <= self.as_of
    }

    /// Whether it counts in a row.
    fn counts(&self, mark: &Mark) -> bool {
        let counted = match mark.counting {
            Counting::Always => true,
            Counting::Apart => self.is_by(By::Agency),
            Counting::Together => !self.is_by(By::Agency),
        };
        counted && self.takes(mark.at)
    }

    /// Whether a petition may count in the period at all: most ended long before, or began after it.
    fn reaches(&self, facts: &Facts, rules: &Rules) -> bool {
        let (first, last) = facts.span();
        first < self.period.end && last.plus_millis(rules.latest_after()) >= self.period.start
    }

    fn is_by(&self, by: By) -> bool {
        self.by.contains(&by)
    }

    /// What of the row is the same for all marks of a petition.
    fn cell(&self, facts: &Facts) -> Cell {
        Cell {
            division: self.is_by(By::Division).then(|| below(&self.division, &facts.place)),
            class: self.is_by(By::Class).then_some(facts.class),
            channel: self.is_by(By::Channel).then_some(facts.channel),
            ..Cell::default()
        }
    }

    /// Whether marks of one petition may go to different rows.
    fn is_by_mark(&self) -> bool {
        [By::Agency, By::Month, By::Leader, By::HearingKind, By::Level].into_iter().any(|by| self.is_by(by))
    }

    /// What of the row each mark has of its own.
    fn mark_key(&self, mark: &Mark, rules: &Rules) -> MarkKey {
        let level = |host| rules.levels.get(&host).copied();
        MarkKey {
            agency: mark.agency.filter(|_| self.is_by(By::Agency)),
            month: self.is_by(By::Month).then(|| month(mark.at)),
            leader: mark.leader.filter(|_| self.is_by(By::Leader)),
            kind: mark.kind.filter(|_| self.is_by(By::HearingKind)),
            level: mark.host.filter(|_| self.is_by(By::Level)).and_then(level),
        }
    }
}

/// The child of `division` that `place` lies in, or `division` itself.
fn below(division: &DivisionCode, place: &DivisionCode) -> DivisionCode {
    let next = match division.level() {
        Level::Province => Level::City,
        Level::City => Level::County,
        Level::County => Level::Township,
        Level::Township | Level::Village | Level::Grid => Level::Village,
    };
    place.at(next).unwrap_or_else(|| division.clone())
}

/// Julian day of 1 January 1970.
const EPOCH: i64 = 2_440_588;
/// China is eight hours ahead all year ([`crate::domain::timestamp::CHINA`]).
const AHEAD_MS: i64 = 8 * HOUR_MS;

/// Asked for every mark: shorter than by way of a date and time.
fn month(at: Timestamp) -> (i32, u8) {
    let day = EPOCH + (at.0 + AHEAD_MS).div_euclid(DAY_MS);
    let date = i32::try_from(day).ok().and_then(|day| Date::from_julian_day(day).ok());
    date.map_or((0, 0), |date| (date.year(), date.month().into()))
}

/// Rows while they are counted: what is the same for all marks of a petition is looked up once.
type Rows = FxHashMap<Cell, FxHashMap<MarkKey, Tally>>;

/// What of a row each mark has of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct MarkKey {
    agency: Option<AgencyId>,
    month: Option<(i32, u8)>,
    leader: Option<StaffId>,
    kind: Option<HearingKind>,
    level: Option<Level>,
}

impl MarkKey {
    fn put(self, cell: &mut Cell) {
        let Self { agency, month, leader, kind, level } = self;
        (cell.agency, cell.month, cell.leader, cell.kind, cell.level) = (agency, month, leader, kind, level);
    }
}

/// Answers a question over facts; those of other divisions are passed over.
pub fn tabulate<'a>(facts: impl IntoIterator<Item = &'a Facts>, question: &Question, rules: &Rules) -> Table {
    let (mut table, mut rows) =
        (Table { signals: rules.signals.clone(), ..Table::default() }, Rows::default());
    for facts in facts.into_iter().filter(|facts| question.division.contains(&facts.place)) {
        if facts.category == Category::Report {
            table.sealed += u64::from(question.takes(facts.registered_at));
            continue;
        }
        if !question.reaches(facts, rules) {
            continue;
        }
        if question.is_by_mark() {
            count_by_mark(&mut table.total, &mut rows, facts, question, rules);
        } else {
            count(&mut table.total, &mut rows, facts, question, rules);
        }
    }
    if !question.by.is_empty() {
        table.rows = rows.into_iter().flat_map(|(cell, marked)| spread(&cell, marked)).collect();
    }
    table
}

fn spread(cell: &Cell, marked: FxHashMap<MarkKey, Tally>) -> Vec<(Cell, Tally)> {
    let placed = |(key, tally): (MarkKey, Tally)| {
        let mut cell = cell.clone();
        key.put(&mut cell);
        (cell, tally)
    };
    marked.into_iter().map(placed).collect()
}

fn count_by_mark(total: &mut Tally, rows: &mut Rows, facts: &Facts, question: &Question, rules: &Rules) {
    let row = rows.entry(question.cell(facts)).or_default();
    for (place, indicator) in Indicator::all().iter().enumerate() {
        indicator.mark(facts, rules, |mark| {
            if mark.counting != Counting::Apart && question.takes(mark.at) {
                total.0[place] += mark;
            }
            if question.counts(&mark) {
                row.entry(question.mark_key(&mark, rules)).or_default().0[place] += mark;
            }
        });
    }
}

fn count(total: &mut Tally, rows: &mut Rows, facts: &Facts, question: &Question, rules: &Rules) {
    let (mut own, mut touched) = (Tally::default(), false);
    for (rate, indicator) in own.0.iter_mut().zip(Indicator::all()) {
        indicator.mark(facts, rules, |mark| {
            if question.counts(&mark) {
                *rate += mark;
                touched = true;
            }
        });
    }
    if touched {
        *total += &own;
        let row = rows.entry(question.cell(facts)).or_default();
        *row.entry(MarkKey::default()).or_default() += &own;
    }
}

/// What of the house's parts a petition shows to be in use; a sealed report shows nothing.
#[must_use]
pub fn signals_of(facts: &Facts) -> Vec<Signal> {
    let shown = [
        (Signal::Evaluation, !facts.evaluations.is_empty()),
        (Signal::Supervision, !facts.orders.is_empty()),
        (Signal::Notice, facts.told_at.is_some()),
        (Signal::ItemClosed, facts.items.iter().any(|item| item.due.done.is_some())),
    ];
    shown.into_iter().filter(|(_, shows)| *shows && !facts.is_sealed()).map(|(signal, _)| signal).collect()
}

/// The petitions behind a part of a number of a cell with their latest mark in it, newest first; `cell` holds what is
/// fixed.
pub fn drill<'a>(
    facts: impl IntoIterator<Item = &'a Facts>,
    question: &Question,
    (id, part): (IndicatorId, Part),
    wanted: &Cell,
    rules: &Rules,
) -> Vec<(Timestamp, &'a Facts)> {
    let indicator = Indicator::of(id);
    let mut found = Vec::new();
    let here = |facts: &&Facts| question.division.contains(&facts.place) && question.reaches(facts, rules);
    for facts in facts.into_iter().filter(here) {
        let mut cell = question.cell(facts);
        let mut latest = None;
        indicator.mark(facts, rules, |mark| {
            question.mark_key(&mark, rules).put(&mut cell);
            if question.counts(&mark) && mark.is_in(part) && cell == *wanted {
                latest = latest.max(Some(mark.at));
            }
        });
        found.extend(latest.map(|at| (at, facts)));
    }
    found.sort_by_key(|(at, facts)| std::cmp::Reverse((*at, facts.petition)));
    found
}
