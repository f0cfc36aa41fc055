//! Forwarding as arithmetic: what happens to a packet between its publisher and each receiver.
//!
//! **Invariant:** nothing here reads a clock, waits, logs, or allocates per packet. `now` is a [`Duration`]
//! since any fixed moment, as a rule the worker's start. **Invariant:** no input makes it panic; bytes of peers
//! are reached through checked splits only. It knows no engine: packets are decrypted byte slices.
//!
//! A packet's way: [`rtp::RtpView`] and [`frame::Frame`] are read once; its stream's [`nack::NackRegister`],
//! [`cache::PacketCache`] and [`keyframe::KeyframeBudget`] note it; then for each receiver [`leg::Leg::forward`]
//! decides and [`rewritten::Rewritten::write`] writes it into the outgoing buffer.
//!
//! [`Duration`]: std::time::Duration

pub mod advice;
pub mod allocate;
pub mod bwe;
pub mod cache;
pub mod feedback;
pub mod frame;
pub mod keyframe;
pub mod leg;
pub mod levels;
pub mod meter;
pub mod nack;
pub mod opus;
pub mod pacer;
pub mod presumed;
pub mod probe;
pub mod rate;
pub mod red;
pub mod rewritten;
pub mod rtcp;
pub mod rtp;
pub mod sent;
pub mod seq_map;
pub mod ts_map;
pub mod vp8;
