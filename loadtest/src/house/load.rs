//! What seats send, and over what lines.

use signaling::wire::SourceKind;
use std::time::Duration;

use super::case::SeatPlan;
use crate::media::link::{Faulty, Link};
use crate::media::shape::{Picture, Shape, Sound};

/// What each seat sends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Media {
    /// Seats of a room with a camera; the first ones.
    pub cameras: usize,
    /// Simulcast layers, each half as fine and a quarter of the rate of the next.
    pub layers: usize,
    pub temporal: u8,
    /// Of the best layer.
    pub kbps: f64,
    pub fps: f64,
    pub packet_bytes: usize,
    /// Share of the time each microphone speaks.
    pub talks: f64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Faults {
    /// 0 to 1.
    pub loss: f64,
    pub delay: Duration,
    pub jitter: Duration,
    pub seed: u64,
}

impl Media {
    /// The sources of the seat `plan` in a room of `seats`.
    #[must_use]
    pub fn sends(&self, plan: &SeatPlan, seats: usize) -> Vec<(SourceKind, Shape)> {
        let sound = Sound { talks: self.talks, ..Sound::default() };
        let mut sends = vec![(SourceKind::Microphone, Shape::Sound(sound))];
        let place = (plan.mark as usize - 1) % seats;
        if place < self.cameras {
            let phase = Duration::from_secs_f64(place as f64 / self.fps / self.cameras as f64);
            let layer = |finer: usize| {
                let kbps = self.kbps / 4_f64.powi(i32::try_from(finer).unwrap_or_default());
                let (temporal, whole) = (self.temporal, Picture::of_rate(kbps, self.fps, self.packet_bytes));
                Picture { temporal, phase, ..whole }
            };
            let layers = (0..self.layers).rev().map(layer).collect();
            sends.push((SourceKind::Camera, Shape::Picture(layers)));
        }
        sends
    }
}

impl Faults {
    /// The line of the seat `plan`; none is a perfect one.
    #[must_use]
    pub fn link(&self, plan: &SeatPlan) -> Option<Box<dyn Link>> {
        let clean = self.loss == 0.0 && self.delay.is_zero() && self.jitter.is_zero();
        let seed = self.seed.wrapping_add(u64::from(plan.mark));
        (!clean).then(|| -> Box<dyn Link> { Box::new(Faulty::new(self.loss, self.delay, self.jitter, seed)) })
    }
}
