//! JSON of check-in: how far each seat has come.

use super::{AdviceText, CarrierText, IdentityWayText, LanguageText, ParticipantRoleText, TestResultText};
use crate::domain::{
    Timestamp,
    hearing::{CheckIn, CheckInState, Seat, SelfTest},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// How far a seat has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CheckInState)]
pub enum CheckInStateText {
    CheckingIn,
    IdentityOk,
    Tested,
    Waiting,
}

/// What a page measured of its own devices and line.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Something was heard.
    microphone: bool,
    camera: bool,
    /// How the media got through; none if it did not.
    #[serde(default)]
    carrier: Option<CarrierText>,
    #[serde(default)]
    round_trip_ms: Option<u32>,
    /// Per thousand.
    #[serde(default)]
    #[schema(maximum = 1000)]
    lost: Option<u16>,
}

impl Measured {
    pub fn test(&self, at: Timestamp) -> SelfTest {
        SelfTest {
            at,
            microphone: self.microphone,
            camera: self.camera,
            carrier: self.carrier.map(|carrier| carrier.0),
            round_trip_ms: self.round_trip_ms.map(|ms| ms.min(MOST_MS)),
            lost: self.lost.map(|lost| lost.min(1000)),
        }
    }
}

/// An answer that takes longer is no answer.
const MOST_MS: u32 = 60_000;

/// A self-test and what it came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct TestView {
    pub result: TestResultText,
    pub advice: Vec<AdviceText>,
    pub at: i64,
    pub carrier: Option<CarrierText>,
    pub round_trip_ms: Option<u32>,
    pub lost: Option<u16>,
}

impl TestView {
    pub fn of(test: &SelfTest) -> Self {
        Self {
            result: test.result().into(),
            advice: test.advice().into_iter().map(Into::into).collect(),
            at: test.at.0,
            carrier: test.carrier.map(Into::into),
            round_trip_ms: test.round_trip_ms,
            lost: test.lost,
        }
    }
}

/// A seat's check-in as its own device sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnCheckIn {
    /// When the hearing is held; none: put off to no time yet.
    pub starts_at: Option<i64>,
    pub state: CheckInStateText,
    pub declared: bool,
    /// As said on arrival, or before that to a notice. None: Mandarin.
    pub language: Option<LanguageText>,
    pub interpreter: bool,
    /// Somebody is to say who sits here.
    pub needs_identity: bool,
    /// A photo waits to be looked at.
    pub photo: bool,
    /// Why the last one was of no use; another is to be sent.
    pub photo_refused: Option<String>,
    /// The last digits of the phone a one-time code may go to; none where none can be sent.
    pub phone: Option<String>,
    pub phone_confirmed: bool,
    pub test: Option<TestView>,
}

/// A seat's check-in as who confirms it sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatCheckIn {
    pub seat: Uuid,
    pub role: ParticipantRoleText,
    pub label: String,
    /// Also of a masked plate.
    pub name: String,
    pub masked: bool,
    /// Comes by a link for the petitioners: somebody must say who it is.
    pub identified_here: bool,
    pub state: CheckInStateText,
    pub identity: Option<IdentityView>,
    pub phone_confirmed: bool,
    pub photo: bool,
    pub declared_at: Option<i64>,
    /// None: Mandarin.
    pub language: Option<LanguageText>,
    pub interpreter: bool,
    pub test: Option<TestView>,
    pub helps: Option<Uuid>,
    /// The seat whose camera and microphone it shares (同席).
    pub beside: Option<Uuid>,
    /// Others may sit before its camera.
    pub may_carry: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityView {
    pub way: IdentityWayText,
    pub by_name: String,
    pub at: i64,
}

impl SeatCheckIn {
    /// `name` is the person's, `by_name` who confirmed it.
    pub fn of(seat: &Seat, known: Option<&CheckIn>, name: String, photo: bool, by_name: String) -> Self {
        let identity = known.and_then(|known| known.identity);
        let arrival = known.and_then(|known| known.arrival);
        Self {
            seat: seat.id.0,
            role: seat.role.into(),
            label: seat.label.clone(),
            name,
            masked: seat.is_masked(),
            identified_here: seat.is_identified_at_check_in(),
            state: state_of(known),
            identity: identity.map(|one| IdentityView { way: one.way.into(), by_name, at: one.at.0 }),
            phone_confirmed: known.is_some_and(|known| known.phone_at.is_some()),
            photo,
            declared_at: arrival.map(|arrival| arrival.declared_at.0),
            language: arrival.and_then(|arrival| arrival.language).map(Into::into),
            interpreter: arrival.is_some_and(|arrival| arrival.interpreter),
            test: known.and_then(|known| known.test.as_ref()).map(TestView::of),
            helps: known.and_then(|known| known.helps).map(|seat| seat.0),
            beside: seat.beside.map(|carrier| carrier.0),
            may_carry: seat.may_carry(),
        }
    }
}

/// The state's name; nothing is known of who has not come.
pub fn state_of(known: Option<&CheckIn>) -> CheckInStateText {
    match known.map_or(CheckInState::CheckingIn, CheckIn::state) {
        CheckInState::CheckingIn => CheckInStateText::CheckingIn,
        CheckInState::IdentityOk => CheckInStateText::IdentityOk,
        CheckInState::Tested(_) => CheckInStateText::Tested,
        CheckInState::Waiting(_) => CheckInStateText::Waiting,
    }
}
