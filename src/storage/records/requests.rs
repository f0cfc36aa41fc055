//! Contract for requests for hearings.

use super::{Cursor, Page, Result};
use crate::domain::{
    ids::{AgencyId, HearingRequestId, PetitionId},
    request::HearingRequest,
};
use async_trait::async_trait;

/// Which requests an agency looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestBox {
    /// To be examined or scheduled there, oldest first.
    Open(AgencyId),
    /// Done with there, newest first.
    Settled(AgencyId),
    /// Asked for by it, newest first.
    Sent(AgencyId),
}

/// Requests for hearings.
#[async_trait]
pub trait RequestRecords: Send {
    async fn hearing_request(&mut self, id: HearingRequestId) -> Result<Option<HearingRequest>>;
    /// Oldest first.
    async fn hearing_requests_of(&mut self, petition: PetitionId) -> Result<Vec<HearingRequest>>;
    async fn hearing_requests(
        &mut self,
        which: RequestBox,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Page<HearingRequest>>;
}

/// One open request a petition.
#[async_trait]
pub trait RequestWrites: Send {
    /// `Exists`: the petition has an open one.
    async fn add_hearing_request(&mut self, request: &HearingRequest) -> Result<()>;
    /// The state; `request.version` is the one read.
    async fn save_hearing_request(&mut self, request: &HearingRequest) -> Result<()>;
}
