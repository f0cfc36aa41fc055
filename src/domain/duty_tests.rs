use super::*;
use crate::domain::{
    hearing::{Occupant, ParticipantRole, Stage},
    ids::{AgencyId, PetitionId},
};
use uuid::Uuid;

const HEARING: HearingId = HearingId(Uuid::from_u128(1));
const OFFICER: Actor =
    Actor::Staff { staff: StaffId(Uuid::from_u128(7)), agency: AgencyId(Uuid::from_u128(8)) };

/// Seat 1 must be there, seat 2 need not.
fn seats() -> Vec<Seat> {
    let seat = |number: u128| Seat {
        mandatory: number == 1,
        ..Seat::new(
            SeatId(Uuid::from_u128(number)),
            ParticipantRole::Petitioner,
            Occupant::External { organisation: String::new(), name: String::new(), phone: None },
        )
    };
    [1, 2].into_iter().map(seat).collect()
}

fn seat(number: u128) -> SeatId {
    SeatId(Uuid::from_u128(number))
}

fn event(number: u128, change: Change, actor: Actor) -> Event {
    Event {
        id: EventId(Uuid::from_u128(number)),
        at: Timestamp(i64::try_from(number).unwrap()),
        chain: "620103".parse().unwrap(),
        petition: PetitionId(Uuid::nil()),
        hearing: Some(HEARING),
        actor,
        kind: change.kind,
        reason: None,
        due_before: None,
        due_after: None,
        details: change.details,
    }
}

/// (kind, when it was raised, whether it is open).
fn found(changes: Vec<Change>) -> Vec<(AlarmKind, i64, bool)> {
    let events: Vec<_> = (1..).zip(changes).map(|(number, change)| event(number, change, OFFICER)).collect();
    let seats = seats();
    let alarms = alarms(&events, |_, id| seats.iter().find(|seat| seat.id == id));
    alarms.iter().map(|alarm| (alarm.kind, alarm.at.0, alarm.is_open())).collect()
}

fn of(kind: EventKind, number: u128) -> Change {
    Change::new(kind).with("seat", seat(number))
}

#[test]
fn an_alarm_is_open_until_it_ends_by_itself_or_somebody_saw_to_it() {
    use EventKind as E;
    let tested = |result: &str| of(E::HearingSelfTested, 2).with("result", result);
    let stage = |to: &str| Change::new(E::HearingStage).with("to", to);
    let first = EventId(Uuid::from_u128(1));
    for (claim, changes, expected) in [
        ("a needed seat drops", vec![of(E::HearingSeatDropped, 1)], vec![(AlarmKind::Disconnected, 1, true)]),
        ("another drops", vec![of(E::HearingSeatDropped, 2)], vec![]),
        (
            "it comes back",
            vec![of(E::HearingSeatDropped, 1), of(E::HearingSeatBack, 1)],
            vec![(AlarmKind::Disconnected, 1, false)],
        ),
        (
            "somebody sees to it",
            vec![of(E::HearingSeatDropped, 1), handled(first)],
            vec![(AlarmKind::Disconnected, 1, false)],
        ),
        (
            "it drops again: a new task",
            vec![of(E::HearingSeatDropped, 1), handled(first), of(E::HearingSeatDropped, 1)],
            vec![(AlarmKind::Disconnected, 1, false), (AlarmKind::Disconnected, 3, true)],
        ),
        (
            "another's return ends nothing",
            vec![of(E::HearingMediaLost, 1), of(E::HearingMediaBack, 2)],
            vec![(AlarmKind::MediaLost, 1, true)],
        ),
        (
            "a test fails, then goes well",
            vec![tested("failed"), tested("ok")],
            vec![(AlarmKind::SelfTestFailed, 1, false)],
        ),
        (
            "nobody interprets, then somebody does",
            vec![of(E::HearingInterpreterMissing, 2), of(E::HearingInterpreterFound, 2)],
            vec![(AlarmKind::InterpreterMissing, 1, false)],
        ),
        ("suspended", vec![stage("suspended")], vec![(AlarmKind::Suspended, 1, true)]),
        ("it goes on", vec![stage("suspended"), stage("in_session")], vec![(AlarmKind::Suspended, 1, false)]),
        (
            "the recorder fails and begins again",
            vec![Change::new(E::HearingRecordingFailed), Change::new(E::HearingRecordingResumed)],
            vec![(AlarmKind::RecordingFailed, 1, false)],
        ),
    ] {
        assert_eq!(found(changes), expected, "{claim}");
    }
}

