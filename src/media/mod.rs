//! The media plane: every seat's sound and picture in over one UDP port, and out to whom the room says.

mod counters;
pub mod forward;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod peer;
pub mod plane;
mod relay;
mod room;
mod worker;

use std::net::{IpAddr, SocketAddr};

use crate::world::SharedWorld;

pub use worker::inbox::MediaWorker;
pub use worker::start;

/// How the media plane is set up.
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// The one UDP port; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The addresses browsers reach that port at, the best one first.
    pub advertise: Vec<IpAddr>,
    pub world: SharedWorld,
}
