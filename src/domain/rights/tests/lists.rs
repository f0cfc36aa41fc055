//! What lists show, and which doors a post has.

use super::*;
use crate::domain::petition::StateName;

#[test]
fn lists_show_a_bureau_its_subtree_and_others_their_own() {
    let bureau = |at: At| ListScope::Bureau { agency: agency(at).id, division: agency(at).division };
    for (role, at, expected) in [
        (Role::Screener, At::Registrar, bureau(At::Registrar)),
        (Role::Leader, At::Above, bureau(At::Above)),
        (Role::Handler, At::Unit, ListScope::Agency(agency(At::Unit).id)),
        (Role::DisciplineDesk, At::Above, ListScope::Sealed(agency(At::Above).division)),
        (Role::DisciplineDesk, At::Unit, ListScope::Nothing),
        (Role::Archivist, At::Registrar, bureau(At::Registrar)),
        (Role::Officer, At::Above, ListScope::Nothing),
        (Role::Auditor, At::Above, ListScope::Nothing),
        (Role::SystemAdmin, At::Above, ListScope::Nothing),
    ] {
        assert_eq!(list_scope(&actor(role, at)), expected, "{role} {at:?}");
    }
}

#[test]
fn the_desk_has_the_doors_of_the_post() {
    let desk_of = |role, at| {
        let Desk { lists, register, schedule, sealed, statistics, .. } = desk(&actor(role, at));
        [lists, register, schedule, sealed, statistics]
    };
    assert_eq!(desk_of(Role::CounterClerk, At::Registrar), [true, true, true, false, true]);
    assert_eq!(desk_of(Role::Presider, At::Above), [true, false, true, false, true]);
    assert_eq!(desk_of(Role::Leader, At::Above), [true, false, false, false, true]);
    assert_eq!(desk_of(Role::CounterClerk, At::Unit), [true, false, false, false, false]);
    assert_eq!(desk_of(Role::DisciplineDesk, At::Above), [true, false, false, true, false]);
    assert_eq!(desk_of(Role::SystemAdmin, At::Above), [false; 5]);
}

#[test]
fn numbers_are_for_bureaus_and_for_those_who_coordinate() {
    let centre = |role| {
        let agency = Agency { kind: AgencyKind::Centre, ..agency(At::Above) };
        Official { agency, ..actor(role, At::Above) }
    };
    for (who, sees) in [
        (actor(Role::Screener, At::Registrar), true),
        (actor(Role::Supervisor, At::Above), true),
        (actor(Role::Auditor, At::Above), false),
        (actor(Role::SecurityAdmin, At::Above), false),
        (actor(Role::DisciplineDesk, At::Above), false),
        (actor(Role::UnitHead, At::Unit), false),
        (actor(Role::Leader, At::Unit), false),
        (centre(Role::Leader), true),
        (centre(Role::Clerk), false),
    ] {
        let scope = statistics_scope(&who);
        assert_eq!(scope.is_some(), sees, "{:?} of {:?}", who.staff.roles, who.agency.kind);
        assert!(scope.is_none_or(|scope| scope == who.agency.division));
    }
}

#[test]
fn the_head_of_an_organ_says_how_its_documents_look() {
    for role in Role::ALL {
        for at in [At::Registrar, At::Unit] {
            let is_head = matches!(role, Role::BureauHead | Role::UnitHead);
            assert_eq!(desk(&actor(*role, at)).templates, is_head, "{role}");
        }
    }
}

#[test]
fn interfaces_are_looked_after_by_the_administrator_of_the_division() {
    let admin = actor(Role::SystemAdmin, At::Registrar);
    assert!(desk(&admin).interfaces && keeps_programs_of(&admin, &agency(At::Registrar)));
    assert!(!keeps_programs_of(&admin, &agency(At::Above)));
    assert!(!desk(&actor(Role::BureauHead, At::Registrar)).interfaces);
}

/// Art. 24: what disputes competence, and only that.
#[test]
fn the_joint_conference_sees_what_it_is_to_rule_on() {
    let mut me = actor(Role::Leader, At::Elsewhere);
    me.agency.kind = AgencyKind::JointConference;
    for state in states() {
        let rights = petition_rights(&me, &petition_in(Category::Appeal, state.clone()), SeatRelation::None);
        let disputed = state.name() == StateName::Objected;
        assert_eq!(rights.may_see(), disputed, "{}", state.name());
        assert_eq!(rights.may(PetitionAction::RuleCompetence), disputed, "{}", state.name());
    }
}

/// What a list's statement selects (`storage::shared::ranges`), of one petition that nobody has a seat for.
fn shows(scope: &ListScope, petition: &Petition) -> bool {
    let works = |agency: &AgencyId| {
        let state = &petition.state;
        [state.unit(), state.reviewer(), state.organ()].contains(&Some(*agency))
    };
    let disputed = |agency: &AgencyId, division: &DivisionCode| {
        let other = petition.desk != *agency && petition.state.name() == StateName::Objected;
        other && division.contains(&petition.place)
    };
    match scope {
        ListScope::Nothing | ListScope::Sealed(_) => false,
        ListScope::Division(division) => division.contains(&petition.place),
        ListScope::Bureau { agency, division } => {
            division.contains(&petition.place) || petition.registered_by == *agency || works(agency)
        }
        ListScope::Agency(agency) => works(agency),
        ListScope::Conference { agency, division } => works(agency) || disputed(agency, division),
        ListScope::Disputed { agency, division } => disputed(agency, division),
    }
}

