use super::*;
use crate::domain::{
    Timestamp,
    hearing::{AgendaPhase, CheckInNote, Occupant, ParticipantRole, Stage},
    ids::{HearingId, PersonId, PetitionId},
};
use uuid::Uuid;

const NOW: Timestamp = Timestamp(1_795_399_200_000);

fn hearing(id: u128, day: i64, stage: Stage) -> Hearing {
    let starts_at = NOW.plus_millis(day * 24 * 3_600_000);
    Hearing { id: HearingId(Uuid::from_u128(id)), starts_at, ends_at: starts_at, stage, ..Hearing::blank() }
}

fn named(next: Option<u128>) -> Outcome {
    Outcome {
        hearing: HearingId(Uuid::nil()),
        petition: PetitionId(Uuid::nil()),
        conclusion: String::new(),
        standards: Vec::new(),
        items: Vec::new(),
        issued_at: NOW,
        closed_at: NOW,
        next: next.map(|next| HearingId(Uuid::from_u128(next))),
        published_at: None,
        withdrawn_at: None,
        earlier: Vec::new(),
    }
}

fn after(earlier: u128, hearing: Hearing) -> Hearing {
    Hearing { continues: Some(HearingId(Uuid::from_u128(earlier))), ..hearing }
}

#[test]
fn a_matter_goes_on_where_its_outcome_says_or_where_the_next_session_was_scheduled_to() {
    let reason = || "信访人身体不适".to_owned();
    let adjourned = || Stage::Adjourned { at: NOW, phase: AgendaPhase::Statement, reason: reason() };
    let all = [
        hearing(1, -3, Stage::Closed { at: NOW }),
        hearing(2, 9, Stage::Scheduled),
        after(100, hearing(3, 8, Stage::Cancelled { at: NOW, reason: reason() })),
        after(100, hearing(4, 5, Stage::Scheduled)),
        after(1, hearing(5, 2, Stage::Scheduled)),
    ];
    for (id, stage, outcome, expected) in [
        (100, adjourned(), None, Some(4)),
        (100, Stage::Closed { at: NOW }, Some(named(None)), Some(4)),
        (100, Stage::OutcomeIssued { at: NOW }, Some(named(Some(2))), Some(2)),
        (100, Stage::OutcomeIssued { at: NOW }, Some(named(Some(3))), Some(4)),
        (1, Stage::Closed { at: NOW }, None, Some(5)),
        (7, Stage::OutcomeIssued { at: NOW }, Some(named(Some(3))), Some(3)),
        (2, adjourned(), None, None),
    ] {
        let held = hearing(id, 0, stage);
        let found = sequel(&held, outcome.as_ref(), &all).map(|later| later.id.0.as_u128());
        assert_eq!(found, expected, "{id}: {:?}", held.stage);
    }
}

/// A seat of person `who`, of somebody from outside where that is a relative.
fn seat(id: u128, role: ParticipantRole, who: u128) -> Seat {
    let relative = role == ParticipantRole::Observer;
    let person = PersonId(Uuid::from_u128(who));
    let occupant = if relative {
        Occupant::External { organisation: "陪同亲属".to_owned(), name: format!("某{who}"), phone: None }
    } else {
        Occupant::Party { person }
    };
    let (label, name) = ("信访人".to_owned(), format!("某{who}"));
    Seat { label, name, ..Seat::new(SeatId(Uuid::from_u128(id)), role, occupant) }
}

#[test]
fn what_was_hidden_stays_hidden_and_who_helped_goes_on_helping() {
    use ParticipantRole::{Observer, Petitioner, Representative};
    let mut earlier = hearing(1, 0, Stage::Scheduled);
    earlier.seats = vec![
        seat(11, Petitioner, 1),
        seat(12, Representative, 2),
        seat(13, Observer, 3),
        seat(14, Observer, 4),
    ];
    earlier.seats[1].mask(1);
    let mut next = hearing(2, 5, Stage::Scheduled);
    // In another order, one of them new, one relative no more.
    next.seats = vec![seat(21, Representative, 2), seat(22, Representative, 5), seat(23, Observer, 3)];
    assert_eq!(next.take_masks_of(&earlier), 1);
    let plates: Vec<_> = next.seats.iter().map(Seat::plate).collect();
    assert_eq!(plates, ["信访人甲", "信访人 某5", "信访人 某3"]);

    let helps = |seat: u128, of: u128| {
        let mut known = CheckIn::new(SeatId(Uuid::from_u128(seat)));
        known.note(CheckInNote::Helps { of: SeatId(Uuid::from_u128(of)) });
        known
    };
    let known = [helps(13, 12), helps(14, 12), CheckIn::new(SeatId(Uuid::from_u128(11)))];
    let id = |n| SeatId(Uuid::from_u128(n));
    assert_eq!(helpers(&earlier, &known, &next), [(id(23), id(21))]);
}
