//! Through which bureaus a petition came to the unit that has it.

use super::{Facts, Routed};
use crate::domain::{Timestamp, ids::AgencyId, petition::Routing};

/// One step of it. The last routing is not behind it: `Facts` has it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    pub at: Timestamp,
    pub step: Step,
}

/// How a petition was passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// By this bureau to one below (art. 22(2)). It did its part of the fifteen days, unless it had the petition back since or
    /// all was done before.
    Down { how: Routing, by: AgencyId, part: bool },
    /// To this unit, which has it no more: another was sent it since.
    Sent { how: Routing, unit: AgencyId },
    /// To this unit by a ruling on competence (art. 24), and it has it no more either.
    Ruled { unit: AgencyId },
    /// This unit was closed (机关合并、撤销), and its successor has it since.
    Succeeded { unit: AgencyId },
}

impl Step {
    const fn is_to_unit(self) -> bool {
        matches!(self, Self::Sent { .. } | Self::Ruled { .. })
    }
}

impl Facts {
    /// The unit whose it was at that time since it was last sent; now, where there is none. What an organ did is its own, and
    /// what was still to do is its successor's.
    #[must_use]
    pub fn unit_at(&self, at: Option<Timestamp>) -> Option<AgencyId> {
        let since_sent = self.behind.iter().rev().take_while(|one| !one.step.is_to_unit());
        let earlier = since_sent.filter_map(|behind| match behind.step {
            Step::Succeeded { unit } if at.is_some_and(|at| at < behind.at) => Some(unit),
            Step::Succeeded { .. } | Step::Sent { .. } | Step::Ruled { .. } | Step::Down { .. } => None,
        });
        earlier.last().or(self.unit())
    }

    /// The last routing as it will stand behind the next, by the unit that it was to.
    pub(super) fn last_sent(&self) -> Option<Behind> {
        let Routed { how, at, ruled, .. } = self.routed?;
        let unit = self.unit_at(Some(at))?;
        Some(Behind { at, step: if ruled { Step::Ruled { unit } } else { Step::Sent { how, unit } } })
    }

    fn steps(&self) -> impl Iterator<Item = Behind> {
        self.behind.iter().copied().chain(self.last_sent())
    }

    /// Each time it was transferred or assigned (转送、交办), to a unit or down to another bureau. A ruling on whose it is is
    /// neither: the routing that was disputed is counted.
    pub fn sent(&self) -> impl Iterator<Item = (Routing, Timestamp)> {
        self.steps().filter_map(|one| match one.step {
            Step::Down { how, .. } | Step::Sent { how, .. } => Some((how, one.at)),
            Step::Ruled { .. } | Step::Succeeded { .. } => None,
        })
    }

    /// The units that had it, by a routing or by a ruling, each time.
    pub fn received(&self) -> impl Iterator<Item = (AgencyId, Timestamp)> {
        self.steps().filter_map(|one| match one.step {
            Step::Sent { unit, .. } | Step::Ruled { unit } => Some((unit, one.at)),
            Step::Down { .. } | Step::Succeeded { .. } => None,
        })
    }

    /// The bureaus that handed it down and did their part by that, and when.
    pub fn parts(&self) -> impl Iterator<Item = (AgencyId, Timestamp)> {
        self.behind.iter().filter_map(|behind| match behind.step {
            Step::Down { by, part: true, .. } => Some((by, behind.at)),
            Step::Down { .. } | Step::Sent { .. } | Step::Ruled { .. } | Step::Succeeded { .. } => None,
        })
    }

    /// Who has it back has its part to do again.
    pub(super) fn undo_part_of(&mut self, bureau: AgencyId) {
        for behind in &mut self.behind {
            if let Step::Down { by, part, .. } = &mut behind.step
                && *by == bureau
            {
                *part = false;
            }
        }
    }
}
