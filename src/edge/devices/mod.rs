//! Devices in seats: encoders, players and gateways that come by WHIP (RFC 9725) or WHEP
//! (draft-ietf-wish-whep) instead of a page.
//!
//! To its room a device is one more connection of its seat: it waits to be admitted, is shown in the roster, and
//! what flows is what its seat may. It has no ear for words, so its session ends where a page would be told
//! something: removed, sent back to the lobby, replaced, hearing over.

pub mod fragment;
pub mod ice_servers;
pub mod offer;
mod session;

use super::tickets::Pass;
use crate::{
    domain::{Timestamp, ids::SeatId},
    rooms::{Line, OUTBOX, Rooms},
    world::World,
};
use offer::{DeviceOffer, Way};
use session::{Ask, Driver};
use signaling::wire::ByeReason;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::sync::{mpsc, oneshot};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use session::{Condition, Fault, Patched};

/// Peer connections are numbered by the seconds since 2024, as pages number theirs: of a page and a device of a seat,
/// who came later has the higher number, and what the media plane says late of the earlier one is never taken for it.
const YEAR_2024: i64 = 1_704_067_200;

/// Requests of a device waiting for their turn; a client has one or two on the way.
const ASKS: usize = 8;

/// Names a session in its URL: 128 random bits.
pub type SessionId = [u8; 16];

/// The open sessions of this node. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Devices {
    open: Arc<Mutex<HashMap<SessionId, Entry>>>,
    /// Of peer connections: none has another's on a node.
    last_peer: Arc<AtomicU32>,
    stopping: CancellationToken,
    tasks: TaskTracker,
}

#[derive(Debug, Clone)]
struct Entry {
    seat: SeatId,
    way: Way,
    token_hash: [u8; 32],
    asks: mpsc::Sender<Ask>,
}

/// Who comes in, and with what.
#[derive(Debug)]
pub struct Arrival {
    pub pass: Pass,
    pub token_hash: [u8; 32],
    pub from: IpAddr,
    pub way: Way,
    pub offer: DeviceOffer,
}

/// A session that stands.
#[derive(Debug)]
pub struct Started {
    pub id: SessionId,
    pub etag: String,
    pub answer: String,
}

/// Why there is no session.
#[derive(Debug)]
pub enum NoSession {
    /// The seat has one of the other kind, and one peer connection carries a seat.
    OtherWay,
    TurnedAway(ByeReason),
    Fault(Fault),
}

impl Devices {
    /// Connects the seat and has its offer answered. An earlier session of the same kind gives way, as an
    /// encoder that fell over does not hang up; so does a page.
    ///
    /// # Errors
    /// Why not.
    pub async fn start(
        &self,
        world: &dyn World,
        rooms: &Rooms,
        arrival: Arrival,
    ) -> Result<Started, NoSession> {
        let Arrival { pass, token_hash, from, way, offer } = arrival;
        if self.lock().values().any(|open| open.seat == pass.seat && open.way != way) {
            return Err(NoSession::OtherWay);
        }
        let (outbox, messages) = mpsc::channel(OUTBOX);
        let line = Line::Device { from: Some(from) };
        let connection = rooms.connect(pass.hearing, pass.seat, line, outbox).await;
        let connection = connection.map_err(NoSession::TurnedAway)?;
        let mut id = [0; 16];
        world.fill(&mut id);
        let peer = self.number(world.now());
        let (asks, inbox) = mpsc::channel(ASKS);
        self.lock().insert(id, Entry { seat: pass.seat, way, token_hash, asks });
        let (reply, answered) = oneshot::channel();
        let driver = Driver::new(pass, peer, offer, connection, messages, inbox);
        let (devices, stopping) = (self.clone(), self.stopping.clone());
        self.tasks.spawn(async move {
            let farewell = driver.drive(reply, stopping).await;
            devices.lock().remove(&id);
            drop(farewell); // who hung up hears of it when nothing is left
        });
        let Patched { etag, body } = answered.await.unwrap_or(Err(Fault::Gone)).map_err(NoSession::Fault)?;
        Ok(Started { id, etag, answer: body })
    }

    fn number(&self, now: Timestamp) -> u32 {
        let seconds = u32::try_from(now.0 / 1000 - YEAR_2024).unwrap_or(1);
        let after = |last: u32| seconds.max(last.saturating_add(1));
        let last =
            self.last_peer.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last)));
        after(last.unwrap_or_else(|last| last))
    }

    /// The session of this name; whether the token is the one it was opened with is said beside it.
    #[must_use]
    pub fn find(&self, id: SessionId, token_hash: &[u8; 32]) -> Option<(Session, bool)> {
        let entry = self.lock().get(&id).cloned()?;
        Some((Session(entry.asks), entry.token_hash == *token_hash))
    }

    /// Whether a device sits on the seat.
    #[must_use]
    pub fn sits(&self, seat: SeatId) -> bool {
        self.lock().values().any(|open| open.seat == seat)
    }

    /// Ends every session, so that each room knows why its seats are gone. Call it before [`Rooms::stop`].
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Sessions now, for `/metrics`.
    #[must_use]
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionId, Entry>> {
        // A map of senders has no half-changed state to fear.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open session, to be asked things.
#[derive(Debug)]
pub struct Session(mpsc::Sender<Ask>);

impl Session {
    /// Takes a fragment, if the condition holds. `None`: nothing had to be done.
    ///
    /// # Errors
    /// Why not.
    pub async fn patch(
        &self,
        fragment: fragment::Fragment,
        condition: Condition,
    ) -> Result<Option<Patched>, Fault> {
        self.ask(|reply| Ask::Patch { fragment, condition, reply }).await?
    }

    /// Hangs up; the seat is shown as left.
    pub async fn leave(&self) {
        // Gone already: as well.
        let _ = self.ask(Ask::Leave).await;
    }

    async fn ask<T>(&self, ask: impl FnOnce(oneshot::Sender<T>) -> Ask) -> Result<T, Fault> {
        let (reply, answer) = oneshot::channel();
        self.0.send(ask(reply)).await.map_err(|_| Fault::Gone)?;
        answer.await.map_err(|_| Fault::Gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_later_has_the_higher_number_and_none_has_anothers() {
        let devices = Devices::default();
        let at = |seconds: i64| Timestamp((YEAR_2024 + seconds) * 1000);
        assert_eq!([90, 90, 90, 200, 150].map(|seconds| devices.number(at(seconds))), [90, 91, 92, 200, 201]);
    }
}
