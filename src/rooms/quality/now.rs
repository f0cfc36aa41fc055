//! How the connections of a hearing are at this moment, for the desk.

use crate::{
    domain::{
        Timestamp, ids,
        quality::{DropReason, LineWord, Look},
    },
    media::plane::PeerStatistics,
};

/// A seat's line as it is now, for who watches over the hearing.
#[derive(Debug, Clone)]
pub struct LineNow {
    pub seat: ids::SeatId,
    /// Somebody is connected.
    pub here: bool,
    pub word: LineWord,
    pub look: Look,
    /// The longest jitter of what the seat sends.
    pub jitter_ms: Option<u32>,
    /// As the relay counts it, once it does.
    pub relay: Option<PeerStatistics>,
    /// Why the seat, or its sound and picture, was lost last, and when.
    pub last_drop: Option<(DropReason, Timestamp)>,
}
