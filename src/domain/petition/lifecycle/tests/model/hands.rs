//! Whoever comes across a petition on its way: what rights give them holds against whose the step is.

use super::{HANDLER, K, UNIT, bureau, handler, unit, walks::desk};
use crate::domain::{
    ids::StaffId,
    people::{Role, Staff},
    petition::{Petition, possible},
    rights::{Official, PetitionAction, SeatRelation, petition_rights},
};
use proptest::prelude::*;

const OF_UNIT: [K; 6] = [K::Object, K::Accept, K::AssignHandler, K::Extend, K::ApproveReply, K::DeliverReply];
const OF_DESK: [K; 9] = [
    K::StartScreening,
    K::Merge,
    K::Reclassify,
    K::Divert,
    K::Route,
    K::HandDown,
    K::RefuseObjection,
    K::Reroute,
    K::TakeBack,
];

/// Who chance chose: an organ, a post in it, and one of three people.
#[derive(Debug, Clone)]
pub struct Somebody {
    organ: usize,
    role: Role,
    person: StaffId,
}

pub fn anybody(people: [StaffId; 3]) -> impl Strategy<Value = Somebody> {
    let role = prop::sample::select(Role::ALL.to_vec());
    (0..5_usize, role, prop::sample::select(people.to_vec())).prop_map(|(organ, role, person)| Somebody {
        organ,
        role,
        person,
    })
}

impl Somebody {
    /// Of the bureau that registered it, of the one that has it, of the unit, of the accused, of strangers.
    fn official(&self, depth: usize) -> Official {
        let agency = match self.organ {
            0 => desk(0),
            1 => desk(depth),
            2 => unit(UNIT),
            3 => unit(super::ACCUSED),
            _ => bureau("620102"),
        };
        let roles = vec![self.role];
        let staff = Staff { id: self.person, agency: agency.id, roles, ..handler() };
        Official { staff, agency, acting: Vec::new(), program: None }
    }

    /// What they may do is possible, is their organ's to do, and is nothing to who keeps away or is accused.
    pub fn keeps_to_their_own(&self, petition: &Petition, depth: usize) -> Result<(), TestCaseError> {
        let me = self.official(depth);
        let rights = petition_rights(&me, petition, SeatRelation::None);
        let (from, house) = (petition.state.name(), me.agency.id);
        prop_assert!(!(petition.is_sealed() && petition.accuses(house) && rights.may_see()), "art. 30");
        for kind in rights.iter().filter_map(PetitionAction::transition) {
            prop_assert!(possible(from, kind), "{} from {} by {:?}", kind, from, self);
            prop_assert!(!petition.course.is_recused(self.person), "art. 28: {} by {:?}", kind, self);
            let theirs = !OF_UNIT.contains(&kind) || petition.state.unit() == Some(house);
            prop_assert!(theirs, "{} by {:?}", kind, self);
            // Of a report the discipline desks of its place decide.
            let ours = !OF_DESK.contains(&kind) || petition.is_sealed() || petition.desk == house;
            prop_assert!(ours, "{} by {:?}", kind, self);
        }
        Ok(())
    }
}

/// There is something to hold against: the unit's own people may accept.
#[test]
fn the_units_people_may_accept_what_was_routed_to_it() {
    let routed = super::standing(super::S::Routed);
    let me = Somebody { organ: 2, role: Role::UnitHead, person: HANDLER };
    let rights = petition_rights(&me.official(0), &routed, SeatRelation::None);
    assert!(rights.may(PetitionAction::Accept) && !rights.may(PetitionAction::Route));
}
