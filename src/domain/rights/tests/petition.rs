use super::*;
use crate::domain::{
    channels::{Scope, machine_roles},
    jurisdiction::AgencyKind,
    petition::{Calendar, Clock, ClockKind, StateName, TransitionKind, Unsealing, possible},
};

/// See; screen (g), join (j), divert (i), give back what was diverted (y), route (r), hand Down (D),
/// Give back what was handed down (G), not accept (n), no longer accept (N); object (o), refuse
/// the objection (b), Reroute, rule Competence; accept (a), name a handler (h), recuse (k), extend (e); draft
/// (d), approve (p), return (u), deliver (v), record receipt (t); ask for review (1), start (2) and decide it
/// (3), ask for re-review (4), start it (5), pause (6), resume (7) and decide it (8); close (c), terminate
/// (9), withdraw (w), reopen (x), undo an end (U), archive (z), name the Accused, say that it was sealed in Error, take down the Wall, reFuse that; request (q) and hold a meeting (m), add a file (f), renew the Query code,
/// Issue a document, correct the record (K).
const LETTERS: &str = "SgjiyrDGnNobRCahkedpuvt12345678c9wxUzAEWFqmfQIK";

/// What may be done in at least one state; empty when it is not even seen.
fn cell(category: Category, role: Role, at: At, seat: SeatRelation) -> String {
    let all: Vec<_> = states()
        .into_iter()
        .map(|state| petition_rights(&actor(role, at), &petition_in(category, state), seat))
        .collect();
    letters(PetitionAction::ALL, LETTERS, |action| all.iter().any(|rights| rights.may(action)))
}

/// Columns: registrar, bureau above, bureau beside, unit, elsewhere, elsewhere with a seat of the agency.
#[test]
fn every_role_does_to_an_open_petition_what_its_place_allows() {
    #[rustfmt::skip]
    let table = [
        (Role::CounterClerk, ["Sgjt14wqmfQIK", "SqmI", "", "SI", "", "SI"]),
        (Role::Screener, ["SgjirDnNbRt14wqmfIK", "St2567qmI", "", "SI", "", "SI"]),
        (Role::BureauHead, ["SgjirDnNbRkut14cwxUqmfQIK", "SyCkt235678c9xUqmI", "", "Snoahkedpuvt67cI", "", "SI"]),
        (Role::Handler, ["SI", "Syt2567I", "", "SoadtqfI", "", "SI"]),
        (Role::UnitHead, ["SI", "SyCkt235678c9I", "", "Snoahkedpuvt67cqfI", "", "SI"]),
        (Role::Presider, ["Sqm", "Sqm", "", "S", "", "S"]),
        (Role::Clerk, ["Smf", "Sm", "", "S", "", "S"]),
        (Role::Leader, ["Sq", "SCq", "", "S", "", "S"]),
        (Role::Officer, ["", "", "", "", "", ""]),
        (Role::Supervisor, ["S", "S", "", "S", "", "S"]),
        (Role::DisciplineDesk, ["", "", "", "", "", ""]),
        (Role::Archivist, ["Sz", "S", "", "Sz", "", ""]),
        (Role::Auditor, ["", "", "", "", "", ""]),
        (Role::SecurityAdmin, ["", "", "", "", "", ""]),
        (Role::SystemAdmin, ["", "", "", "", "", ""]),
    ];
    assert_eq!(table.each_ref().map(|(role, _)| *role).as_slice(), Role::ALL);
    for (role, expected) in table {
        for category in [Category::Appeal, Category::Suggestion] {
            let cells = [
                cell(category, role, At::Registrar, SeatRelation::None),
                cell(category, role, At::Above, SeatRelation::None),
                cell(category, role, At::Beside, SeatRelation::None),
                cell(category, role, At::Unit, SeatRelation::None),
                cell(category, role, At::Elsewhere, SeatRelation::None),
                cell(category, role, At::Elsewhere, SeatRelation::Agency),
            ];
            assert_eq!(cells, expected, "{role} {category}");
        }
    }
}

