//! 接访申请 (H1 and H2): who asks for a hearing, and what the receiving bureau makes of it.

mod made;
mod step;

pub use made::NewRequest;
pub use step::{Given, RequestStep, RequestStepKind, Stepped, possible};

use crate::domain::{
    ReasonNeeded, Timestamp,
    hearing::HearingKind,
    ids::{AgencyId, HearingId, HearingRequestId, PetitionId, StaffId},
    named,
    petition::{Calendar, DayUnit, Roll, Term},
};

/// The receiving bureau examines and sends on within two working days (SPP14 6).
const TERM: Term = Term { days: 2, unit: DayUnit::Working, roll: Roll::RestDays };

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicant {
    /// By number and query code of this petition: the one that is to be heard, or one merged into it.
    Petitioner {
        household: PetitionId,
    },
    Staff {
        staff: StaffId,
        agency: AgencyId,
        on_behalf: Applying,
    },
}

named!(
    /// In which capacity a request is made.
    pub enum Applying {
        Petitioner = "petitioner",
        /// 责任单位
        Unit = "unit",
        /// 信访部门, at the counter for a petitioner as well
        Bureau = "bureau",
        /// 领导
        Leader = "leader",
    }
);

impl Applicant {
    #[must_use]
    pub const fn applying(self) -> Applying {
        match self {
            Self::Petitioner { .. } => Applying::Petitioner,
            Self::Staff { on_behalf, .. } => on_behalf,
        }
    }
}

named!(
    /// From where the petitioner would take part.
    pub enum Attendance {
        /// From their own phone or computer.
        Remote = "remote",
        /// In the reception room nearest to them (SPP14 5).
        Room = "room",
        /// In the same room as who presides.
        InPerson = "in_person",
    }
);

/// Where a request stands, with what belongs to that state and to no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestState {
    Requested,
    Examining {
        by: StaffId,
        since: Timestamp,
    },
    Approved {
        by: StaffId,
        at: Timestamp,
    },
    Redirected {
        by: StaffId,
        at: Timestamp,
        to: AgencyId,
        reason: String,
        /// The request that goes on there; none at an organ that keeps no requests here.
        next: Option<HearingRequestId>,
    },
    Refused {
        by: StaffId,
        at: Timestamp,
        reason: String,
    },
    Scheduled {
        hearing: HearingId,
        at: Timestamp,
    },
    /// By who had asked.
    Withdrawn {
        at: Timestamp,
    },
}

named!(
    pub enum RequestStateName {
        Requested = "requested",
        Examining = "examining",
        Approved = "approved",
        Redirected = "redirected",
        Refused = "refused",
        Scheduled = "scheduled",
        Withdrawn = "withdrawn",
    }
);

impl RequestState {
    #[must_use]
    pub const fn name(&self) -> RequestStateName {
        match self {
            Self::Requested => RequestStateName::Requested,
            Self::Examining { .. } => RequestStateName::Examining,
            Self::Approved { .. } => RequestStateName::Approved,
            Self::Redirected { .. } => RequestStateName::Redirected,
            Self::Refused { .. } => RequestStateName::Refused,
            Self::Scheduled { .. } => RequestStateName::Scheduled,
            Self::Withdrawn { .. } => RequestStateName::Withdrawn,
        }
    }

    /// Its two days run: nobody has said yes or no.
    #[must_use]
    pub const fn is_undecided(&self) -> bool {
        matches!(self, Self::Requested | Self::Examining { .. })
    }

    /// Something is still to be done; a petition has one such request at a time.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.is_undecided() || matches!(self, Self::Approved { .. })
    }
}

/// A request for a hearing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HearingRequest {
    pub id: HearingRequestId,
    pub petition: PetitionId,
    pub applicant: Applicant,
    /// The petition bureau that examines it.
    pub organ: AgencyId,
    pub kind: HearingKind,
    /// What is to be reached by it.
    pub purpose: String,
    /// Organs that should be there.
    pub wanted: Vec<AgencyId>,
    pub attendance: Attendance,
    /// Times that suit, and help that is needed; may be empty.
    pub wish: String,
    pub requested_at: Timestamp,
    pub state: RequestState,
    /// Grows by one with every write.
    pub version: u32,
}

impl HearingRequest {
    /// Whether it is `own`'s to be told of: made by its household, or at the desk for it. What another household wrote is
    /// not.
    #[must_use]
    pub fn is_of(&self, own: PetitionId) -> bool {
        match self.applicant {
            Applicant::Petitioner { household } => household == own,
            Applicant::Staff { .. } => self.petition == own,
        }
    }

    /// When the bureau must have decided. Computed, never kept: a new holiday calendar moves it by itself.
    #[must_use]
    pub fn due(&self, calendar: &Calendar) -> Timestamp {
        calendar.due(self.requested_at, TERM).rolled
    }
}

named!(
    /// Why a request for a hearing is not made, or not moved on.
    pub enum RequestRefusalCode {
        /// The petition is closed or withdrawn.
        PetitionOver = "petition_over",
        /// Reports of misconduct are heard behind their own wall (art. 30).
        Sealed = "sealed",
        /// One is under way already.
        AskedAlready = "asked_already",
        BadPurpose = "bad_purpose",
        BadWish = "bad_wish",
        TooManyWanted = "too_many_wanted",
        /// Not while it is in this state.
        WrongState = "wrong_request_state",
        ReasonNeeded = "reason_needed",
        /// It lies there already.
        SameOrgan = "same_organ",
    }
);

/// Why a request is not made or not moved on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct RequestRefusal {
    pub code: RequestRefusalCode,
    pub field: Option<&'static str>,
    pub sentence: &'static str,
}

impl RequestRefusal {
    const fn of(code: RequestRefusalCode, sentence: &'static str) -> Self {
        Self { code, field: None, sentence }
    }

    const fn at(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }
}

impl From<ReasonNeeded> for RequestRefusal {
    fn from(_: ReasonNeeded) -> Self {
        Self::of(RequestRefusalCode::ReasonNeeded, ReasonNeeded::SENTENCE).at("reason")
    }
}

#[cfg(test)]
mod tests;
