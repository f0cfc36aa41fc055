//! The index ranges of a work list's scope: each is read in the order of the list, and they are merged.

use super::narrowing::Narrowing;
use crate::domain::{
    ids::AgencyId,
    jurisdiction::{DivisionCode, Level},
    rights::ListScope,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ranges {
    /// A division alone: to look something up, of one place, of sealed reports, and where the search of a bureau begins.
    Division(Level),
    Bureau(Level),
    /// What a bureau has beyond its division: little.
    Beyond,
    Agency,
    Conference(Level),
    Disputed(Level),
}

/// A scope's ranges, and what they are asked with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub ranges: Ranges,
    pub division: Option<&'a DivisionCode>,
    pub agency: Option<AgencyId>,
}

impl<'a> Scope<'a> {
    /// `None`: there is nothing to show.
    pub fn of(scope: &'a ListScope) -> Option<Self> {
        let (ranges, division, agency): (fn(Level) -> Ranges, _, _) = match scope {
            ListScope::Nothing => return None,
            ListScope::Bureau { agency, division } => (Ranges::Bureau, Some(division), Some(*agency)),
            ListScope::Agency(agency) => (|_| Ranges::Agency, None, Some(*agency)),
            ListScope::Conference { agency, division } => (Ranges::Conference, Some(division), Some(*agency)),
            ListScope::Disputed { agency, division } => (Ranges::Disputed, Some(division), Some(*agency)),
            ListScope::Division(division) | ListScope::Sealed(division) => {
                (Ranges::Division, Some(division), None)
            }
        };
        let level = division.map_or(Level::Province, DivisionCode::level);
        Some(Self { ranges: ranges(level), division, agency })
    }

    /// The division without what the agency has beyond it, and that by itself, if there is such; `None`: it is no division's.
    pub fn parted(self) -> Option<(Self, Option<Self>)> {
        match self.ranges {
            Ranges::Division(_) => Some((self, None)),
            Ranges::Bureau(level) => {
                let division = Self { ranges: Ranges::Division(level), agency: None, ..self };
                Some((division, Some(Self { ranges: Ranges::Beyond, division: None, ..self })))
            }
            _ => None,
        }
    }
}

impl Ranges {
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::Division(level) | Self::Bureau(level) | Self::Conference(level) | Self::Disputed(level) => {
                Some(level)
            }
            Self::Beyond | Self::Agency => None,
        }
    }

    pub const fn has_agency(self) -> bool {
        !matches!(self, Self::Division(_))
    }

    /// Whether what units had that were merged into the agency belongs to it.
    pub const fn inherits(self) -> bool {
        matches!(self, Self::Bureau(_) | Self::Beyond | Self::Agency | Self::Conference(_))
    }

    /// The condition of each range. `before`: the parameters of the units merged into the agency.
    pub fn conditions(
        self,
        narrowing: Narrowing,
        division: &str,
        agency: &str,
        before: &[String],
    ) -> Vec<String> {
        let lies = |level| lies_in(level, narrowing, division);
        let disputed = |level| {
            // Not the dispute of the bureau that sent it: a superior of both rules.
            let sender = "coalesce(p.desk, p.registered_by)";
            format!("{} and p.state = 'objected' and {sender} <> {agency}", lies(level))
        };
        let elsewhere = || narrowing.of_agency("elsewhere", agency);
        let seats = || format!("p.id in (select s.petition from seats s where s.agency = {agency})");
        let mut ranges = match self {
            Self::Division(level) => vec![lies(level)],
            Self::Bureau(level) => vec![lies(level), elsewhere()],
            Self::Beyond => vec![elsewhere()],
            Self::Agency => vec![seats()],
            Self::Conference(level) => vec![disputed(level), seats()],
            Self::Disputed(level) => vec![disputed(level)],
        };
        if self.inherits() {
            ranges.extend(["unit", "reviewer", "organ"].map(|column| narrowing.of_agency(column, agency)));
            ranges.extend(before.iter().map(|unit| narrowing.of_agency("unit", unit)));
        }
        ranges
    }

    /// One of each kind and level.
    pub fn samples() -> Vec<Self> {
        let of_level = [Self::Division, Self::Bureau, Self::Conference, Self::Disputed];
        let levels = Level::ALL.iter().flat_map(|level| of_level.map(|ranges| ranges(*level)));
        levels.chain([Self::Beyond, Self::Agency]).collect()
    }
}

fn lies_in(level: Level, narrowing: Narrowing, division: &str) -> String {
    match level {
        // Few petitions are in one village: its range is read, and the grid picked out.
        Level::Grid => format!("p.l5 = substr({division}, 1, 12) and p.place = {division}"),
        _ => narrowing.in_division(column(level), division),
    }
}

const fn column(level: Level) -> &'static str {
    match level {
        Level::Province => "l1",
        Level::City => "l2",
        Level::County => "l3",
        Level::Township => "l4",
        Level::Village | Level::Grid => "l5",
    }
}

impl std::fmt::Display for Ranges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Division(_) => "division",
            Self::Bureau(_) => "bureau",
            Self::Beyond => "beyond",
            Self::Agency => "agency",
            Self::Conference(_) => "conference",
            Self::Disputed(_) => "disputed",
        };
        f.write_str(name)?;
        self.level().map_or(Ok(()), |level| write!(f, " {level}"))
    }
}
