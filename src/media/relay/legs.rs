//! What the access log is told of a peer that goes.

use std::time::Instant;

use super::Relay;
use crate::access_log::{AccessLog, Entry};
use crate::media::peer::Peer;
use crate::media::peer::ice::Via;

impl Relay {
    /// Peers that go are noted there.
    pub fn log_to(&mut self, log: Option<AccessLog>) {
        self.log = log;
    }

    /// One that never came is nobody's connection. By TURN over UDP or an allocation the address is a number of ours.
    pub(super) fn note_leg(&self, now: Instant, peer: &Peer) {
        let (Some(log), Some(path)) = (&self.log, peer.transport.ice().selected()) else { return };
        log.note(Entry::Media {
            from: (!matches!(path.via, Via::Allocation(..))).then_some(path.remote),
            hearing: peer.key.room.0,
            seat: peer.key.seat.0,
            took_ms: u64::try_from(now.saturating_duration_since(peer.came).as_millis()).unwrap_or(u64::MAX),
        });
    }
}