#[test]
fn what_is_written_to_the_desk_is_one_task_until_somebody_answers_or_sees_to_it() {
    let told = |to: &str, whose: u128| of(EventKind::HearingChatWritten, whose).with("channel", to);
    let asks = |number: u128, whose: u128| event(number, told("desk", whose), Actor::Seat(seat(whose)));
    let answers = |number: u128, by: Actor| event(number, told("desk", 2), by);
    let elsewhere = event(2, told("table", 2), Actor::Seat(seat(2)));
    let seen_to = event(3, handled(EventId(Uuid::from_u128(1))), OFFICER);
    for (claim, events, open, waits) in [
        ("asked twice", vec![asks(1, 2), asks(2, 2)], vec![1], Some(2)),
        ("what is written to the table is no answer", vec![asks(1, 2), elsewhere], vec![1], Some(1)),
        ("two seats ask", vec![asks(1, 2), asks(2, 1)], vec![1, 2], Some(1)),
        ("the officer answers", vec![asks(1, 2), answers(2, OFFICER)], vec![], None),
        ("it asks again", vec![asks(1, 2), answers(2, Actor::Seat(seat(1))), asks(3, 2)], vec![3], Some(1)),
        ("seen to, and not answered", vec![asks(1, 2), seen_to.clone()], vec![], Some(1)),
        ("then more of it", vec![asks(1, 2), seen_to, asks(4, 2)], vec![4], Some(2)),
    ] {
        let found = alarms(&events, |_, _| None);
        let found: Vec<_> = found.iter().filter(|alarm| alarm.is_open()).map(|alarm| alarm.at.0).collect();
        assert_eq!(found, open, "{claim}");
        assert_eq!(unanswered(&events).get(&seat(2)).copied(), waits, "{claim}");
    }
}

#[test]
fn a_hearing_is_left_open_two_hours_past_its_end_for_as_long_as_it_is_live() {
    let live = |stage| Hearing { id: HEARING, ends_at: Timestamp(10), stage, ..Hearing::blank() };
    let (since, at) = (Timestamp(1), Timestamp(10 + LEFT_OPEN_AFTER));
    for (stage, now, expected) in [
        (Stage::CheckIn { since }, at, true),
        (Stage::Signing { since }, at.plus_millis(86_400_000), true),
        (Stage::Signing { since }, at.plus_millis(-1), false),
        (Stage::Scheduled, at, false),
        (Stage::Closed { at: since }, at, false),
    ] {
        let found = Alarm::left_open(&live(stage.clone()), now);
        assert_eq!(found.is_some(), expected, "{stage:?}");
        assert!(found.is_none_or(|alarm| alarm.is_open() && alarm.at == at));
    }
}

#[test]
fn the_first_who_saw_to_it_counts_and_red_comes_before_yellow() {
    let media = of(EventKind::HearingMediaLost, 1);
    let dropped = of(EventKind::HearingSeatDropped, 1);
    let first = EventId(Uuid::from_u128(1));
    let other = Actor::Staff { staff: StaffId(Uuid::nil()), agency: AgencyId(Uuid::nil()) };
    let events = [
        event(1, media, Actor::System),
        event(2, dropped, Actor::System),
        event(3, handled(first), OFFICER),
        event(4, handled(first), other),
    ];
    let seats = seats();
    let mut alarms = alarms(&events, |_, id| seats.iter().find(|seat| seat.id == id));
    assert_eq!(alarms[0].handled, Some((StaffId(Uuid::from_u128(7)), Timestamp(3))));
    assert_eq!(urgencies(&alarms)[&HEARING], Urgency::Red);
    alarms.pop();
    assert!(urgencies(&alarms).is_empty());
    alarms[0].handled = None;
    assert_eq!(urgencies(&alarms)[&HEARING], Urgency::Yellow);
}
