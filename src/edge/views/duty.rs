//! JSON of the duty officer's board. Times are UTC milliseconds.

use super::{
    AlarmKindText, CheckInStateText, DeliveryStateText, HearingKindText, LineWordText, ParticipantRoleText,
    SourceKindText, StageText, TestResultText, state_of,
};
use crate::{
    domain::{
        channels::Delivery,
        duty::{Alarm, Urgency},
        hearing::{CheckIn, Seat},
        ids::SeatId,
        rights::{HearingAction, Official},
    },
    edge::access::{self, SeenHearing},
    rooms::{LineNow, Overview, is_here},
};
use serde::Serialize;
use signaling::wire::{Presence, Recording, SeatView, UnkeptPicture};
use utoipa::ToSchema;
use uuid::Uuid;

/// Today's sessions, the most urgent first, and what called for an officer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Board {
    pub sessions: Vec<BoardSession>,
    /// Oldest first.
    pub alarms: Vec<AlarmView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BoardSession {
    pub id: Uuid,
    pub number: String,
    pub kind: HearingKindText,
    pub title: String,
    pub host_name: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub stage: StageText,
    pub urgency: UrgencyText,
    pub may_assist: bool,
    pub may_check_in: bool,
    pub my_seat: Option<Uuid>,
    pub recording: RecordingStateText,
    /// Pictures that come and cannot be recorded; the sound beside them is.
    pub unkept: Vec<BoardPicture>,
    pub seats: Vec<BoardSeat>,
}

/// A seat's camera, or its screen.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardPicture {
    pub seat: Uuid,
    pub source: SourceKindText,
}

impl From<UnkeptPicture> for BoardPicture {
    fn from(one: UnkeptPicture) -> Self {
        Self { seat: SeatId::from(one.seat).0, source: SourceKindText(one.kind.into()) }
    }
}

/// How a session is recorded now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RecordingState)]
pub enum RecordingStateText {
    Off,
    On,
    Paused,
    SoundOnly,
    Failed,
}

impl From<Recording> for RecordingStateText {
    fn from(state: Recording) -> Self {
        match state {
            Recording::Off => Self::Off,
            Recording::On => Self::On,
            Recording::Paused => Self::Paused,
            Recording::SoundOnly => Self::SoundOnly,
            Recording::Failed => Self::Failed,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Urgency)]
pub enum UrgencyText {
    Red,
    Yellow,
    Calm,
}

/// One leg.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardSeat {
    pub id: Uuid,
    pub role: ParticipantRoleText,
    pub label: String,
    pub name: String,
    pub mandatory: bool,
    pub is: Whereabouts,
    /// Since when; none while it has not come.
    pub since: Option<i64>,
    /// Of who is connected.
    pub word: Option<LineWordText>,
    pub check_in: CheckInStateText,
    pub needs_check_in: bool,
    pub test: Option<TestResultText>,
    /// How much of what it wrote to the desk nobody has answered.
    pub unanswered: u32,
    /// It is away, and a message can call it.
    pub may_call: bool,
    /// It is away, and no phone is known of who sits there, or they want no messages.
    pub no_phone: bool,
    /// It is away: what became of the last message that called it.
    pub called: Option<SeatCall>,
    /// It is away, and I may read the number of who sits there.
    pub may_phone: bool,
    /// Sessions whose door is open where the same person, room or outsider has a seat.
    pub may_move_to: Vec<Uuid>,
}

/// A message that called who was away, and whether the gateway took it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatCall {
    pub at: i64,
    pub message: DeliveryStateText,
}

