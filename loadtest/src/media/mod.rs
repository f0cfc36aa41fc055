//! One participant's connection to a relay, and the threads that drive hundreds of them.

pub mod arrivals;
pub mod clock;
pub mod dtls;
pub mod frames;
pub mod gaps;
pub mod ice;
pub mod link;
pub mod peer;
pub mod report;
pub mod rtcp;
pub mod rtp;
pub mod sdp;
pub mod shape;
pub mod slot;
pub mod source;
pub mod srtp;
pub mod wire;
pub mod worker;
