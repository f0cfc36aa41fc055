use super::*;
use crate::domain::{ids::PersonId, people::Phone};

/// Of each field, by [`Near::ALL`]: full, masked, hidden.
const CELLS: &[(Dealing, PetitionField, &str)] = &[
    // registrar, unit, reviewer, table, above, guest
    (Dealing::Works, PetitionField::Name, "FFFFFF"),
    (Dealing::Works, PetitionField::Phone, "FFFFMH"),
    (Dealing::Works, PetitionField::IdNumber, "MMMMHH"),
    (Dealing::Works, PetitionField::Address, "FFFFHH"),
    (Dealing::Works, PetitionField::Notes, "FFFFFH"),
    (Dealing::Works, PetitionField::Papers, "FFFFFH"),
    (Dealing::Watches, PetitionField::Name, "FFFFFF"),
    (Dealing::Watches, PetitionField::Phone, "MMMMMH"),
    (Dealing::Watches, PetitionField::IdNumber, "HHHHHH"),
    (Dealing::Watches, PetitionField::Address, "HHHHHH"),
    (Dealing::Watches, PetitionField::Notes, "FFFFFH"),
    (Dealing::Watches, PetitionField::Papers, "FFFFFH"),
    (Dealing::Serves, PetitionField::Name, "MMMFMM"),
    (Dealing::Serves, PetitionField::Phone, "HHHHHH"),
    (Dealing::Serves, PetitionField::IdNumber, "HHHHHH"),
    (Dealing::Serves, PetitionField::Address, "HHHHHH"),
    (Dealing::Serves, PetitionField::Notes, "HHHHHH"),
    (Dealing::Serves, PetitionField::Papers, "HHHHHH"),
    (Dealing::Keeps, PetitionField::Name, "MMMMMM"),
    (Dealing::Keeps, PetitionField::Phone, "HHHHHH"),
    (Dealing::Keeps, PetitionField::IdNumber, "HHHHHH"),
    (Dealing::Keeps, PetitionField::Address, "HHHHHH"),
    (Dealing::Keeps, PetitionField::Notes, "HHHHHH"),
    (Dealing::Keeps, PetitionField::Papers, "HHHHHH"),
];

#[test]
fn every_field_has_a_verdict_for_everyone_who_sees_it() {
    assert_eq!(CELLS.len(), Dealing::ALL.len() * PetitionField::ALL.len());
    for (dealing, field, expected) in CELLS {
        let shown = |near: &Near| match (FieldRights { near: *near, dealing: *dealing }).shown(*field) {
            Shown::Full => 'F',
            Shown::Masked => 'M',
            Shown::Hidden => 'H',
        };
        let row: String = Near::ALL.iter().map(shown).collect();
        assert_eq!(row, *expected, "{dealing} {field}");
    }
}

#[test]
fn what_an_organ_is_to_a_petition_decides_before_how_near_it_sits() {
    let (unit, organ, since) = (agency(At::Unit).id, agency(At::Above).id, NOW);
    let routed = PetitionState::Routed { how: Routing::Transfer, unit, since };
    let reviewing = PetitionState::Reviewing { unit, organ, since };
    let none = SeatRelation::None;
    for (role, at, state, seat, near, dealing) in [
        (Role::CounterClerk, At::Registrar, &routed, none, Near::Registrar, Dealing::Works),
        (Role::Leader, At::Registrar, &routed, SeatRelation::Own, Near::Registrar, Dealing::Watches),
        (Role::Handler, At::Unit, &routed, SeatRelation::Agency, Near::Unit, Dealing::Works),
        (Role::Screener, At::Above, &reviewing, none, Near::Reviewer, Dealing::Works),
        (Role::Screener, At::Above, &routed, none, Near::Above, Dealing::Works),
        (Role::Presider, At::Elsewhere, &routed, SeatRelation::Own, Near::Table, Dealing::Works),
        (Role::Handler, At::Elsewhere, &routed, SeatRelation::Agency, Near::Guest, Dealing::Works),
        (Role::Supervisor, At::Above, &routed, none, Near::Above, Dealing::Watches),
        (Role::Archivist, At::Unit, &routed, none, Near::Unit, Dealing::Keeps),
    ] {
        let petition = petition_in(Category::Appeal, state.clone());
        let found = field_rights(&actor(role, at), &petition, seat);
        assert_eq!(found, FieldRights { near, dealing }, "{role} {at:?}");
    }
}

/// Whatever post it stands in, it calls on nobody.
#[test]
fn a_program_is_shown_what_who_watches_is() {
    let petition = petition_in(Category::Appeal, states()[3].clone());
    for (role, at) in
        [(Role::CounterClerk, At::Registrar), (Role::Handler, At::Unit), (Role::Supervisor, At::Unit)]
    {
        let program = Official { program: Some(Program { reads: true }), ..actor(role, at) };
        let rights = field_rights(&program, &petition, SeatRelation::None);
        assert_eq!(rights.dealing, Dealing::Watches, "{role}");
    }
}