impl SeatCall {
    pub fn of(delivery: &Delivery) -> Self {
        Self { at: delivery.at.0, message: delivery.state.into() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    Absent,
    Waiting,
    Seated,
    Dropped,
    Left,
    Removed,
}

impl Whereabouts {
    /// Not there, and to be fetched.
    pub const fn is_away(self) -> bool {
        matches!(self, Self::Absent | Self::Dropped | Self::Left)
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AlarmView {
    /// Of the event that raised it; of its hearing where the clock did (`left_open`), which nobody marks as seen to.
    pub id: Uuid,
    pub hearing: Uuid,
    pub seat: Option<Uuid>,
    pub kind: AlarmKindText,
    pub urgency: UrgencyText,
    pub at: i64,
    pub over_at: Option<i64>,
    pub handled_at: Option<i64>,
    pub handled_by: Option<String>,
}

impl AlarmView {
    pub fn of(alarm: &Alarm, by_name: Option<String>) -> Self {
        Self {
            id: alarm.event.map_or(alarm.hearing.0, |event| event.0),
            hearing: alarm.hearing.0,
            seat: alarm.seat.map(|seat| seat.0),
            kind: alarm.kind.into(),
            urgency: alarm.kind.urgency().into(),
            at: alarm.at.0,
            over_at: alarm.over_at.map(|at| at.0),
            handled_at: alarm.handled.map(|(_, at)| at.0),
            handled_by: by_name,
        }
    }
}

impl BoardSession {
    pub fn of(
        seen: &SeenHearing,
        me: &Official,
        host_name: String,
        check_ins: &[CheckIn],
        now: Option<Overview>,
        alarmed: Urgency,
    ) -> Self {
        let hearing = &seen.shown(me);
        let recording = now.as_ref().map_or(RecordingStateText::Off, |now| now.recording.into());
        let (views, lines, unkept) =
            now.map_or_else(Default::default, |now| (now.seats, now.lines, now.unkept));
        let seats: Vec<BoardSeat> =
            hearing.standing().map(|seat| BoardSeat::of(seat, check_ins, &views, &lines)).collect();
        let lost = if unkept.is_empty() { UrgencyText::Calm } else { UrgencyText::Yellow };
        let worst = seats.iter().map(BoardSeat::urgency).min().unwrap_or(UrgencyText::Calm).min(lost);
        Self {
            id: hearing.id.0,
            number: hearing.number.clone(),
            kind: hearing.kind.into(),
            title: hearing.title.clone(),
            host_name,
            starts_at: hearing.starts_at.0,
            ends_at: hearing.ends_at.0,
            stage: hearing.stage.name().into(),
            urgency: worst.min(alarmed.into()),
            may_assist: seen.rights.may(HearingAction::Assist),
            may_check_in: seen.rights.may(HearingAction::CheckIn),
            my_seat: access::my_seats(me, hearing).first().map(|seat| seat.id.0),
            recording,
            unkept: unkept.into_iter().map(BoardPicture::from).collect(),
            seats,
        }
    }
}

impl BoardSeat {
    fn of(seat: &Seat, check_ins: &[CheckIn], views: &[SeatView], lines: &[LineNow]) -> Self {
        let known = check_ins.iter().find(|one| one.seat == seat.id);
        let presence = views.iter().find(|view| SeatId::from(view.id) == seat.id).map(|view| &view.presence);
        let (is, since) = whereabouts(presence);
        let line = lines.iter().find(|line| line.seat == seat.id);
        Self {
            id: seat.id.0,
            role: seat.role.into(),
            label: seat.label.clone(),
            name: seat.name.clone(),
            mandatory: seat.is_mandatory(),
            is,
            since,
            word: line.filter(|_| presence.is_some_and(is_here)).map(|line| line.word.into()),
            check_in: state_of(known),
            needs_check_in: seat.is_identified_at_check_in(),
            test: known.and_then(|known| known.test).map(|test| test.result().into()),
            unanswered: 0,
            may_call: false,
            no_phone: false,
            called: None,
            may_phone: false,
            may_move_to: Vec::new(),
        }
    }

    /// By its line; what else calls for an officer is an alarm.
    fn urgency(&self) -> UrgencyText {
        use crate::domain::quality::LineWord;
        match self.word.map(|word| word.0) {
            Some(LineWord::Broken) => UrgencyText::Red,
            Some(LineWord::Poor) => UrgencyText::Yellow,
            None | Some(LineWord::Good | LineWord::Fair) => UrgencyText::Calm,
        }
    }
}

const fn whereabouts(presence: Option<&Presence>) -> (Whereabouts, Option<i64>) {
    match presence {
        None | Some(Presence::Invited {}) => (Whereabouts::Absent, None),
        Some(Presence::Waiting { since }) => (Whereabouts::Waiting, Some(*since)),
        Some(Presence::Seated { since }) => (Whereabouts::Seated, Some(*since)),
        Some(Presence::Dropped { since, .. }) => (Whereabouts::Dropped, Some(*since)),
        Some(Presence::Left { since }) => (Whereabouts::Left, Some(*since)),
        Some(Presence::Removed { since, .. } | Presence::Withdrawn { since }) => {
            (Whereabouts::Removed, Some(*since))
        }
    }
}

impl From<Urgency> for UrgencyText {
    fn from(urgency: Urgency) -> Self {
        match urgency {
            Urgency::Red => Self::Red,
            Urgency::Yellow => Self::Yellow,
            Urgency::Calm => Self::Calm,
        }
    }
}
