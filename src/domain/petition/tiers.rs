//! 分级时限: each level takes its share of the fifteen days to route (art. 22). A rule of the house for its own people: a
//! missed share is shown, and nothing follows from it.

use super::{ClockKind, Petition};
use crate::domain::{Timestamp, jurisdiction::Level};

/// Calendar days from when it came to a bureau of each level by which it has routed it or handed it down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierShares {
    pub province: u16,
    pub city: u16,
    pub county: u16,
    pub township: u16,
}

/// Those of EVAL14 art. 6, whose first five days are the National Bureau's: no bureau here. They are the township's (ADR 99).
impl Default for TierShares {
    fn default() -> Self {
        Self { province: 3, city: 3, county: 4, township: 5 }
    }
}

impl TierShares {
    /// Calendar days a bureau of this level has of its own; below the township all share its days.
    #[must_use]
    pub const fn days(&self, level: Level) -> u16 {
        match level {
            Level::Province => self.province,
            Level::City => self.city,
            Level::County => self.county,
            Level::Township | Level::Village | Level::Grid => self.township,
        }
    }

    /// Of the bureau that registered it.
    pub(super) fn of_registrar(&self, petition: &Petition) -> Option<u16> {
        registered_at(&petition.number).map(|level| self.days(level))
    }

    /// When the share of the bureau that has it ends, never later than the clock itself; none once it is routed.
    #[must_use]
    pub fn due(&self, petition: &Petition) -> Option<Timestamp> {
        petition.clock(ClockKind::Route)?;
        petition.trail(self).last()?.share_due
    }
}

/// The level of the bureau whose division a number begins with.
fn registered_at(number: &str) -> Option<Level> {
    let division = number.get(2..8).filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(match division {
        province if province.ends_with("0000") => Level::Province,
        city if city.ends_with("00") => Level::City,
        _ => Level::County,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_says_which_level_registered() {
        for (number, level) in [
            ("XF620000202611231000001K", Some(Level::Province)),
            ("XF620100202611231000001K", Some(Level::City)),
            ("XF620103202611231000001K", Some(Level::County)),
            ("XF6201", None),
            ("XF62O103202611231000001K", None),
            ("", None),
        ] {
            assert_eq!(registered_at(number), level, "{number}");
        }
    }

    #[test]
    fn the_shares_of_all_levels_are_the_fifteen_days() {
        let shares = TierShares::default();
        let levels = [Level::Province, Level::City, Level::County, Level::Township];
        assert_eq!(levels.iter().map(|level| shares.days(*level)).sum::<u16>(), 15);
    }
}
