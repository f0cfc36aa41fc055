//! What is laid from a sound wish, and from the session it goes on with.

use super::*;
use crate::domain::jurisdiction::Level;

#[test]
fn a_scheduled_hearing_has_plates_levels_and_the_usual_agenda() {
    let (hearing, change) = scheduled(1, &wish(), &world());
    let plates: Vec<_> = hearing
        .seats
        .iter()
        .map(|seat| (seat.label.as_str(), seat.name.as_str(), seat.level, seat.mandatory))
        .collect();
    assert_eq!(
        plates,
        [
            ("兰州市信访局", "某10", Some(Level::City), true),
            ("兰州市信访局", "某11", Some(Level::City), true),
            ("七里河区住建局", "", Some(Level::County), false),
            ("信访人", "业主100", None, false),
            ("某物业服务公司", "赵某", None, false),
        ]
    );
    assert_eq!(hearing.agenda, default_agenda(HearingKind::JointReception));
    assert_eq!(hearing.stage, Stage::Scheduled);
    assert!(!format!("{change:?}").contains("业主"), "{change:?}");
    let occupants = || hearing.seats.iter().map(|seat| &seat.occupant);
    assert_eq!(rooms_of(occupants()), [RoomId(id(20)), RoomId(id(21))]);
    assert_eq!(officials_of(occupants()), [StaffId(id(10)), StaffId(id(11))]);
}

#[test]
fn the_next_session_goes_on_with_one_that_has_begun_once_and_from_where_it_stopped() {
    use FaultCode::{BadAgenda, CannotContinue};
    let mut world = world();
    let (mut earlier, _) = scheduled(1, &wish(), &world);
    let half = || vec![AgendaPhase::Response, AgendaPhase::ReadBack];
    let next = |of: u128| NewHearing { continues: Some(HearingId(id(of))), agenda: half(), ..wish() };
    let at = |field: &str, code| vec![(field.to_owned(), code)];
    world.hearings = vec![earlier.clone()];
    assert_eq!(found(&next(7), &world), at("continues", CannotContinue), "of another petition");
    assert_eq!(found(&next(1), &world), at("continues", CannotContinue), "has not begun");
    let plain = NewHearing { continues: None, ..next(1) };
    assert_eq!(found(&plain, &world), at("agenda", BadAgenda), "only what goes on begins in the middle");

    earlier.stage = Stage::Adjourned { at: NOW, phase: AgendaPhase::Response, reason: String::new() };
    earlier.seats[3].mask(0);
    world.hearings = vec![earlier.clone()];
    let (later, change) = scheduled(2, &next(1), &world);
    assert_eq!((later.continues, &later.agenda), (Some(earlier.id), &half()));
    assert_eq!(later.seats[3].plate(), "信访人甲", "hidden by order, and hidden still");
    assert!(change.details.contains(&("continued".to_owned(), earlier.number.clone())), "{change:?}");

    world.hearings.push(later.clone());
    assert_eq!(found(&next(1), &world), at("continues", CannotContinue), "gone on with already");
    let stage = Stage::Cancelled { at: NOW, reason: String::new() };
    world.hearings[1] = Hearing { stage, ..later };
    assert_eq!(found(&next(1), &world), [], "that one was called off");

    world.petition.course.opened_at = Some(earlier.starts_at);
    assert_eq!(found(&next(1), &world), at("continues", CannotContinue), "held behind the wall (art. 30)");
}
