use super::*;

/// Of each field, by [`Near::ALL`]: full, masked, hidden.
const CELLS: &[(Dealing, PetitionField, &str)] = &[
    // registrar, unit, reviewer, table, above, guest
    (Dealing::Works, PetitionField::Name, "FFFFFF"),
    (Dealing::Works, PetitionField::Phone, "FFFFMH"),
    (Dealing::Works, PetitionField::IdNumber, "MMMMHH"),
    (Dealing::Works, PetitionField::Address, "FFFFHH"),
    (Dealing::Works, PetitionField::Notes, "FFFFFH"),
    (Dealing::Watches, PetitionField::Name, "FFFFFF"),
    (Dealing::Watches, PetitionField::Phone, "MMMMMH"),
    (Dealing::Watches, PetitionField::IdNumber, "HHHHHH"),
    (Dealing::Watches, PetitionField::Address, "HHHHHH"),
    (Dealing::Watches, PetitionField::Notes, "FFFFFH"),
    (Dealing::Keeps, PetitionField::Name, "MMMMMM"),
    (Dealing::Keeps, PetitionField::Phone, "HHHHHH"),
    (Dealing::Keeps, PetitionField::IdNumber, "HHHHHH"),
    (Dealing::Keeps, PetitionField::Address, "HHHHHH"),
    (Dealing::Keeps, PetitionField::Notes, "HHHHHH"),
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

/// Art. 30: the bureau whose counter took in a report is no registrar of it; its discipline desk is.
#[test]
fn of_a_report_the_discipline_desk_stands_for_the_registrar() {
    let report = petition_in(Category::Report, PetitionState::Registered);
    let desk = field_rights(&actor(Role::DisciplineDesk, At::Registrar), &report, SeatRelation::None);
    assert_eq!(desk, FieldRights { near: Near::Registrar, dealing: Dealing::Works });
    let clerk = field_rights(&actor(Role::Clerk, At::Registrar), &report, SeatRelation::Own);
    assert_eq!(clerk.near, Near::Table);
}
