//! Devices in seats by WHIP and WHEP: what RFC 9725 asks of the answers, and what a device is to its hearing.

mod answers;
mod hall;
mod life;
mod media;
mod tokens;
