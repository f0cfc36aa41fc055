//! Makes a request for a hearing (H1).

use super::{Applicant, Attendance, HearingRequest, RequestRefusal, RequestRefusalCode, RequestState};
use crate::domain::{
    Timestamp,
    event::{Change, EventKind},
    given_reason,
    hearing::HearingKind,
    ids::{AgencyId, HearingRequestId},
    petition::{Calendar, Petition},
};

/// As many organs as a table has room for beside the others.
const MOST_WANTED: usize = 12;
const LONGEST_WISH: usize = 200;

/// A request as it is written (DRAFT): it is kept by nobody before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    pub kind: HearingKind,
    pub purpose: String,
    pub wanted: Vec<AgencyId>,
    pub attendance: Attendance,
    pub wish: String,
}

impl NewRequest {
    /// H1: DRAFT → REQUESTED. `before`: the petition's requests so far.
    ///
    /// # Errors
    /// [`RequestRefusal`].
    pub fn make(
        self,
        (id, applicant, organ): (HearingRequestId, Applicant, AgencyId),
        petition: &Petition,
        before: &[HearingRequest],
        now: Timestamp,
        calendar: &Calendar,
    ) -> Result<(HearingRequest, Change), RequestRefusal> {
        use RequestRefusalCode as Code;
        let refused = |code, sentence| Err(RequestRefusal::of(code, sentence));
        if petition.is_sealed() {
            return refused(Code::Sealed, "A report is heard by the organ it is kept at, without a request");
        }
        if !petition.state.is_open() {
            return refused(Code::PetitionOver, "The petition is closed or withdrawn");
        }
        if before.iter().any(|request| request.state.is_open()) {
            return refused(Code::AskedAlready, "A hearing was asked for already; wait for the answer");
        }
        let bad_purpose = RequestRefusal::of(Code::BadPurpose, "Say what for, in 5 to 500 characters");
        let purpose = given_reason(&self.purpose).map_err(|_| bad_purpose.at("purpose"))?;
        if self.wish.trim().chars().count() > LONGEST_WISH {
            return Err(RequestRefusal::of(Code::BadWish, "At most 200 characters").at("wish"));
        }
        let mut wanted = self.wanted;
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.len() > MOST_WANTED {
            return Err(RequestRefusal::of(Code::TooManyWanted, "At most 12 organs").at("wanted"));
        }
        let request = HearingRequest {
            id,
            petition: petition.id,
            applicant,
            organ,
            kind: self.kind,
            purpose,
            wanted,
            attendance: self.attendance,
            wish: self.wish.trim().to_owned(),
            requested_at: now,
            state: RequestState::Requested,
            version: 1,
        };
        let change = request.made(calendar);
        Ok((request, change))
    }
}

impl HearingRequest {
    pub(super) fn made(&self, calendar: &Calendar) -> Change {
        Change::new(EventKind::HearingRequested)
            .due(None, Some(self.due(calendar)))
            .with("request", self.id)
            .with("applicant", self.applicant.applying())
            .with("organ", self.organ)
            .with("kind", self.kind)
    }
}
