//! Who may have whom act in which posts, and what it opens.

use super::*;
use crate::domain::{
    ReasonNeeded,
    ids::DelegationId,
    people::{Delegation, EarlyEnd},
};

const HEAD: StaffId = StaffId(Uuid::from_u128(60));
const DAY: i64 = 24 * 60 * 60 * 1000;

fn head(at: At, roles: &[Role]) -> Staff {
    Staff { id: HEAD, roles: roles.to_vec(), ..actor(roles[0], at).staff }
}

fn delegation(roles: &[Role]) -> Delegation {
    Delegation {
        id: DelegationId(Uuid::nil()),
        principal: HEAD,
        deputy: ME,
        roles: roles.to_vec(),
        starts_at: NOW,
        ends_at: NOW.plus_millis(7 * DAY),
        reason: "外出学习一周".into(),
        made_at: NOW,
        ended: None,
    }
}

/// Me, a handler or whatever `own` is, acting for the unit's head.
fn deputy(own: Role, delegation: Delegation, principal: Staff) -> Official {
    let me = actor(own, At::Unit);
    Official { acting: acting(&me.staff, &[(delegation, principal)], NOW), ..me }
}

#[test]
fn a_deputy_has_the_posts_as_long_as_the_delegation_holds_and_the_principal_has_them() {
    let unit_head = || head(At::Unit, &[Role::UnitHead]);
    let given = || delegation(&[Role::UnitHead]);
    let ended = Some(EarlyEnd { at: NOW, by: HEAD });
    let rows: Vec<(&str, Role, Delegation, Staff, bool)> = vec![
        ("it holds", Role::Handler, given(), unit_head(), true),
        (
            "not begun",
            Role::Handler,
            Delegation { starts_at: NOW.plus_millis(1), ..given() },
            unit_head(),
            false,
        ),
        ("over", Role::Handler, Delegation { ends_at: NOW, ..given() }, unit_head(), false),
        ("ended", Role::Handler, Delegation { ended, ..given() }, unit_head(), false),
        ("no head any more", Role::Handler, given(), head(At::Unit, &[Role::Handler]), false),
        ("another post", Role::Handler, given(), head(At::Unit, &[Role::BureauHead]), false),
        ("shut out", Role::Handler, given(), Staff { disabled: true, ..unit_head() }, false),
        ("moved on", Role::Handler, given(), head(At::Elsewhere, &[Role::UnitHead]), false),
        ("somebody else's", Role::Handler, Delegation { deputy: HEAD, ..given() }, unit_head(), false),
        ("an administrator now", Role::SystemAdmin, given(), unit_head(), false),
        ("an auditor now", Role::Auditor, given(), unit_head(), false),
    ];
    let unit = agency(At::Unit).id;
    let petition = petition_in(Category::Appeal, PetitionState::Accepted { unit, since: NOW });
    for (case, own, given, principal, may) in rows {
        let me = deputy(own, given, principal);
        let rights = petition_rights(&me, &petition, SeatRelation::None);
        assert_eq!(rights.may(PetitionAction::AssignHandler), may, "{case}");
        let for_whom = me.acts_for(|me| {
            petition_rights(me, &petition, SeatRelation::None).may(PetitionAction::AssignHandler)
        });
        assert_eq!(for_whom, may.then_some(HEAD), "{case}");
    }
}

#[test]
fn in_their_own_posts_nobody_acts_for_another() {
    let unit = agency(At::Unit).id;
    let petition =
        petition_in(Category::Appeal, PetitionState::Routed { how: Routing::Transfer, unit, since: NOW });
    let me = deputy(Role::Handler, delegation(&[Role::UnitHead]), head(At::Unit, &[Role::UnitHead]));
    let accepts =
        |me: &Official| petition_rights(me, &petition, SeatRelation::None).may(PetitionAction::Accept);
    assert!(accepts(&me));
    assert_eq!(me.acts_for(accepts), None);
}

#[test]
fn administration_audit_and_the_discipline_desk_are_in_nobody_elses_hands() {
    let posts = [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor, Role::DisciplineDesk];
    for role in posts {
        let both = head(At::Registrar, &[Role::BureauHead, role]);
        let me = actor(Role::Clerk, At::Registrar);
        let held = acting(&me.staff, &[(delegation(&[role]), both.clone())], NOW);
        assert_eq!(held, [], "{role}");
        let principal =
            Official { staff: both, agency: agency(At::Registrar), acting: Vec::new(), program: None };
        assert_eq!(delegable(&principal), [Role::BureauHead], "{role}");
    }
}

#[test]
fn who_acts_for_somebody_recused_has_nothing_of_theirs() {
    let unit = agency(At::Unit).id;
    let mut petition = petition_in(Category::Appeal, PetitionState::Accepted { unit, since: NOW });
    let me = deputy(Role::Officer, delegation(&[Role::UnitHead]), head(At::Unit, &[Role::UnitHead]));
    assert!(petition_rights(&me, &petition, SeatRelation::None).may_see());
    petition.course.recused.push(HEAD);
    assert!(!petition_rights(&me, &petition, SeatRelation::None).may_see());
}