/// Art. 30: the bureau whose counter took in a report is no registrar of it; its discipline desk is.
#[test]
fn of_a_report_the_discipline_desk_stands_for_the_registrar() {
    let report = petition_in(Category::Report, PetitionState::Registered);
    let desk = field_rights(&actor(Role::DisciplineDesk, At::Registrar), &report, SeatRelation::None);
    assert_eq!(desk, FieldRights { near: Near::Registrar, dealing: Dealing::Works });
    let clerk = field_rights(&actor(Role::Clerk, At::Registrar), &report, SeatRelation::Own);
    assert_eq!(clerk.near, Near::Table);
}

/// The bureau that registered it holds the hearing; another of the city's is above.
#[test]
fn at_a_hearing_whoever_sits_there_or_looks_after_it_for_its_house_is_told_the_names() {
    let petition = petition_in(Category::Appeal, PetitionState::Registered);
    let held = Hearing { host: agency(At::Registrar).id, ..hearing_with(None) };
    for (role, at, seat, name) in [
        (Role::Clerk, At::Registrar, SeatRelation::Own, Shown::Full),
        (Role::Officer, At::Registrar, SeatRelation::None, Shown::Full),
        (Role::Officer, At::Above, SeatRelation::None, Shown::Masked),
        (Role::Officer, At::Elsewhere, SeatRelation::Agency, Shown::Masked),
        (Role::Archivist, At::Registrar, SeatRelation::None, Shown::Masked),
        (Role::Archivist, At::Registrar, SeatRelation::Own, Shown::Full),
        (Role::Leader, At::Above, SeatRelation::None, Shown::Full),
        (Role::Handler, At::Elsewhere, SeatRelation::Agency, Shown::Full),
    ] {
        let found = hearing_field_rights(&actor(role, at), &held, &petition, seat);
        assert_eq!(found.shown(PetitionField::Name), name, "{role} {at:?} {seat:?}");
    }
}

#[test]
fn of_a_table_those_who_act_for_an_organ_keep_their_names() {
    let petition = petition_in(Category::Appeal, PetitionState::Registered);
    let mut held = Hearing { host: agency(At::Registrar).id, ..hearing_with(None) };
    let (somebody, staff) = (PersonId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
    let external = |name: &str, phone: Option<&str>| Occupant::External {
        organisation: "某律所".into(),
        name: name.into(),
        phone: phone.map(|phone| Phone::new(phone.into())),
    };
    held.seats = [
        (Occupant::Party { person: somebody }, "马秀英"),
        (Occupant::Official { staff, room: None }, "张某"),
        (external("赵经理", Some("13900000004")), "赵经理"),
    ]
    .map(|(occupant, name)| Seat { occupant, name: name.into(), ..seat_of(R::Observer) })
    .to_vec();
    let archivist =
        hearing_field_rights(&actor(Role::Archivist, At::Registrar), &held, &petition, SeatRelation::None);
    let shown = archivist.hearing(held.clone());
    assert_eq!(
        shown.seats.iter().map(|seat| seat.name.as_str()).collect::<Vec<_>>(),
        ["马**", "张某", "赵**"]
    );
    assert_eq!(shown.seats[2].occupant, external("赵**", None));
    let leader =
        hearing_field_rights(&actor(Role::Leader, At::Registrar), &held, &petition, SeatRelation::None);
    let shown = leader.hearing(held).seats[2].occupant.clone();
    assert_eq!(shown, external("赵经理", Some("*******0004")));
}

/// Minutes say who was there.
#[test]
fn whoever_reads_minutes_is_told_the_names() {
    let petition = petition_in(Category::Appeal, PetitionState::Registered);
    let at = [At::Registrar, At::Above, At::Beside, At::Unit, At::Elsewhere];
    for (role, at) in Role::ALL.iter().flat_map(|role| at.map(|at| (*role, at))) {
        for seat in [SeatRelation::None, SeatRelation::Agency, SeatRelation::Own] {
            let held = Hearing { stage: Stage::Closed { at: NOW }, ..hearing_with(None) };
            let (me, a_name) = (actor(role, at), PetitionField::Name);
            if hearing_rights(&me, &held, &petition, seat).may(HearingAction::ReadMinutes) {
                let found = hearing_field_rights(&me, &held, &petition, seat);
                assert_eq!(found.shown(a_name), Shown::Full, "{role} {at:?} {seat:?}");
            }
        }
    }
}

/// A hit says what the mask hides; a bureau above is shown the end of a phone, and its clerks are counted.
#[test]
fn nobody_is_found_by_what_is_shown_masked() {
    let program = |role| Official { program: Some(Program { reads: true }), ..actor(role, At::Registrar) };
    for (who, by) in [
        (actor(Role::CounterClerk, At::Registrar), FoundBy::People),
        (actor(Role::Handler, At::Unit), FoundBy::People),
        (actor(Role::BureauHead, At::Above), FoundBy::People),
        (actor(Role::Leader, At::Above), FoundBy::Names),
        (actor(Role::Supervisor, At::Registrar), FoundBy::Names),
        (actor(Role::Archivist, At::Registrar), FoundBy::Words),
        (actor(Role::SystemAdmin, At::Registrar), FoundBy::Words),
        (program(Role::Screener), FoundBy::Words),
        (program(Role::Supervisor), FoundBy::Words),
    ] {
        assert_eq!((found_by(&who), desk(&who).finds), (by, by), "{:?}", who.staff.roles);
    }
}
