use super::*;

#[test]
fn each_part_of_administration_is_in_one_hand() {
    // Calendar, Divisions, Agencies, Staff, Grants, Log.
    let letters = "CDASGL";
    for role in Role::ALL {
        let expected = match role {
            Role::SystemAdmin => "CDAS",
            Role::SecurityAdmin => "G",
            Role::Auditor => "L",
            _ => "",
        };
        let actor = actor(*role, At::Registrar);
        let found = super::letters(AdminAction::ALL, letters, |action| administers(&actor).contains(&action));
        assert_eq!(found, expected, "{role}");
    }
}

#[test]
fn nobody_administers_beyond_their_division_or_when_disabled() {
    let mut admin = actor(Role::SystemAdmin, At::Registrar);
    for (division, may) in [("620103", true), ("620103002", true), ("620102", false), ("6201", false)] {
        let found = may_administer(&admin, AdminAction::ManageStaff, &division.parse().unwrap());
        assert_eq!(found, may, "{division}");
    }
    admin.staff.disabled = true;
    assert_eq!(administers(&admin), []);
}

#[test]
fn the_calendar_of_the_house_is_loaded_by_who_has_no_administrator_above() {
    let divisions = |codes: &[&str]| codes.iter().map(|code| code.parse().unwrap()).collect::<Vec<_>>();
    for (role, others, may) in [
        (Role::SystemAdmin, &["620104"][..], true),
        (Role::SystemAdmin, &["620103", "620103002", "620102", "6202"], true),
        (Role::SystemAdmin, &["6201"], false),
        (Role::SystemAdmin, &["620102", "62"], false),
        (Role::SecurityAdmin, &["620104"], false),
    ] {
        let actor = actor(role, At::Registrar);
        assert_eq!(may_load_calendar(&actor, &divisions(others)), may, "{role} {others:?}");
    }
}

#[test]
fn separated_roles_go_with_no_other_and_never_to_oneself() {
    let security = actor(Role::SecurityAdmin, At::Registrar);
    let mut other = security.staff.clone();
    other.id = StaffId(Uuid::from_u128(51));
    for (roles, granted) in [
        (vec![], Ok(())),
        (vec![Role::Clerk, Role::Presider], Ok(())),
        (vec![Role::SystemAdmin], Ok(())),
        (vec![Role::SystemAdmin, Role::SystemAdmin], Ok(())),
        (vec![Role::SystemAdmin, Role::Auditor], Err(NotGranted::Separated)),
        (vec![Role::Clerk, Role::SecurityAdmin], Err(NotGranted::Separated)),
    ] {
        assert_eq!(may_be_granted(&security, &other, &roles), granted, "{roles:?}");
    }
    assert_eq!(may_be_granted(&security, &security.staff, &[Role::Clerk]), Err(NotGranted::OwnRoles));
}
