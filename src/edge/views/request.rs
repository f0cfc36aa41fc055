//! JSON of requests for hearings.

use super::{ApplyingText, AttendanceText, HearingKindText, RequestStateText, RequestStepText};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A page may have fewer rows than asked for and yet be followed by another.
#[derive(Debug, Serialize, ToSchema)]
pub struct HearingRequestList {
    pub rows: Vec<HearingRequestView>,
    /// Give it back as `after`.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HearingRequestView {
    pub id: Uuid,
    pub petition: Uuid,
    pub petition_number: String,
    pub petition_title: String,
    pub applying: ApplyingText,
    /// Who asked, if not the petitioner.
    pub applicant_name: Option<String>,
    pub agency_name: Option<String>,
    /// Number of the petition whose household asked, where that was merged into this one.
    pub household_number: Option<String>,
    /// The bureau that examines it.
    pub organ: Uuid,
    pub organ_name: String,
    pub kind: HearingKindText,
    pub purpose: String,
    pub wanted: Vec<WantedOrgan>,
    pub attendance: AttendanceText,
    pub wish: String,
    pub requested_at: i64,
    /// When it must be decided.
    pub due: i64,
    pub state: RequestStateText,
    /// Since when it stands so.
    pub state_at: Option<i64>,
    pub decided_by_name: Option<String>,
    /// Where it was redirected to.
    pub target_name: Option<String>,
    /// The request that goes on there.
    pub next: Option<Uuid>,
    pub reason: Option<String>,
    pub hearing: Option<Uuid>,
    /// What I may do to it now.
    pub may: Vec<RequestStepText>,
    pub version: u32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WantedOrgan {
    pub id: Uuid,
    pub name: String,
}

/// As the petitioner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HearingRequestStatus {
    pub id: Uuid,
    pub kind: HearingKindText,
    pub purpose: String,
    pub requested_at: i64,
    /// When the bureau must have answered; none once it has.
    pub due: Option<i64>,
    pub organ_name: String,
    pub state: RequestStateText,
    pub state_at: Option<i64>,
    pub target_name: Option<String>,
    pub reason: Option<String>,
    /// Whether the petitioner may withdraw it.
    pub can_withdraw: bool,
}