/// Columns: registrar, bureau above, bureau beside, unit, elsewhere with a seat of the agency and with
/// an own seat, accused with an own seat.
#[test]
fn a_report_is_behind_the_wall() {
    #[rustfmt::skip]
    let table = [
        (Role::CounterClerk, ["", "", "", "", "", "SI", ""]),
        (Role::Screener, ["", "", "", "", "", "SI", ""]),
        (Role::BureauHead, ["", "", "", "", "", "SI", ""]),
        (Role::Handler, ["", "SyI", "", "SoadtfI", "", "SI", ""]),
        (Role::UnitHead, ["", "SyI", "", "Snoahkedpuvt67cfI", "", "SI", ""]),
        (Role::Presider, ["", "", "", "", "", "S", ""]),
        (Role::Clerk, ["", "", "", "", "", "S", ""]),
        (Role::Leader, ["", "", "", "", "", "S", ""]),
        (Role::Officer, ["", "", "", "", "", "", ""]),
        (Role::Supervisor, ["", "", "", "", "", "S", ""]),
        (Role::DisciplineDesk, ["SgjirDnNbRkut14cwxUzAEmfQIK", "SgjiyrDnNbRkut14cwxUzAEmfQIK", "", "", "", "", ""]),
        (Role::Archivist, ["", "", "", "", "", "", ""]),
        (Role::Auditor, ["", "", "", "", "", "", ""]),
        (Role::SecurityAdmin, ["", "", "", "", "", "", ""]),
        (Role::SystemAdmin, ["", "", "", "", "", "", ""]),
    ];
    assert_eq!(table.each_ref().map(|(role, _)| *role).as_slice(), Role::ALL);
    for (role, expected) in table {
        let cell = |at, seat| cell(Category::Report, role, at, seat);
        let cells = [
            cell(At::Registrar, SeatRelation::None),
            cell(At::Above, SeatRelation::None),
            cell(At::Beside, SeatRelation::None),
            cell(At::Unit, SeatRelation::None),
            cell(At::Elsewhere, SeatRelation::Agency),
            cell(At::Elsewhere, SeatRelation::Own),
            cell(At::Accused, SeatRelation::Own),
        ];
        assert_eq!(cells, expected, "{role}");
    }
}

/// The city's bureau registered it and handed it down to the district's, which may still give it back.
fn handed_down(petition: Petition) -> Petition {
    let clock = Clock::start(ClockKind::GiveBack, NOW, &Calendar::shipped()).unwrap();
    let mut clocks = petition.clocks;
    clocks.push(clock);
    Petition { registered_by: agency(At::Above).id, clocks, ..petition }
}

/// Columns: the bureau that has it, the one above that registered it, the bureau beside, unit, elsewhere.
#[test]
fn who_has_it_decides_and_who_registered_it_keeps_the_record_with_them() {
    #[rustfmt::skip]
    let table = [
        (Role::CounterClerk, ["Sgjt14wqmfQIK", "St14wqmfQIK", "", "SI", ""]),
        (Role::Screener, ["SgjirDGnNbRt14wqmfIK", "St124567wqmfIK", "", "SI", ""]),
        (Role::BureauHead, ["SgjirDGnNbRkut14cwxUqmfQIK", "SyCkt12345678c9wxUqmfQIK", "", "Snoahkedpuvt67cI", ""]),
        (Role::Handler, ["SI", "Syt2567I", "", "SoadtqfI", ""]),
        (Role::UnitHead, ["SI", "SyCkt235678c9I", "", "Snoahkedpuvt67cqfI", ""]),
        (Role::Presider, ["Sqm", "Sqm", "", "S", ""]),
        (Role::Clerk, ["Smf", "Smf", "", "S", ""]),
        (Role::Leader, ["Sq", "SCq", "", "S", ""]),
        (Role::Officer, ["", "", "", "", ""]),
        (Role::Supervisor, ["S", "S", "", "S", ""]),
        (Role::DisciplineDesk, ["", "", "", "", ""]),
        (Role::Archivist, ["Sz", "Sz", "", "Sz", ""]),
        (Role::Auditor, ["", "", "", "", ""]),
        (Role::SecurityAdmin, ["", "", "", "", ""]),
        (Role::SystemAdmin, ["", "", "", "", ""]),
    ];
    assert_eq!(table.each_ref().map(|(role, _)| *role).as_slice(), Role::ALL);
    for (role, expected) in table {
        let cells = [At::Registrar, At::Above, At::Beside, At::Unit, At::Elsewhere].map(|at| {
            let all: Vec<_> = states()
                .into_iter()
                .map(|state| handed_down(petition_in(Category::Appeal, state)))
                .map(|petition| petition_rights(&actor(role, at), &petition, SeatRelation::None))
                .collect();
            letters(PetitionAction::ALL, LETTERS, |action| all.iter().any(|rights| rights.may(action)))
        });
        assert_eq!(cells, expected, "{role}");
    }
}

/// Art. 30, 28: at each hop the wall stands, and who must keep away keeps away.
#[test]
fn the_wall_and_recusal_hold_at_the_bureau_it_was_handed_down_to() {
    for state in states() {
        let report = handed_down(petition_in(Category::Report, state.clone()));
        for role in Role::ALL.iter().filter(|role| **role != Role::DisciplineDesk) {
            for at in [At::Registrar, At::Beside] {
                assert!(!petition_rights(&actor(*role, at), &report, SeatRelation::None).may_see(), "{role}");
            }
        }
        let accused = Petition { accused: Some(Accused::agency(agency(At::Registrar).id)), ..report };
        let desk = actor(Role::DisciplineDesk, At::Registrar);
        assert!(!petition_rights(&desk, &accused, SeatRelation::None).may_see());
        let above = actor(Role::DisciplineDesk, At::Above);
        assert!(petition_rights(&above, &accused, SeatRelation::None).may_see(), "the desk above goes on");

        let mut appeal = handed_down(petition_in(Category::Appeal, state));
        appeal.course.recused.push(ME);
        for at in [At::Registrar, At::Above] {
            let rights = petition_rights(&actor(Role::BureauHead, at), &appeal, SeatRelation::None);
            assert!(rights.iter().all(|action| action == PetitionAction::See));
        }
    }
}

