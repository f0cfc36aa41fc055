//! Headless participants. They join the hearings of a Lianjie server as seats do (REST, tickets, the
//! WebSocket), or any WebRTC relay by offer and answer, send sound and pictures of the right shape, and write
//! down how what they receive fares.
//!
//! `media` is one participant's connection and the threads that drive hundreds of them; `house` is the way
//! into a server's hearings. `media` knows nothing of `house`.

pub mod histogram;
pub mod house;
pub mod media;
