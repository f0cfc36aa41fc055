//! JSON of what a seat's link opens.

use super::{HearingKindText, MediaSlots, MediaWay, ParticipantRoleText, SeatMedia, StageText};
use crate::domain::hearing::{Hearing, Seat};
use serde::Serialize;
use signaling::wire::IceServer;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a seat's link opens: enough for the page before the hearing room.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeatPass {
    pub hearing: Uuid,
    pub seat: Uuid,
    pub role: ParticipantRoleText,
    pub label: String,
    pub name: String,
    pub title: String,
    pub number: String,
    pub kind: HearingKindText,
    pub starts_at: i64,
    pub ends_at: i64,
    pub opens_at: i64,
    pub stage: StageText,
    /// What its media will need, so that an offer can come with the ticket.
    pub slots: MediaSlots,
    pub ice: Vec<MediaWay>,
    /// It is recorded, and kept for so many years; without: it is not.
    pub recording_years: Option<u16>,
}

impl SeatPass {
    /// `ice`: ways round a firewall for it.
    pub fn of(hearing: &Hearing, seat: &Seat, ice: Vec<IceServer>, recording_years: Option<u16>) -> Self {
        let SeatMedia { slots, ice } = SeatMedia::of(hearing, ice);
        Self {
            hearing: hearing.id.0,
            seat: seat.id.0,
            role: seat.role.into(),
            label: seat.label.clone(),
            name: seat.name.clone(),
            title: hearing.title.clone(),
            number: hearing.number.clone(),
            kind: hearing.kind.into(),
            starts_at: hearing.starts_at.0,
            ends_at: hearing.ends_at.0,
            opens_at: hearing.check_in_opens_at().0,
            stage: hearing.stage.name().into(),
            slots,
            ice,
            recording_years,
        }
    }
}
