//! The way into a server's hearings: sign in as staff, register a petition, schedule, hand out links, and sit
//! down, all by the same requests and frames as the pages.

pub mod calendar;
pub mod case;
pub mod cost;
pub mod load;
pub mod net;
pub mod outcome;
pub mod presider;
pub mod run;
pub mod seat;
pub mod staff;

use net::Refused;

/// Why the load test cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    #[error("the server is not reached: {0}")]
    Unreached(#[from] std::io::Error),
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the server's answer to {0} is not understood")]
    Strange(String),
    /// What the server must have for so much load, and has not.
    #[error("{0}")]
    Short(String),
    #[error("the WebSocket ended: {0}")]
    Socket(String),
    #[error(transparent)]
    Peer(#[from] crate::media::peer::PeerError),
}