#[test]
fn a_head_hands_on_posts_of_their_own_to_a_colleague() {
    use NotDelegated as N;
    let me = Official {
        staff: head(At::Unit, &[Role::UnitHead, Role::Handler]),
        agency: agency(At::Unit),
        acting: Vec::new(),
        program: None,
    };
    let colleague = || actor(Role::Handler, At::Unit).staff;
    let given = || delegation(&[Role::UnitHead]);
    let other = Delegation { deputy: StaffId(Uuid::from_u128(61)), ..given() };
    let over = Delegation { ended: Some(EarlyEnd { at: NOW, by: HEAD }), ..other.clone() };
    let beside = delegation(&[Role::Handler]);
    let later = Delegation { starts_at: given().ends_at, ends_at: NOW.plus_millis(9 * DAY), ..other.clone() };
    type Row = (&'static str, Delegation, Staff, Vec<Delegation>, Result<(), N>);
    let rows: Vec<Row> = vec![
        ("well", given(), colleague(), vec![], Ok(())),
        (
            "90 days",
            Delegation { ends_at: NOW.plus_millis(90 * DAY), ..given() },
            colleague(),
            vec![],
            Ok(()),
        ),
        ("after an ended one", given(), colleague(), vec![over], Ok(())),
        ("beside another post", given(), colleague(), vec![beside], Ok(())),
        ("before a later one", given(), colleague(), vec![later], Ok(())),
        ("nothing", delegation(&[]), colleague(), vec![], Err(N::NotDelegable)),
        ("not theirs", delegation(&[Role::BureauHead]), colleague(), vec![], Err(N::NotDelegable)),
        ("themselves", given(), me.staff.clone(), vec![], Err(N::BadDeputy)),
        ("elsewhere", given(), actor(Role::Handler, At::Elsewhere).staff, vec![], Err(N::BadDeputy)),
        ("shut out", given(), Staff { disabled: true, ..colleague() }, vec![], Err(N::BadDeputy)),
        ("an auditor", given(), actor(Role::Auditor, At::Unit).staff, vec![], Err(N::BadDeputy)),
        ("past", Delegation { ends_at: NOW, ..given() }, colleague(), vec![], Err(N::BadTimes)),
        (
            "too long",
            Delegation { ends_at: NOW.plus_millis(91 * DAY), ..given() },
            colleague(),
            vec![],
            Err(N::BadTimes),
        ),
        (
            "no reason",
            Delegation { reason: "忙".into(), ..given() },
            colleague(),
            vec![],
            Err(ReasonNeeded.into()),
        ),
        ("in two hands", given(), colleague(), vec![other], Err(N::DelegatedAlready)),
    ];
    for (case, new, to, before, expected) in rows {
        assert_eq!(may_delegate(&me, &to, &new, &before), expected, "{case}");
    }
    let handler = actor(Role::Handler, At::Unit);
    assert_eq!(delegable(&handler), [], "no head");
    let deputy = deputy(Role::Handler, given(), head(At::Unit, &[Role::UnitHead]));
    assert_eq!(delegable(&deputy), [], "what one has in hands for others is not handed on");
}

#[test]
fn the_principal_and_the_security_administrator_of_the_place_end_it() {
    let place = "620103".parse().unwrap();
    let given = delegation(&[Role::UnitHead]);
    let principal = Official {
        staff: head(At::Unit, &[Role::UnitHead]),
        agency: agency(At::Unit),
        acting: Vec::new(),
        program: None,
    };
    for (who, may) in [
        (principal, true),
        (actor(Role::Handler, At::Unit), false),
        (actor(Role::SecurityAdmin, At::Registrar), true),
        (actor(Role::SecurityAdmin, At::Above), true),
        (actor(Role::SecurityAdmin, At::Beside), false),
        (actor(Role::SystemAdmin, At::Registrar), false),
        (actor(Role::BureauHead, At::Above), false),
    ] {
        assert_eq!(may_end_delegation(&who, &given, &place), may, "{who:?}");
    }
}

#[test]
fn about_a_hearing_a_deputy_sees_reads_and_publishes() {
    use HearingAction as A;
    let mut hearing = hearing_with(None);
    hearing.stage = Stage::OutcomeIssued { at: NOW };
    let petition = petition_in(Category::Appeal, PetitionState::Screening);
    let me = actor(Role::Officer, At::Above);
    let principal = head(At::Above, &[Role::BureauHead]);
    let held = acting(&me.staff, &[(delegation(&[Role::BureauHead]), principal)], NOW);
    let rights = hearing_rights(&Official { acting: held, ..me }, &hearing, &petition, SeatRelation::None);
    assert_eq!(rights.iter().collect::<Vec<_>>(), [A::See, A::Publish, A::ReadMinutes]);
}
