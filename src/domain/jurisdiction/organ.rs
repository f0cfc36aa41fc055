//! Closing of agencies, and who looks after a grid.

use super::{AgencyKind, DivisionCode, Level};
use crate::domain::{
    Timestamp,
    ids::{AgencyId, StaffId},
    named,
};
use std::collections::BTreeSet;

/// An organ that was merged or closed (机关合并、撤销): its successor does what it did (art. 24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    pub agency: AgencyId,
    pub successor: AgencyId,
    pub at: Timestamp,
    pub reason: String,
}

/// The organs that were merged into `agency`, over however many mergers.
#[must_use]
pub fn merged_into(closures: &[Closure], agency: AgencyId) -> BTreeSet<AgencyId> {
    let (mut merged, mut asked) = (BTreeSet::new(), vec![agency]);
    while let Some(successor) = asked.pop() {
        let of_it = closures.iter().filter(|closure| closure.successor == successor);
        asked.extend(of_it.map(|closure| closure.agency).filter(|agency| merged.insert(*agency)));
    }
    merged
}

named!(
    /// What somebody is to a grid (docs/rules.md 3.1).
    pub enum GridDuty {
        /// 网格长
        Leader = "leader",
        /// 网格员
        Worker = "worker",
        /// 信息员
        Informant = "informant",
    }
);

/// Somebody's post in a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridPost {
    pub division: DivisionCode,
    pub staff: StaffId,
    pub duty: GridDuty,
}

impl AgencyKind {
    /// Whether there are organs of this kind at that level: centres at four levels, a joint conference down
    /// to the township (art. 11–13), so do the Party's committees and people's congresses, while the CPPCC ends at the
    /// county; a township's office there alone, and no organ of a grid.
    #[must_use]
    pub fn stands_at(self, level: Level) -> bool {
        use Level as L;
        match self {
            Self::Centre => matches!(level, L::City | L::County | L::Township | L::Village),
            Self::JointConference | Self::Congress | Self::Party => {
                matches!(level, L::Province | L::City | L::County | L::Township)
            }
            Self::Township => level == L::Township,
            Self::MassOrg | Self::Soe | Self::ResponsibleUnit => level != L::Grid,
            Self::PetitionBureau
            | Self::LegalPolitical
            | Self::Discipline
            | Self::Cppcc
            | Self::Court
            | Self::Procuratorate
            | Self::Hotline => matches!(level, L::Province | L::City | L::County),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_organ_follows_those_merged_into_it_and_those_merged_into_them() {
        let agency = |n| AgencyId(Uuid::from_u128(n));
        let closure = |gone, successor| Closure {
            agency: agency(gone),
            successor: agency(successor),
            at: Timestamp(0),
            reason: String::new(),
        };
        let closures = [closure(1, 2), closure(2, 3), closure(4, 3), closure(5, 6)];
        for (successor, merged) in [(1, vec![]), (2, vec![1]), (3, vec![1, 2, 4]), (6, vec![5])] {
            let expected: BTreeSet<_> = merged.into_iter().map(agency).collect();
            assert_eq!(merged_into(&closures, agency(successor)), expected, "{successor}");
        }
    }

    #[test]
    fn every_kind_stands_where_the_law_puts_it() {
        // Province, City, cOunty, Township, Village, Grid.
        let letters = "PCOTVG";
        for (kind, expected) in [
            (AgencyKind::PetitionBureau, "PCO"),
            (AgencyKind::ResponsibleUnit, "PCOTV"),
            (AgencyKind::JointConference, "PCOT"),
            (AgencyKind::LegalPolitical, "PCO"),
            (AgencyKind::Discipline, "PCO"),
            (AgencyKind::Congress, "PCOT"),
            (AgencyKind::Cppcc, "PCO"),
            (AgencyKind::Party, "PCOT"),
            (AgencyKind::Court, "PCO"),
            (AgencyKind::Procuratorate, "PCO"),
            (AgencyKind::MassOrg, "PCOTV"),
            (AgencyKind::Soe, "PCOTV"),
            (AgencyKind::Township, "T"),
            (AgencyKind::Centre, "COTV"),
            (AgencyKind::Hotline, "PCO"),
        ] {
            let found = Level::ALL.iter().zip(letters.chars()).filter(|(level, _)| kind.stands_at(**level));
            assert_eq!(found.map(|(_, letter)| letter).collect::<String>(), expected, "{kind}");
        }
    }
}
