use super::{HearingKindText, ParticipantRoleText, StageText};
use serde::Serialize;
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
}
