use super::*;

#[test]
fn the_bureau_plans_its_leaders_days_and_those_below_it() {
    let planners = [Role::CounterClerk, Role::Screener, Role::BureauHead, Role::Presider, Role::Clerk];
    for role in Role::ALL {
        let plans = planners.contains(role);
        let table = [
            (At::Registrar, "620103", plans),
            (At::Registrar, "6201", false),
            (At::Registrar, "620102", false),
            (At::Above, "620103", plans),
            (At::Unit, "620103", false),
        ];
        for (at, division, expected) in table {
            let may = may_plan_reception(&actor(*role, at), &division.parse().unwrap());
            assert_eq!(may, expected, "{role} {at:?} {division}");
        }
    }
}

#[test]
fn a_leader_or_the_head_of_the_bureau_gives_a_case_into_charge() {
    for role in Role::ALL {
        let leads = matches!(role, Role::Leader | Role::BureauHead);
        for (at, expected) in
            [(At::Registrar, leads), (At::Above, leads), (At::Beside, false), (At::Unit, false)]
        {
            let actor = actor(*role, at);
            let open = petition_in(Category::Appeal, PetitionState::Screening);
            assert_eq!(may_contract(&actor, &open), expected, "{role} {at:?}");
            let sealed = petition_in(Category::Report, PetitionState::Screening);
            assert!(!may_contract(&actor, &sealed), "{role} {at:?}: behind the wall");
            let over = petition_in(Category::Appeal, PetitionState::Withdrawn { at: NOW });
            assert!(!may_contract(&actor, &over), "{role} {at:?}: over");
            for (petition, ends) in [(&open, expected), (&over, expected), (&sealed, false)] {
                assert_eq!(may_end_contract(&actor, petition), ends, "{role} {at:?}");
            }
        }
    }
}

#[test]
fn the_screens_of_a_room_are_looked_after_at_its_house_and_by_who_administers_its_place() {
    let here = [Role::CounterClerk, Role::Clerk, Role::Officer, Role::BureauHead];
    for role in Role::ALL {
        let (keeps, administers) = (here.contains(role), *role == Role::SystemAdmin);
        for (at, expected) in [
            (At::Registrar, keeps || administers),
            (At::Above, administers),
            (At::Beside, false),
            (At::Unit, administers),
        ] {
            let may = keeps_screens(&actor(*role, at), &agency(At::Registrar));
            assert_eq!(may, expected, "{role} {at:?}");
        }
    }
}
