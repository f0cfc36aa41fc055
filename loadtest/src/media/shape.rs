//! How a source is: its packets' number, size and times.

use std::time::Duration;

/// How a source is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Sound(Sound),
    /// Layers, lowest first.
    Picture(Vec<Picture>),
}

impl Shape {
    /// Packets a second that a receiver gets of it at best: while it talks, or of its highest layer.
    #[must_use]
    pub fn packets_per_s(&self) -> f64 {
        match self {
            Self::Sound(sound) => sound.talks / sound.every.as_secs_f64(),
            Self::Picture(layers) => {
                layers.last().map_or(0.0, |top| top.packets_per_frame as f64 / top.every.as_secs_f64())
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sound {
    pub every: Duration,
    /// Of the RTP packet.
    pub bytes: usize,
    /// −dBov, 127 is silence (RFC 6464).
    pub level: u8,
    /// Speaks this share of the time; with DTX the rest is a packet each 400 ms (RFC 7587 §3.1.3).
    pub talks: f64,
}

impl Default for Sound {
    fn default() -> Self {
        Self { every: Duration::from_millis(20), bytes: 110, level: 30, talks: 1.0 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Picture {
    /// Between frames.
    pub every: Duration,
    pub packets_per_frame: usize,
    /// Of the RTP packet before its tag.
    pub bytes: usize,
    /// VP8 temporal layers, 1 to 3.
    pub temporal: u8,
    /// The first frame comes so long after the beginning.
    pub phase: Duration,
}

impl Picture {
    /// `kbps` at `fps` in packets of at most `bytes`.
    #[must_use]
    pub fn of_rate(kbps: f64, fps: f64, bytes: usize) -> Self {
        let frame = kbps * 1000.0 / 8.0 / fps;
        let packets = (frame / bytes as f64).ceil().max(1.0);
        Self {
            every: Duration::from_secs_f64(1.0 / fps),
            packets_per_frame: packets as usize,
            bytes: ((frame / packets) as usize).max(60),
            temporal: 2,
            phase: Duration::ZERO,
        }
    }
}
