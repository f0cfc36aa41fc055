//! Whom a report (检举控告) accuses.

use crate::domain::ids::{AgencyId, StaffId};

/// Whom a report (检举控告) accuses, as far as the house knows them: none of these ever sees it (art. 30). Of people
/// and organs outside the house there are only the reporter's words. Both lists empty: they are all outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accused {
    agencies: Vec<AgencyId>,
    staff: Vec<StaffId>,
}

impl Accused {
    /// Each once and in one order: reports on the same people are equal.
    #[must_use]
    pub fn new(
        agencies: impl IntoIterator<Item = AgencyId>,
        staff: impl IntoIterator<Item = StaffId>,
    ) -> Self {
        Self { agencies: each_once(agencies), staff: each_once(staff) }
    }

    /// This agency, and nobody of it by name.
    #[must_use]
    pub fn agency(agency: AgencyId) -> Self {
        Self::new([agency], [])
    }

    /// With the organs of the people accused.
    #[must_use]
    pub fn agencies(&self) -> &[AgencyId] {
        &self.agencies
    }

    #[must_use]
    pub fn staff(&self) -> &[StaffId] {
        &self.staff
    }
}

fn each_once<T: Ord>(ids: impl IntoIterator<Item = T>) -> Vec<T> {
    ids.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}
