//! Who may not be at the table: whom a report accuses (art. 30), and who is recused (art. 28).

use super::*;

#[test]
fn a_report_never_meets_the_agency_it_accuses() {
    use FaultCode as F;
    let report = |accused: u128| {
        move |new: &mut NewHearing, world: &mut World| {
            world.petition.category = Category::Report;
            world.petition.accused = Some(Accused::agency(AgencyId(id(accused))));
            new.seats.push(seat(R::AgencyRep, official(12, None)));
        }
    };
    check(report(UNIT), &[("seats.2", F::Accused), ("seats.5", F::Accused)]);
    check(report(CITY), &[("host", F::Accused), ("seats.0", F::Accused), ("seats.1", F::Accused)]);
    check(report(77), &[]);
    // Not in its room, and not under the name of a company either.
    check(
        |new, world| {
            report(UNIT)(new, world);
            new.seats.truncate(2);
            new.seats[0].occupant = official(10, Some(21));
            new.seats.push(seat(R::CompanyRep, external("七里河区住建局")));
            new.seats.push(seat(R::AgencyRep, room(20)));
            new.seats.push(seat(R::Petitioner, person(100)));
        },
        &[("seats.0", F::Accused), ("seats.2", F::Accused)],
    );
    // In an appeal the agency complained about must come.
    check(|_, world| world.petition.accused = Some(Accused::agency(AgencyId(id(UNIT)))), &[]);
    // Nor anybody before it is known whom it accuses, and not the accused themselves at another organ.
    check(|_, world| world.petition.category = Category::Report, &[("petition", F::AccusedUnnamed)]);
    check(
        |_, world| {
            world.petition.category = Category::Report;
            world.petition.accused = Some(Accused::new([], [StaffId(id(11))]));
        },
        &[("seats.1", F::Accused)],
    );
}

/// Art. 28; docs/rules.md 3.5, 3.
#[test]
fn who_is_recused_from_the_petition_does_not_preside() {
    let recuse = |staff: u128| {
        move |_: &mut NewHearing, world: &mut World| {
            world.petition.course.recused.push(StaffId(id(staff)));
        }
    };
    check(recuse(10), &[("seats.0", FaultCode::Recused)]);
    check(recuse(11), &[]);
}

/// Art. 30, where the table was laid before it was known to be a report, or whom it accuses.
#[test]
fn a_table_that_is_laid_may_not_become_one_where_a_report_meets_whom_it_accuses() {
    let mut world = world();
    let laid = scheduled(1, &wish(), &world).0;
    world.hearings.push(laid.clone());
    let meets = |world: &World| book(world).meets_accused().is_some();
    world.petition.accused = Some(Accused::agency(AgencyId(id(UNIT))));
    assert!(!meets(&world), "in an appeal the agency complained about must come");
    world.petition.category = Category::Report;
    assert!(meets(&world), "its room is at the table");
    world.petition.accused = None;
    assert!(meets(&world), "nobody has said whom it accuses");
    world.petition.accused = Some(Accused::new([], []));
    assert!(!meets(&world), "nobody of the house");
    world.petition.accused = Some(Accused::new([], [StaffId(id(11))]));
    assert!(meets(&world), "the clerk");
    world.petition.accused = Some(Accused::agency(AgencyId(id(UNIT))));
    for (stage, still) in [
        (Stage::CheckIn { since: NOW }, true),
        (Stage::Postponed { at: NOW, reason: String::new() }, true),
        (Stage::Cancelled { at: NOW, reason: String::new() }, false),
        (Stage::Closed { at: NOW }, false),
    ] {
        world.hearings[0] = Hearing { stage, ..laid.clone() };
        assert_eq!(meets(&world), still);
    }
}