#[test]
fn a_place_of_a_list_shows_no_more_than_the_list() {
    let places = ["620103002", "620103", "620102"].map(|code| code.parse::<DivisionCode>().unwrap());
    for (role, at) in
        [(Role::Screener, At::Registrar), (Role::BureauHead, At::Above), (Role::Handler, At::Unit)]
    {
        let me = actor(role, at);
        let within = |place: &&DivisionCode| me.agency.division.contains(place);
        for (place, scope) in places
            .iter()
            .filter(within)
            .flat_map(|place| [list_scope(&me), ruling_scope(&me)].map(|scope| (place, scope)))
        {
            for (state, lies) in
                states().into_iter().flat_map(|state| places.clone().map(|lies| (state.clone(), lies)))
            {
                let petition = Petition { place: lies, ..petition_in(Category::Appeal, state) };
                let shown = shows(&scope.clone().within(place), &petition);
                assert!(!shown || shows(&scope, &petition), "{role} {at:?}, {place} of {scope:?}");
            }
        }
    }
    let sealed = list_scope(&actor(Role::DisciplineDesk, At::Above));
    assert_eq!(sealed.within(&places[0]), ListScope::Sealed(places[0].clone()));
}

/// Also what was registered for a place elsewhere, and what a bureau beyond its division or a conference has to do with.
#[test]
fn whoever_may_act_on_a_petition_finds_it_in_their_list() {
    let mut conference = agency(At::Elsewhere);
    conference.kind = AgencyKind::JointConference;
    let places = ["620103002", "620102", "6202"];
    for agency in [At::Registrar, At::Above, At::Beside, At::Unit].map(agency).into_iter().chain([conference])
    {
        for (role, place) in Role::ALL.iter().flat_map(|role| places.map(|place| (*role, place))) {
            for state in states() {
                let mut me = actor(role, At::Registrar);
                (me.staff.agency, me.agency) = (agency.id, agency.clone());
                let mut petition = petition_in(Category::Appeal, state);
                petition.place = place.parse().unwrap();
                let rights = petition_rights(&me, &petition, SeatRelation::None);
                let acts = rights.iter().any(|action| action != PetitionAction::See);
                let listed = shows(&list_scope(&me), &petition);
                assert!(!acts || listed, "{role} of {:?}, {place}, {}", agency.kind, petition.state.name());
                let rules = rights.may(PetitionAction::RuleCompetence);
                assert_eq!(
                    shows(&ruling_scope(&me), &petition),
                    rules,
                    "{role} of {:?}, {place}",
                    agency.kind
                );
            }
        }
    }
}

#[test]
fn the_joint_conference_still_reads_what_was_ruled_on_and_rules_no_more() {
    let mut me = actor(Role::Leader, At::Elsewhere);
    me.agency.kind = AgencyKind::JointConference;
    for state in states().into_iter().filter(|state| state.name() != StateName::Objected) {
        let mut petition = petition_in(Category::Appeal, state);
        petition.course.ruled = true;
        let rights = petition_rights(&me, &petition, SeatRelation::None);
        assert!(rights.may_see() && !rights.may(PetitionAction::RuleCompetence));
        petition.category = Category::Report;
        assert!(!petition_rights(&me, &petition, SeatRelation::None).may_see());
    }
}

#[test]
fn disputes_are_listed_for_those_who_rule_on_them() {
    let conference = |role| {
        let mut me = actor(role, At::Elsewhere);
        me.agency.kind = AgencyKind::JointConference;
        me
    };
    let whole = |me: &Official| (me.agency.id, me.agency.division.clone());
    for (me, rules, lists) in [
        (conference(Role::Leader), true, true),
        (conference(Role::UnitHead), true, true),
        (conference(Role::Clerk), false, false),
        (actor(Role::BureauHead, At::Above), true, false),
        (actor(Role::Screener, At::Above), false, false),
        (actor(Role::UnitHead, At::Unit), false, false),
    ] {
        let (agency, division) = whole(&me);
        let disputed = ListScope::Disputed { agency, division: division.clone() };
        assert_eq!(ruling_scope(&me) == disputed, rules, "{:?} of {:?}", me.staff.roles, me.agency.kind);
        assert_eq!(desk(&me).rulings, rules);
        assert_eq!(list_scope(&me) == ListScope::Conference { agency, division }, lists);
    }
}

#[test]
fn an_archivist_lists_what_has_ended() {
    let states = list_states(&actor(Role::Archivist, At::Registrar)).unwrap();
    let ended: Vec<_> = StateName::ALL.iter().copied().filter(|state| !state.is_open()).collect();
    assert_eq!(states, ended);
    assert_eq!(list_states(&actor(Role::Screener, At::Registrar)), None);
}
