//! `GET /api/ws`: the WebSocket of a seat. What is said on it: `docs/protocol.md`.
//!
//! The `Origin` was checked before (`edge::origin`); who it is, the ticket says. Nothing is compressed,
//! so a frame is as large as it looks.

mod driver;
pub(crate) mod frame;
mod sitting;

use super::{
    AppState,
    caller::Caller,
    tickets::{Pass, Tickets},
};
use crate::{
    access_log::AccessLog,
    domain::{Timestamp, ids::StaffId},
    rooms::Rooms,
    storage::SharedStore,
    world::SharedWorld,
};
use axum::{
    extract::{FromRef, State, WebSocketUpgrade},
    response::Response,
};
use signaling::wire::MAX_FRAME_BYTES;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What the WebSocket needs of the house.
#[derive(Debug, Clone)]
pub struct WsState {
    pub store: SharedStore,
    pub rooms: Rooms,
    pub tickets: Tickets,
    pub world: SharedWorld,
    pub sockets: Sockets,
    pub access_log: Option<AccessLog>,
}

impl FromRef<AppState> for WsState {
    fn from_ref(app: &AppState) -> Self {
        Self {
            store: app.store.clone(),
            rooms: app.rooms.clone(),
            tickets: app.tickets.clone(),
            world: app.world.clone(),
            sockets: app.sockets.clone(),
            access_log: app.config.access_log.clone(),
        }
    }
}

/// The open WebSockets, to end them. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Sockets {
    stopping: CancellationToken,
    open: TaskTracker,
    sitting: sitting::Sitting,
}

impl Sockets {
    /// Where somebody sits now by their sign-in.
    #[must_use]
    pub fn of_staff(&self, staff: StaffId) -> Vec<Pass> {
        self.sitting.of(staff)
    }

    /// Somebody came to where `pass` admits to: their connection there, whose sign-in ran out meanwhile, is held by the new one.
    pub fn renew(&self, pass: Pass, now: Timestamp) {
        self.sitting.renew(pass, now);
    }

    /// Says `bye restarting` on every connection, and waits until each room knows why its seats are
    /// gone. Call it before [`Rooms::stop`].
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.open.close();
        self.open.wait().await;
    }

    /// Connections now, for `/metrics`.
    #[must_use]
    pub fn count(&self) -> usize {
        self.open.len()
    }
}

/// Frames up to this are read, so that one somewhat too large gets a proper goodbye; beyond it the
/// connection ends as soon as the frame's header is seen.
const READ_LIMIT: usize = 4 * MAX_FRAME_BYTES;

pub async fn serve(ws: WebSocketUpgrade, State(state): State<WsState>, Caller(address): Caller) -> Response {
    ws.max_message_size(READ_LIMIT).max_frame_size(READ_LIMIT).on_upgrade(move |socket| {
        let open = state.sockets.open.clone();
        open.track_future(driver::drive(socket, address, state))
    })
}
