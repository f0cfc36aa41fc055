//! Rows of requests for hearings.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, HearingId, HearingRequestId, PetitionId, StaffId},
        request::{Applicant, Applying, HearingRequest, RequestState, RequestStateName},
    },
    storage::{
        StoreError,
        values::{count, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

const WHAT: &str = "state of a hearing request";

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct RequestRecord {
    pub(in crate::storage) id: Uuid,
    petition: Uuid,
    applicant: String,
    /// None: the petition's own.
    household: Option<Uuid>,
    staff: Option<Uuid>,
    agency: Option<Uuid>,
    organ: Uuid,
    kind: String,
    purpose: String,
    attendance: String,
    wish: String,
    pub(in crate::storage) requested_at: i64,
    #[sqlx(flatten)]
    state: RequestStateRecord,
    version: i64,
}

/// A request's state in columns; which of them are filled depends on it.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct RequestStateRecord {
    pub(in crate::storage) state: String,
    pub(in crate::storage) state_at: Option<i64>,
    pub(in crate::storage) decided_by: Option<Uuid>,
    pub(in crate::storage) target: Option<Uuid>,
    pub(in crate::storage) next: Option<Uuid>,
    pub(in crate::storage) reason: Option<String>,
    pub(in crate::storage) hearing: Option<Uuid>,
}

impl From<&RequestState> for RequestStateRecord {
    fn from(state: &RequestState) -> Self {
        let mut record = Self {
            state: state.name().to_string(),
            state_at: None,
            decided_by: None,
            target: None,
            next: None,
            reason: None,
            hearing: None,
        };
        match state {
            RequestState::Requested => {}
            RequestState::Examining { by, since: at } | RequestState::Approved { by, at } => {
                (record.decided_by, record.state_at) = (Some(by.0), Some(at.0));
            }
            RequestState::Redirected { by, at, to, reason, next } => {
                (record.decided_by, record.state_at) = (Some(by.0), Some(at.0));
                (record.target, record.next) = (Some(to.0), next.map(|next| next.0));
                record.reason = Some(reason.clone());
            }
            RequestState::Refused { by, at, reason } => {
                (record.decided_by, record.state_at) = (Some(by.0), Some(at.0));
                record.reason = Some(reason.clone());
            }
            RequestState::Scheduled { hearing, at } => {
                (record.hearing, record.state_at) = (Some(hearing.0), Some(at.0));
            }
            RequestState::Withdrawn { at } => record.state_at = Some(at.0),
        }
        record
    }
}

impl TryFrom<RequestStateRecord> for RequestState {
    type Error = StoreError;
    fn try_from(row: RequestStateRecord) -> Result<Self> {
        let at = || needed(WHAT, row.state_at).map(Timestamp);
        let by = || needed(WHAT, row.decided_by).map(StaffId);
        let reason = || needed(WHAT, row.reason.clone());
        Ok(match parse(WHAT, &row.state)? {
            RequestStateName::Requested => Self::Requested,
            RequestStateName::Examining => Self::Examining { by: by()?, since: at()? },
            RequestStateName::Approved => Self::Approved { by: by()?, at: at()? },
            RequestStateName::Redirected => Self::Redirected {
                by: by()?,
                at: at()?,
                to: AgencyId(needed(WHAT, row.target)?),
                reason: reason()?,
                next: row.next.map(HearingRequestId),
            },
            RequestStateName::Refused => Self::Refused { by: by()?, at: at()?, reason: reason()? },
            RequestStateName::Scheduled => {
                Self::Scheduled { hearing: HearingId(needed(WHAT, row.hearing)?), at: at()? }
            }
            RequestStateName::Withdrawn => Self::Withdrawn { at: at()? },
        })
    }
}

impl RequestRecord {
    pub(in crate::storage) fn with_wanted(self, wanted: Vec<Uuid>) -> Result<HearingRequest> {
        let applicant = match parse("applicant of a hearing request", &self.applicant)? {
            Applying::Petitioner => {
                Applicant::Petitioner { household: PetitionId(self.household.unwrap_or(self.petition)) }
            }
            on_behalf => Applicant::Staff {
                staff: StaffId(needed("applicant of a hearing request", self.staff)?),
                agency: AgencyId(needed("applicant of a hearing request", self.agency)?),
                on_behalf,
            },
        };
        Ok(HearingRequest {
            id: HearingRequestId(self.id),
            petition: PetitionId(self.petition),
            applicant,
            organ: AgencyId(self.organ),
            kind: parse("kind of a hearing", &self.kind)?,
            purpose: self.purpose,
            wanted: wanted.into_iter().map(AgencyId).collect(),
            attendance: parse("attendance of a petitioner", &self.attendance)?,
            wish: self.wish,
            requested_at: Timestamp(self.requested_at),
            state: self.state.try_into()?,
            version: count("version", self.version)?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(in crate::storage) struct WantedRecord {
    pub(in crate::storage) request: Uuid,
    pub(in crate::storage) agency: Uuid,
}
