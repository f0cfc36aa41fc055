//! Which discipline desks see a sealed report (art. 30).

use super::Role;
use crate::domain::{
    jurisdiction::{Agency, AgencyKind, DivisionCode},
    people::Staff,
};

/// Petition bureaus that take in reports which nobody would see: no discipline desk is there or above. `staff` are those
/// whose accounts are open.
#[must_use]
pub fn bureaus_without_desk<'a>(agencies: &'a [Agency], staff: &[Staff]) -> Vec<&'a Agency> {
    let desk = |person: &Staff| {
        let works = !person.disabled && person.has(Role::DisciplineDesk);
        agencies.iter().find(|one| works && one.id == person.agency && AgencyKind::DESKS.contains(&one.kind))
    };
    let desks: Vec<&DivisionCode> = staff.iter().filter_map(desk).map(|agency| &agency.division).collect();
    let unseen = |bureau: &&Agency| {
        bureau.kind == AgencyKind::PetitionBureau && !desks.iter().any(|desk| desk.contains(&bureau.division))
    };
    agencies.iter().filter(unseen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{AgencyId, StaffId};
    use uuid::Uuid;

    fn agency(id: u128, kind: AgencyKind, division: &str) -> Agency {
        let (id, name) = (AgencyId(Uuid::from_u128(id)), String::new());
        Agency { id, name, kind, division: division.parse().unwrap() }
    }

    fn desk(agency: u128) -> Staff {
        let (id, agency) = (StaffId(Uuid::from_u128(agency)), AgencyId(Uuid::from_u128(agency)));
        let (username, name, roles) = (String::new(), String::new(), vec![Role::DisciplineDesk]);
        Staff { id, username, name, agency, roles, disabled: false }
    }

    /// (who has the post, whose reports nobody sees): a desk sees its division and what lies in it.
    #[test]
    fn a_desk_sees_the_reports_of_its_division_and_of_those_below() {
        use AgencyKind as K;
        let agencies = [
            agency(1, K::PetitionBureau, "6201"),
            agency(2, K::PetitionBureau, "620103"),
            agency(3, K::PetitionBureau, "6202"),
            agency(4, K::Discipline, "6201"),
            agency(5, K::ResponsibleUnit, "62"),
        ];
        let shut = Staff { disabled: true, ..desk(4) };
        for (staff, unseen) in [
            (vec![], vec![1, 2, 3]),
            (vec![desk(4)], vec![3]),
            (vec![desk(1), desk(3)], vec![]),
            (vec![desk(2)], vec![1, 3]),
            (vec![desk(5), shut], vec![1, 2, 3]),
        ] {
            let found: Vec<_> =
                bureaus_without_desk(&agencies, &staff).iter().map(|one| one.id.0.as_u128()).collect();
            assert_eq!(found, unseen, "{staff:?}");
        }
    }
}
