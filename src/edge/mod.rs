//! The edge: the only user of `axum`. HTTP under `/api`, the WebSocket, the pages.

pub mod extract;
pub mod http;
pub mod openapi;
pub mod problem;
pub mod tickets;
pub mod views;

use crate::{rooms::Rooms, storage::SharedStore, world::SharedWorld};

/// What every handler is given.
#[derive(Debug, Clone)]
pub struct AppState {
    pub store: SharedStore,
    pub rooms: Rooms,
    pub world: SharedWorld,
}
