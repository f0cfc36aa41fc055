//! Alarms of the duty officer (值机员). An alarm is an event of the log, and so is that somebody handled it; only
//! `LeftOpen` is raised by the clock.

use super::{
    HOUR_MS, Timestamp,
    event::{Actor, Change, Event, EventKind},
    hearing::{Hearing, Seat, StageName, TestResult},
    ids::{EventId, HearingId, SeatId, StaffId},
    named,
};
use std::collections::HashMap;

named!(
    /// Why the officer is called.
    pub enum AlarmKind {
        /// Somebody without whom the hearing cannot be is gone.
        Disconnected = "disconnected",
        /// Connected, without sound and picture.
        MediaLost = "media_lost",
        SelfTestFailed = "self_test_failed",
        RecordingFailed = "recording_failed",
        Suspended = "suspended",
        /// Somebody sits there who wished an interpreter, and there is none of their language.
        InterpreterMissing = "interpreter_missing",
        /// Live long past its end: nobody ended it.
        LeftOpen = "left_open",
    }
);

/// A hearing that is live so long past its end was left open. Milliseconds.
pub const LEFT_OPEN_AFTER: i64 = 2 * HOUR_MS;

/// Kinds of event that raise an alarm, end one, or say that somebody saw to it.
pub const ALARM_EVENTS: &[EventKind] = &[
    EventKind::HearingSeatDropped,
    EventKind::HearingSeatBack,
    EventKind::HearingMediaLost,
    EventKind::HearingMediaBack,
    EventKind::HearingSelfTested,
    EventKind::HearingRecordingFailed,
    EventKind::HearingRecordingStarted,
    EventKind::HearingRecordingResumed,
    EventKind::HearingStage,
    EventKind::HearingAlarmHandled,
    EventKind::HearingInterpreterMissing,
    EventKind::HearingInterpreterFound,
];

/// A task of the officer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// The event that raised it; none of one that the clock raises, and that ends with the hearing alone.
    pub event: Option<EventId>,
    pub hearing: HearingId,
    pub kind: AlarmKind,
    pub seat: Option<SeatId>,
    pub at: Timestamp,
    /// When it ended by itself: the seat came back, the recording goes on.
    pub over_at: Option<Timestamp>,
    pub handled: Option<(StaffId, Timestamp)>,
}

impl Alarm {
    /// That `hearing` was left open, if it was.
    #[must_use]
    pub fn left_open(hearing: &Hearing, now: Timestamp) -> Option<Self> {
        let at = hearing.ends_at.plus_millis(LEFT_OPEN_AFTER);
        let (id, kind) = (hearing.id, AlarmKind::LeftOpen);
        let raised = Self { event: None, hearing: id, kind, seat: None, at, over_at: None, handled: None };
        (hearing.stage.name().is_live() && at <= now).then_some(raised)
    }

    /// Somebody should look at it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.over_at.is_none() && self.handled.is_none()
    }
}

/// The log's line that somebody saw to the alarm `event` raised.
#[must_use]
pub fn handled(event: EventId) -> Change {
    Change::new(EventKind::HearingAlarmHandled).with("alarm", event)
}

/// The alarms of these hearings, oldest first. `events` are of [`ALARM_EVENTS`], oldest first; `seat` finds a seat
/// of a hearing, none where it is not the asker's to know.
pub fn alarms<'a>(events: &[Event], seat: impl Fn(HearingId, SeatId) -> Option<&'a Seat>) -> Vec<Alarm> {
    let mut alarms: Vec<Alarm> = Vec::new();
    for event in events {
        let Some(hearing) = event.hearing else { continue };
        let whose = event.detail("seat").and_then(|text| text.parse().ok()).map(SeatId);
        if let Some(kind) = raised(event, whose.and_then(|id| seat(hearing, id))) {
            // The same again is a new task; the older one is over with it.
            end(&mut alarms, hearing, kind, whose, event.at);
            let (event, at) = (Some(event.id), event.at);
            alarms.push(Alarm { event, hearing, kind, seat: whose, at, over_at: None, handled: None });
        } else if let Some(kind) = ended(event) {
            end(&mut alarms, hearing, kind, whose, event.at);
        } else if event.kind == EventKind::HearingAlarmHandled {
            mark(&mut alarms, event);
        }
    }
    alarms
}

