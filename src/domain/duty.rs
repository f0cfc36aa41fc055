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
        /// A seat wrote to the desk.
        Unanswered = "unanswered",
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
    EventKind::HearingChatWritten,
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

    /// An open one of this kind.
    fn is_about(&self, hearing: HearingId, kind: AlarmKind, seat: Option<SeatId>) -> bool {
        self.is_open() && self.hearing == hearing && self.kind == kind && self.seat == seat
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
            if kind == AlarmKind::Unanswered && alarms.iter().any(|old| old.is_about(hearing, kind, whose)) {
                continue; // more of what waits for an answer already
            }
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

/// Whose thread with the desk something was written in, and whether by that seat itself.
fn written_to_desk(event: &Event) -> Option<(SeatId, bool)> {
    let desk = event.kind == EventKind::HearingChatWritten && event.detail("channel") == Some("desk");
    let seat = event.detail("seat").filter(|_| desk)?.parse().ok().map(SeatId)?;
    Some((seat, event.actor == Actor::Seat(seat)))
}

/// How much of what each seat wrote to the desk nobody has answered yet. `events` as for [`alarms`].
#[must_use]
pub fn unanswered(events: &[Event]) -> HashMap<SeatId, u32> {
    let mut counts: HashMap<SeatId, u32> = HashMap::new();
    for (seat, asks) in events.iter().filter_map(written_to_desk) {
        if asks {
            *counts.entry(seat).or_default() += 1;
        } else {
            counts.remove(&seat);
        }
    }
    counts
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
        EventKind::HearingChatWritten => {
            written_to_desk(event).filter(|(_, asks)| *asks).map(|_| AlarmKind::Unanswered)
        }
        EventKind::HearingStage => {
            (event.detail("to") == Some(StageName::Suspended.as_str())).then_some(AlarmKind::Suspended)
        }
        _ => None,
    }
}

/// What an event puts an end to, where it raises nothing.
fn ended(event: &Event) -> Option<AlarmKind> {
    match event.kind {
        EventKind::HearingSeatBack => Some(AlarmKind::Disconnected),
        EventKind::HearingMediaBack => Some(AlarmKind::MediaLost),
        EventKind::HearingSelfTested => Some(AlarmKind::SelfTestFailed),
        EventKind::HearingRecordingStarted | EventKind::HearingRecordingResumed => {
            Some(AlarmKind::RecordingFailed)
        }
        EventKind::HearingInterpreterFound => Some(AlarmKind::InterpreterMissing),
        EventKind::HearingStage => Some(AlarmKind::Suspended),
        EventKind::HearingChatWritten => written_to_desk(event).map(|_| AlarmKind::Unanswered),
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

impl AlarmKind {
    #[must_use]
    pub const fn urgency(self) -> Urgency {
        match self {
            Self::Disconnected | Self::RecordingFailed | Self::Suspended => Urgency::Red,
            Self::MediaLost
            | Self::SelfTestFailed
            | Self::InterpreterMissing
            | Self::Unanswered
            | Self::LeftOpen => Urgency::Yellow,
        }
    }
}

/// By its open alarms, then by its worst line.
#[must_use]
pub fn urgencies(alarms: &[Alarm]) -> HashMap<HearingId, Urgency> {
    let mut found = HashMap::new();
    for alarm in alarms.iter().filter(|alarm| alarm.is_open()) {
        let urgency = alarm.kind.urgency();
        let known = found.entry(alarm.hearing).or_insert(urgency);
        *known = urgency.min(*known);
    }
    found
}

#[cfg(test)]
#[path = "duty_tests.rs"]
mod tests;
