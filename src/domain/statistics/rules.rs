//! The numbers of the formulas.

use super::Signal;
use crate::domain::{DAY_MS, Timestamp, ids::AgencyId, jurisdiction::Level};
use std::collections::{BTreeMap, BTreeSet};

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
    /// At what level each agency works.
    pub levels: BTreeMap<AgencyId, Level>,
    /// Organs that were closed: when, and who succeeded them. Of items and orders the log tells no succession.
    pub closed: BTreeMap<AgencyId, (Timestamp, AgencyId)>,
    /// What was ever logged anywhere in the house: shares of what never was are no data, at every level alike.
    pub signals: Vec<Signal>,
}

impl Default for Rules {
    fn default() -> Self {
        let (base, unrated, closed) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        let (levels, signals) = (BTreeMap::new(), Vec::new());
        Self { group_from: 5, resolved_after: 60, settled_within: 30, base, unrated, levels, closed, signals }
    }
}

impl Rules {
    /// Whose what went to `agency` was when it was done; not done: whose it is by now. Of organs merged one into the other an
    /// administrator closes each once, so that this comes to an end.
    pub(super) fn owed_by(&self, agency: AgencyId, done: Option<Timestamp>) -> AgencyId {
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