fn raised(event: &Event, seat: Option<&Seat>) -> Option<AlarmKind> {
    match event.kind {
        EventKind::HearingSeatDropped if seat.is_some_and(Seat::is_mandatory) => {
            Some(AlarmKind::Disconnected)
        }
        EventKind::HearingMediaLost => Some(AlarmKind::MediaLost),
        EventKind::HearingSelfTested => {
            (event.detail("result") == Some(TestResult::Failed.as_str())).then_some(AlarmKind::SelfTestFailed)
        }
        EventKind::HearingRecordingFailed => Some(AlarmKind::RecordingFailed),
        EventKind::HearingInterpreterMissing => Some(AlarmKind::InterpreterMissing),
        EventKind::HearingStage => {
            (event.detail("to") == Some(StageName::Suspended.as_str())).then_some(AlarmKind::Suspended)
        }
        _ => None,
    }
}

/// What an event puts an end to, where it raises nothing.
const fn ended(event: &Event) -> Option<AlarmKind> {
    match event.kind {
        EventKind::HearingSeatBack => Some(AlarmKind::Disconnected),
        EventKind::HearingMediaBack => Some(AlarmKind::MediaLost),
        EventKind::HearingSelfTested => Some(AlarmKind::SelfTestFailed),
        EventKind::HearingRecordingStarted | EventKind::HearingRecordingResumed => {
            Some(AlarmKind::RecordingFailed)
        }
        EventKind::HearingInterpreterFound => Some(AlarmKind::InterpreterMissing),
        EventKind::HearingStage => Some(AlarmKind::Suspended),
        _ => None,
    }
}

fn end(alarms: &mut [Alarm], hearing: HearingId, kind: AlarmKind, seat: Option<SeatId>, at: Timestamp) {
    let same = |alarm: &&mut Alarm| alarm.hearing == hearing && alarm.kind == kind && alarm.seat == seat;
    for alarm in alarms.iter_mut().filter(same).filter(|alarm| alarm.over_at.is_none()) {
        alarm.over_at = Some(at);
    }
}

/// The first who saw to it counts.
fn mark(alarms: &mut [Alarm], event: &Event) {
    let Actor::Staff { staff, .. } = event.actor else { return };
    let Some(named) = event.detail("alarm").and_then(|text| text.parse().ok()).map(EventId) else { return };
    if let Some(alarm) = alarms.iter_mut().find(|alarm| alarm.event == Some(named)) {
        alarm.handled.get_or_insert((staff, event.at));
    }
}

/// How urgent a session is, most urgent first: for the order of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    Red,
    Yellow,
    Calm,
}

/// By its open alarms, then by its worst line.
#[must_use]
pub fn urgencies(alarms: &[Alarm]) -> HashMap<HearingId, Urgency> {
    let mut found = HashMap::new();
    for alarm in alarms.iter().filter(|alarm| alarm.is_open()) {
        let urgency = match alarm.kind {
            AlarmKind::Disconnected | AlarmKind::RecordingFailed | AlarmKind::Suspended => Urgency::Red,
            AlarmKind::MediaLost
            | AlarmKind::SelfTestFailed
            | AlarmKind::InterpreterMissing
            | AlarmKind::LeftOpen => Urgency::Yellow,
        };
        let known = found.entry(alarm.hearing).or_insert(urgency);
        *known = urgency.min(*known);
    }
    found
}

#[cfg(test)]
mod tests {
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
        let events: Vec<_> =
            (1..).zip(changes).map(|(number, change)| event(number, change, OFFICER)).collect();
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
            (
                "a needed seat drops",
                vec![of(E::HearingSeatDropped, 1)],
                vec![(AlarmKind::Disconnected, 1, true)],
            ),
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
            (
                "it goes on",
                vec![stage("suspended"), stage("in_session")],
                vec![(AlarmKind::Suspended, 1, false)],
            ),
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
}
