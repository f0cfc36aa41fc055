use super::*;
use crate::domain::{
    channels::{Scope, machine_roles},
    jurisdiction::AgencyKind,
    petition::{Calendar, Clock, ClockKind, Finding, Review, TransitionKind, Unsealing, possible},
};

/// See; screen (g), reclassify (L), join (j), divert (i), give back what was diverted (y), route (r), hand Down (D),
/// Give back what was handed down (G), not accept (n), no longer accept (N); object (o), refuse
/// the objection (b), Reroute, Take it back, rule Competence; accept (a), name a handler (h), recuse (k), extend (e); draft
/// (d), approve (p), return (u), deliver (v), record receipt (t); ask for review (1), start (2) and decide it
/// (3), ask for re-review (4), start it (5), pause (6), resume (7) and decide it (8); close (c), terminate
/// (9), withdraw (w), reopen (x), undo an end (U), archive (z), name the Accused, say that it was sealed in Error, take down the Wall, reFuse that; request (q) and hold a meeting (m), add a file (f), renew the Query code,
/// Issue a document, correct the record (K).
const LETTERS: &str = "SgLjiyrDGnNobRTCahkedpuvt12345678c9wxUzAEWFqmfQIK";

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
        (Role::Screener, ["SgLjirDnNbRTt14wqmfIK", "St2567qmI", "", "SI", "", "SI"]),
        (Role::BureauHead, ["SgLjirDnNbRTkut14cwxUqmfQIK", "SyCkt235678c9xUqmI", "", "Snoahkedpuvt67cI", "", "SI"]),
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
        (Role::DisciplineDesk, ["SgLjirDnNbRTkut14cwxUzAEmfQIK", "SgLjiyrDnNbRTkut14cwxUzAEmfQIK", "", "", "", "", ""]),
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
        (Role::Screener, ["SgLjirDGnNbRTt14wqmfIK", "St124567wqmfIK", "", "SI", ""]),
        (Role::BureauHead, ["SgLjirDGnNbRTkut14cwxUqmfQIK", "SyCkt12345678c9wxUqmfQIK", "", "Snoahkedpuvt67cI", ""]),
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
        let me =
            Official { staff: Staff { roles, ..me.staff }, program: Some(Program { reads: true }), ..me };
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

/// Art. 35, 36: its paper is still to be written when the matter is with the unit again, or has ended.
#[test]
fn who_reviewed_it_sees_it_whoever_has_it_by_now_and_behind_no_wall() {
    let review =
        || Some(Review { organ: agency(At::Elsewhere).id, finding: Finding::Revoked, text: String::new() });
    let courses = [
        Course { review: review(), ..Course::default() },
        Course { rereview: review(), ..Course::default() },
    ];
    for (state, course) in
        states().into_iter().flat_map(|state| courses.clone().map(|one| (state.clone(), one)))
    {
        for (role, at, open) in [
            (Role::UnitHead, At::Elsewhere, "SI"),
            (Role::Leader, At::Elsewhere, "S"),
            (Role::Archivist, At::Elsewhere, ""),
            (Role::UnitHead, At::Accused, ""),
        ] {
            for (category, expected) in [(Category::Appeal, open), (Category::Report, "")] {
                let petition = Petition { course: course.clone(), ..petition_in(category, state.clone()) };
                let rights = petition_rights(&actor(role, at), &petition, SeatRelation::None);
                let may = letters(PetitionAction::ALL, LETTERS, |action| rights.may(action));
                assert_eq!(may, expected, "{role} {at:?} {category} {}", petition.state.name());
            }
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
    let may = |me: &Official, report: &Petition| {
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
        let joined = matches!(petition.state, PetitionState::Merged { .. });
        assert_eq!(offered.contains(&PetitionAction::AddAttachment), open || joined);
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
