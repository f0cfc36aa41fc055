//! Terms for each step of a grid report: set by configuration, not by the Regulation.

use super::{GridLine, GridReport, GridStateName, GridStepKind};
use crate::domain::{HOUR_MS, Timestamp};

/// Each from when the report came to that hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridTerms {
    /// Until some organ claims it.
    pub claim_hours: u32,
    /// Until the organ that claimed it says that it is done.
    pub handle_days: u32,
    /// Until who reported it has looked.
    pub feed_back_days: u32,
}

impl Default for GridTerms {
    fn default() -> Self {
        Self { claim_hours: 24, handle_days: 7, feed_back_days: 3 }
    }
}

impl GridTerms {
    /// Until when it is to leave this state, in which it is since `since`; none where it is over.
    #[must_use]
    pub fn due(&self, state: GridStateName, since: Timestamp) -> Option<Timestamp> {
        let hours = match state {
            GridStateName::Reported => i64::from(self.claim_hours),
            GridStateName::Claimed => i64::from(self.handle_days) * 24,
            GridStateName::Handled => i64::from(self.feed_back_days) * 24,
            GridStateName::FedBack | GridStateName::Petition => return None,
        };
        Some(since.plus_millis(hours * HOUR_MS))
    }

    /// What was reported before then and is claimed by nobody is overdue.
    #[must_use]
    pub fn claim_overdue_before(&self, now: Timestamp) -> Timestamp {
        now.plus_millis(-i64::from(self.claim_hours) * HOUR_MS)
    }

    /// Of each line of a history, oldest first: whether the step came too late.
    #[must_use]
    pub fn late(&self, lines: &[GridLine]) -> Vec<bool> {
        let first = lines.first().map(|_| false);
        let others = lines.windows(2).map(|pair| {
            let due = self.due(after(pair[0].step), pair[0].at);
            due.is_some_and(|due| pair[1].at > due)
        });
        first.into_iter().chain(others).collect()
    }
}

impl GridReport {
    /// By when whoever has it is to take the next step.
    #[must_use]
    pub fn due(&self, terms: &GridTerms) -> Option<Timestamp> {
        terms.due(self.state.name(), self.state_at)
    }
}

/// Where a step leads.
const fn after(step: GridStepKind) -> GridStateName {
    match step {
        GridStepKind::Report | GridStepKind::Release => GridStateName::Reported,
        GridStepKind::Claim | GridStepKind::SendBack => GridStateName::Claimed,
        GridStepKind::Handle => GridStateName::Handled,
        GridStepKind::FeedBack => GridStateName::FedBack,
        GridStepKind::Petition => GridStateName::Petition,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{AgencyId, GridReportId, StaffId};
    use uuid::Uuid;

    const START: i64 = 1_795_104_000_000;

    fn line(step: GridStepKind, hour: i64) -> GridLine {
        GridLine {
            report: GridReportId(Uuid::nil()),
            number: 1,
            step,
            text: String::new(),
            by: StaffId(Uuid::nil()),
            agency: AgencyId(Uuid::nil()),
            at: Timestamp(START + hour * HOUR_MS),
        }
    }

    #[test]
    fn each_hand_has_a_term_of_its_own() {
        use GridStateName as S;
        let terms = GridTerms::default();
        for (state, hours) in [
            (S::Reported, Some(24)),
            (S::Claimed, Some(7 * 24)),
            (S::Handled, Some(3 * 24)),
            (S::FedBack, None),
            (S::Petition, None),
        ] {
            let due = hours.map(|hours| Timestamp(START + hours * HOUR_MS));
            assert_eq!(terms.due(state, Timestamp(START)), due, "{state}");
        }
        let whatever_is_configured = GridTerms { handle_days: u32::MAX, ..terms };
        assert!(whatever_is_configured.due(S::Claimed, Timestamp(START)).is_some());
    }

    /// Given back, the day to claim it begins again; sent back, the week to handle it.
    #[test]
    fn a_step_is_late_by_the_term_of_the_hand_it_leaves() {
        use GridStepKind as K;
        let lines = [
            (K::Report, 0, false),
            (K::Claim, 24, false),
            (K::Release, 25, false),
            (K::Claim, 50, true),
            (K::Handle, 50 + 7 * 24, false),
            (K::SendBack, 50 + 10 * 24 + 1, true),
            (K::Handle, 50 + 17 * 24 + 2, true),
            (K::FeedBack, 50 + 17 * 24 + 3, false),
        ];
        let told: Vec<_> = lines.iter().map(|(step, hour, _)| line(*step, *hour)).collect();
        let late: Vec<_> = lines.iter().map(|(.., late)| *late).collect();
        assert_eq!(GridTerms::default().late(&told), late);
        assert!(GridTerms::default().late(&[]).is_empty());
    }
}
