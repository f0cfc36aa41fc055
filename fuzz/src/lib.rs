//! The parts of the server that read what strangers send, compiled by themselves: without database and pages a build
//! takes two minutes.

#![allow(dead_code, reason = "only the doors are called")]

#[path = "../../src/fuzzing.rs"]
pub mod fuzzing;
#[path = "../../src/media/mod.rs"]
pub mod media;
#[path = "../../src/access_log/mod.rs"]
pub mod access_log;
#[path = "../../src/files.rs"]
pub mod files;
#[path = "../../src/connection_quota.rs"]
pub mod connection_quota;
#[path = "../../src/reels.rs"]
pub mod reels;
#[path = "../../src/world.rs"]
pub mod world;

#[path = "../../src/edge/ws/frame.rs"]
pub mod frame;
#[path = "../../src/edge/devices/offer.rs"]
pub mod offer;
#[path = "../../src/edge/devices/fragment.rs"]
pub mod fragment;
#[path = "../../src/domain/timestamp.rs"]
pub mod timestamp;

mod domain {
    pub use crate::timestamp::Timestamp;
}

mod edge {
    pub mod devices {
        pub use crate::{fragment, offer};
    }
    pub mod ws {
        pub use crate::frame;
    }
}
