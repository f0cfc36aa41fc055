//! The way a petition has behind it to the unit that has it.

use super::Facts;
use crate::domain::{Timestamp, ids::AgencyId, petition::Routing};

/// One step of it. The last routing is [`Facts::routed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behind {
    pub at: Timestamp,
    pub step: Step,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// By this bureau to one below (art. 22(2)). It did its part of the fifteen days, unless it had the petition back since or
    /// all was done before.
    Down { how: Routing, by: AgencyId, part: bool },
    /// To this unit, which has it no more: another was sent it since.
    Sent { how: Routing, unit: AgencyId },
}

impl Facts {
    /// Each time it was transferred or assigned (转送、交办), to a unit or down to another bureau.
    pub fn sent(&self) -> impl Iterator<Item = (Routing, Timestamp)> {
        let earlier = self.behind.iter().map(|behind| match behind.step {
            Step::Down { how, .. } | Step::Sent { how, .. } => (how, behind.at),
        });
        earlier.chain(self.routed.map(|routed| (routed.how, routed.at)))
    }

    /// The units that it was sent to, each time.
    pub fn received(&self) -> impl Iterator<Item = (AgencyId, Timestamp)> {
        let earlier = self.behind.iter().filter_map(|behind| match behind.step {
            Step::Sent { unit, .. } => Some((unit, behind.at)),
            Step::Down { .. } => None,
        });
        earlier.chain(self.routed.map(|routed| (routed.unit, routed.at)))
    }

    /// The bureaus that handed it down and did their part by that, and when.
    pub fn parts(&self) -> impl Iterator<Item = (AgencyId, Timestamp)> {
        self.behind.iter().filter_map(|behind| match behind.step {
            Step::Down { by, part: true, .. } => Some((by, behind.at)),
            Step::Down { .. } | Step::Sent { .. } => None,
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
