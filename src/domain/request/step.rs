//! H2: REQUESTED → EXAMINING → APPROVED, REDIRECTED or REFUSED; and from APPROVED to a hearing.

use super::{Applicant, HearingRequest, RequestRefusal, RequestRefusalCode, RequestState, RequestStateName};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    given_reason,
    ids::{AgencyId, HearingId, HearingRequestId, StaffId},
    named,
    petition::Calendar,
};

/// What is done to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestStep {
    Examine {
        by: StaffId,
    },
    Approve {
        by: StaffId,
    },
    /// To the organ that is competent. `next`: the request that goes on there, if it keeps requests here.
    Redirect {
        by: StaffId,
        to: AgencyId,
        reason: String,
        next: Option<HearingRequestId>,
    },
    Refuse {
        by: StaffId,
        reason: String,
    },
    /// By who had asked, before it is decided.
    Withdraw,
}

named!(
    pub enum RequestStepKind {
        Examine = "examine",
        Approve = "approve",
        Redirect = "redirect",
        Refuse = "refuse",
        Schedule = "schedule",
        Withdraw = "withdraw",
    }
);

impl RequestStep {
    #[must_use]
    pub const fn kind(&self) -> RequestStepKind {
        match self {
            Self::Examine { .. } => RequestStepKind::Examine,
            Self::Approve { .. } => RequestStepKind::Approve,
            Self::Redirect { .. } => RequestStepKind::Redirect,
            Self::Refuse { .. } => RequestStepKind::Refuse,
            Self::Withdraw => RequestStepKind::Withdraw,
        }
    }
}

/// The table. What was approved may still be refused or withdrawn while there is no hearing: things change.
#[must_use]
pub const fn possible(state: RequestStateName, step: RequestStepKind) -> bool {
    use RequestStateName as S;
    use RequestStepKind as K;
    match step {
        K::Examine => matches!(state, S::Requested),
        K::Approve | K::Redirect => matches!(state, S::Examining),
        K::Refuse => matches!(state, S::Examining | S::Approved),
        K::Schedule => matches!(state, S::Approved),
        K::Withdraw => matches!(state, S::Requested | S::Examining | S::Approved),
    }
}

/// What a step made of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stepped {
    pub request: HearingRequest,
    pub change: Change,
    /// The request at the next organ, with its own two days.
    pub next: Option<(HearingRequest, Change)>,
}

/// What a step is held against.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub now: Timestamp,
    pub calendar: &'a Calendar,
}

impl HearingRequest {
    /// Takes the step.
    ///
    /// # Errors
    /// Not from this state, or without the reason it needs.
    pub fn step(self, step: RequestStep, given: Given<'_>) -> Result<Stepped, RequestRefusal> {
        self.must_be_possible(step.kind())?;
        let at = given.now;
        let due = self.state.is_undecided().then(|| self.due(given.calendar));
        let (state, change) = match step {
            RequestStep::Examine { by } => {
                (RequestState::Examining { by, since: at }, self.change(EventKind::HearingExamined))
            }
            RequestStep::Approve { by } => {
                (RequestState::Approved { by, at }, self.change(EventKind::HearingApproved).due(due, None))
            }
            RequestStep::Refuse { by, reason } => {
                let reason = given_reason(&reason)?;
                let change = self.change(EventKind::HearingRefused).due(due, None).because(&reason);
                (RequestState::Refused { by, at, reason }, change)
            }
            RequestStep::Redirect { by, to, reason, next } => {
                return self.redirect((by, to, next), &reason, given);
            }
            RequestStep::Withdraw => {
                let change = self.change(EventKind::HearingRequestWithdrawn).due(due, None);
                (RequestState::Withdrawn { at }, change)
            }
        };
        Ok(Stepped { request: Self { state, ..self }, change, next: None })
    }

    /// H3: a hearing was made of it; the event is the hearing's own.
    ///
    /// # Errors
    /// It was not approved, or has its hearing already.
    pub fn scheduled(self, hearing: HearingId, at: Timestamp) -> Result<Self, RequestRefusal> {
        self.must_be_possible(RequestStepKind::Schedule)?;
        Ok(Self { state: RequestState::Scheduled { hearing, at }, ..self })
    }

    fn must_be_possible(&self, step: RequestStepKind) -> Result<(), RequestRefusal> {
        if possible(self.state.name(), step) {
            return Ok(());
        }
        let sentence = "The request does not stand so that this could be done to it";
        Err(RequestRefusal::of(RequestRefusalCode::WrongState, sentence))
    }

    /// Ends it here and, where the other organ keeps requests, begins it there with its own two days.
    fn redirect(
        self,
        (by, to, next): (StaffId, AgencyId, Option<HearingRequestId>),
        reason: &str,
        Given { now: at, calendar }: Given<'_>,
    ) -> Result<Stepped, RequestRefusal> {
        if to == self.organ {
            let sentence = "It lies with this organ already";
            return Err(RequestRefusal::of(RequestRefusalCode::SameOrgan, sentence).at("to"));
        }
        let reason = given_reason(reason)?;
        let change = self
            .change(EventKind::HearingRedirected)
            .due(Some(self.due(calendar)), None)
            .because(&reason)
            .with("to", to);
        let following = next.map(|id| {
            let state = RequestState::Requested;
            Self { id, organ: to, requested_at: at, state, version: 1, ..self.clone() }
        });
        let next_change = following.as_ref().map(|request| request.made(calendar));
        let state = RequestState::Redirected { by, at, to, reason, next };
        Ok(Stepped { request: Self { state, ..self }, change, next: following.zip(next_change) })
    }

    /// Names who asked at the desk: they are told the answer, as the petitioner is on their page.
    fn change(&self, kind: EventKind) -> Change {
        let change = Change::new(kind).with("request", self.id).with("organ", self.organ);
        match self.applicant {
            Applicant::Staff { staff, .. } => change.with("asked_by", staff),
            Applicant::Petitioner { .. } => change,
        }
    }
}