/// What [`machine_roles`] makes of a token that writes, by place as above; of a sealed report nothing anywhere.
#[test]
fn a_program_carries_over_what_its_house_did_and_decides_nothing() {
    let cell = |category, at, seat| {
        let agency = agency(at);
        let roles = machine_roles(agency.kind, &[Scope::PetitionsRead, Scope::PetitionsWrite]);
        let me = actor(roles[0], at);
        let me = Actor { staff: Staff { roles, ..me.staff }, program: true, ..me };
        let all: Vec<_> = states()
            .into_iter()
            .map(|state| petition_rights(&me, &petition_in(category, state), seat))
            .collect();
        letters(PetitionAction::ALL, LETTERS, |action| all.iter().any(|rights| rights.may(action)))
    };
    for (at, seat, open) in [
        (At::Registrar, SeatRelation::None, "SgrDtf"),
        (At::Above, SeatRelation::None, "St"),
        (At::Beside, SeatRelation::None, ""),
        (At::Unit, SeatRelation::None, "Soatf"),
        (At::Elsewhere, SeatRelation::None, ""),
        (At::Elsewhere, SeatRelation::Agency, "S"),
        (At::Elsewhere, SeatRelation::Own, "S"),
    ] {
        for (category, expected) in
            [(Category::Appeal, open), (Category::Suggestion, open), (Category::Report, "")]
        {
            assert_eq!(cell(category, at, seat), expected, "{at:?} {category} {seat:?}");
        }
    }
}

/// Art. 31: who gets it because another way is open for it sees it, and may say that it is not theirs.
#[test]
fn an_organ_sees_what_was_diverted_to_it() {
    let organ = agency(At::Elsewhere).id;
    let state = PetitionState::Diverted { way: LegalWay::Arbitration, organ, at: NOW };
    for (role, category, may_see) in [
        (Role::Handler, Category::Appeal, true),
        (Role::UnitHead, Category::Report, true),
        (Role::CounterClerk, Category::Report, false),
        (Role::Auditor, Category::Appeal, false),
    ] {
        let petition = petition_in(category, state.clone());
        let rights = petition_rights(&actor(role, At::Elsewhere), &petition, SeatRelation::None);
        let may_return = rights.may(PetitionAction::ReturnDiverted);
        assert_eq!((rights.may_see(), may_return), (may_see, may_see), "{role} {category}");
    }
    let fields = field_rights(
        &actor(Role::Handler, At::Elsewhere),
        &petition_in(Category::Appeal, state),
        SeatRelation::None,
    );
    assert_eq!(fields.near, Near::Unit);
}

#[test]
fn the_accused_discipline_organ_does_not_see_the_report_about_itself() {
    let mut me = actor(Role::DisciplineDesk, At::Above);
    me.agency.kind = AgencyKind::Discipline;
    let mut report = petition_in(Category::Report, PetitionState::Screening);
    assert!(petition_rights(&me, &report, SeatRelation::None).may_see());
    for accused in [Accused::agency(me.agency.id), Accused::new([], [me.staff.id])] {
        report.accused = Some(accused);
        assert_eq!(petition_rights(&me, &report, SeatRelation::Own), PetitionRights::default());
    }
}

/// Two people of the discipline desks take the wall down: not who proposed it, not whoever acts for them, and nobody else.
#[test]
fn a_report_is_unsealed_by_another_than_proposed_it() {
    use PetitionAction as A;
    let desk = |staff: u128| {
        let mut me = actor(Role::DisciplineDesk, At::Above);
        me.agency.kind = AgencyKind::Discipline;
        me.staff.id = StaffId(Uuid::from_u128(staff));
        me
    };
    let mut report = petition_in(Category::Report, PetitionState::Screening);
    let may = |me: &Actor, report: &Petition| {
        let rights = petition_rights(me, report, SeatRelation::None);
        [A::ProposeUnsealing, A::Unseal, A::RefuseUnsealing].map(|action| rights.may(action))
    };
    assert_eq!(may(&desk(1), &report), [true, false, false]);
    let (category, reason) = (Category::Appeal, "反映的是物业收费".to_owned());
    let by = StaffId(Uuid::from_u128(1));
    report.course.unsealing = Some(Unsealing { category, reason, by, since: NOW });
    assert_eq!(may(&desk(1), &report), [false, false, true]);
    assert_eq!(may(&desk(2), &report), [false, true, true]);
    for role in [Role::BureauHead, Role::Leader, Role::Handler, Role::SecurityAdmin] {
        assert_eq!(may(&actor(role, At::Above), &report), [false, false, false], "{role}");
    }
    let open = petition_in(Category::Appeal, PetitionState::Screening);
    assert_eq!(may(&desk(2), &open), [false, false, false]);
}

