//! Successors of merged or closed agencies (机关合并、撤销, art. 24): what the log of a petition says when one takes over.

use super::Petition;
use crate::domain::{
    event::{Change, EventKind},
    ids::AgencyId,
};

impl Petition {
    /// The organs that have a part in it, each of which a successor follows in.
    pub fn organs(&self) -> impl Iterator<Item = AgencyId> {
        let holders = self.holders().into_iter();
        holders.chain([self.state.reviewer(), self.reported_to()]).flatten()
    }

    /// That `to` has by now what `from` had. The petitioner is told only of who has the matter: who reviews it says so in the
    /// opinion, and whom it was reported to as urgent is the house's own affair.
    #[must_use]
    pub fn succeeded(&self, from: AgencyId, to: AgencyId) -> Vec<Change> {
        let change = |kind, role| Change::new(kind).with("from", from).with(role, to);
        let mut changes = Vec::new();
        if self.holders().contains(&Some(from)) {
            changes.push(change(EventKind::PetitionUnitSucceeded, "unit"));
        } else if self.state.reviewer() == Some(from) {
            changes.push(change(EventKind::PetitionReviewerSucceeded, "reviewer"));
        }
        if self.reported_to() == Some(from) {
            changes.push(change(EventKind::PetitionUrgentPassed, "reported_to"));
        }
        changes
    }

    fn holders(&self) -> [Option<AgencyId>; 4] {
        [Some(self.desk), Some(self.registered_by), self.state.unit(), self.state.organ()]
    }

    fn reported_to(&self) -> Option<AgencyId> {
        self.course.urgent.as_ref()?.reported_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Timestamp,
        ids::StaffId,
        petition::{PetitionState, Urgent},
    };
    use uuid::Uuid;

    const fn agency(n: u128) -> AgencyId {
        AgencyId(Uuid::from_u128(n))
    }

    const NOW: Timestamp = Timestamp(1_795_395_600_000);

    /// Registered by 1, with 2, handled by 3, under review by 4, reported to 5 as urgent.
    fn under_review() -> Petition {
        let state = PetitionState::Reviewing { unit: agency(3), organ: agency(4), since: NOW };
        let mut petition = Petition { registered_by: agency(1), desk: agency(2), state, ..Petition::blank() };
        let by = StaffId(Uuid::from_u128(9));
        let (reason, reported_to) = ("可能引发极端事件".to_owned(), Some(agency(5)));
        petition.course.urgent = Some(Urgent { reason, by, since: NOW, reported_to, seen: None });
        petition
    }

    #[test]
    fn the_petitioner_is_told_only_of_who_has_the_matter() {
        let petition = under_review();
        assert_eq!(petition.organs().collect::<Vec<_>>(), [2, 1, 3, 4, 5].map(agency));
        for (from, kind, role) in [
            (1, EventKind::PetitionUnitSucceeded, "unit"),
            (2, EventKind::PetitionUnitSucceeded, "unit"),
            (3, EventKind::PetitionUnitSucceeded, "unit"),
            (4, EventKind::PetitionReviewerSucceeded, "reviewer"),
            (5, EventKind::PetitionUrgentPassed, "reported_to"),
        ] {
            let changes = petition.succeeded(agency(from), agency(8));
            assert_eq!(changes.len(), 1, "{from}");
            assert_eq!(changes[0].kind, kind, "{from}");
            assert!(changes[0].details.contains(&(role.to_owned(), agency(8).to_string())), "{from}");
            let told = crate::domain::rights::query_code_tells(kind);
            assert_eq!(told, from <= 3, "{from}");
        }
        assert!(petition.succeeded(agency(7), agency(8)).is_empty());
    }

    /// One that has the matter and was told that it is urgent is succeeded in both.
    #[test]
    fn an_organ_with_two_parts_is_followed_in_both() {
        let petition = Petition { desk: agency(5), ..under_review() };
        let kinds = petition.succeeded(agency(5), agency(8)).into_iter().map(|change| change.kind);
        let both = [EventKind::PetitionUnitSucceeded, EventKind::PetitionUrgentPassed];
        assert_eq!(kinds.collect::<Vec<_>>(), both);
    }
}