/// Who was moved to the unit since is still the one the report is about.
#[test]
fn the_accused_do_not_see_it_at_a_new_post_either() {
    for role in [Role::Handler, Role::UnitHead] {
        let me = actor(role, At::Unit);
        let mut report = petition_in(Category::Report, states()[5].clone());
        assert!(petition_rights(&me, &report, SeatRelation::None).may_see());
        report.accused = Some(Accused::new([agency(At::Accused).id], [me.staff.id]));
        assert_eq!(petition_rights(&me, &report, SeatRelation::Own), PetitionRights::default());
    }
}

#[test]
fn a_transition_is_offered_only_where_the_table_has_it() {
    for state in states() {
        let petition = handed_down(petition_in(Category::Appeal, state));
        let mut offered = Vec::new();
        for role in Role::ALL {
            for at in [At::Registrar, At::Unit, At::Above] {
                offered.extend(petition_rights(&actor(*role, at), &petition, SeatRelation::None).iter());
            }
        }
        for kind in TransitionKind::ALL {
            let of_reports = matches!(
                kind,
                TransitionKind::NameAccused
                    | TransitionKind::ProposeUnsealing
                    | TransitionKind::Unseal
                    | TransitionKind::RefuseUnsealing
            );
            let expected = possible(petition.state.name(), *kind) && !of_reports;
            assert_eq!(offered.contains(&(*kind).into()), expected, "{} {kind}", petition.state.name());
        }
        let open = petition.state.is_open();
        assert_eq!(offered.contains(&PetitionAction::ScheduleHearing), open);
        assert_eq!(offered.contains(&PetitionAction::AddAttachment), open);
        assert!(offered.contains(&PetitionAction::RenewQueryCode));
    }
}

#[test]
fn only_the_assigned_handler_drafts() {
    let rights = |handler| {
        let state = PetitionState::Handling { unit: agency(At::Unit).id, handler, since: NOW };
        let petition = petition_in(Category::Appeal, state);
        petition_rights(&actor(Role::Handler, At::Unit), &petition, SeatRelation::None)
    };
    assert!(rights(ME).may(PetitionAction::DraftReply));
    assert!(!rights(StaffId(Uuid::nil())).may(PetitionAction::DraftReply));
}

#[test]
fn nobody_is_given_the_query_code_of_an_unsigned_letter() {
    for signed in [true, false] {
        let mut petition = petition_in(Category::Appeal, PetitionState::Registered);
        petition.origin.signed = signed;
        let rights =
            petition_rights(&actor(Role::CounterClerk, At::Registrar), &petition, SeatRelation::None);
        assert_eq!(rights.may(PetitionAction::RenewQueryCode), signed);
    }
}

#[test]
fn a_disabled_account_sees_nothing() {
    for role in Role::ALL {
        for (at, category) in [(At::Registrar, Category::Appeal), (At::Unit, Category::Report)] {
            let mut me = actor(*role, at);
            me.staff.disabled = true;
            let petition = petition_in(category, states()[5].clone());
            assert!(!petition_rights(&me, &petition, SeatRelation::Own).may_see(), "{role}");
            assert_eq!(list_scope(&me), ListScope::Nothing, "{role}");
            assert_eq!(desk(&me), Desk::default(), "{role}");
        }
    }
}

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
        Actor { agency, ..actor(role, At::Above) }
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
    let whole = |me: &Actor| (me.agency.id, me.agency.division.clone());
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

/// Art. 28.
#[test]
fn who_is_recused_looks_on() {
    for state in states() {
        for at in [At::Registrar, At::Above, At::Unit] {
            let mut petition = petition_in(Category::Appeal, state.clone());
            petition.course.recused.push(ME);
            let rights = petition_rights(&actor(Role::BureauHead, at), &petition, SeatRelation::None);
            assert!(rights.iter().all(|action| action == PetitionAction::See), "{} {at:?}", state.name());
        }
    }
}

#[test]
fn an_archivist_lists_what_has_ended() {
    let states = list_states(&actor(Role::Archivist, At::Registrar)).unwrap();
    let ended: Vec<_> = StateName::ALL.iter().copied().filter(|state| !state.is_open()).collect();
    assert_eq!(states, ended);
    assert_eq!(list_states(&actor(Role::Screener, At::Registrar)), None);
}
