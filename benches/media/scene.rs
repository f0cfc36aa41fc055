//! Who sends what to whom.

use loadtest::media::shape::{Picture, Shape, Sound};
use signaling::wire::SourceKind;
use std::time::Duration;

/// A room's load.
#[derive(Debug, Clone)]
pub struct Scene {
    pub cast: Cast,
    pub sends: Vec<(SourceKind, Shape)>,
    /// Of a stage's receivers, one in so many opens what it gets; the others read its numbers only. 1 is all of them.
    pub opens: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    /// Some send, others receive them all.
    Stage { publishers: usize, receivers: usize },
    /// Everybody sends, everybody receives all others.
    Table { seats: usize },
}

impl Scene {
    /// `pps` packets/s of 1,100 bytes in four streams, to `receivers`. A stream is a peer of its own: a seat
    /// has one camera. `burst`: packets a frame, a frame each 10 ms, all four at the same moment, as a camera
    /// sends them; else one by one, evenly.
    pub fn stage(pps: f64, burst: bool, receivers: usize) -> Self {
        let publishers = 4;
        let per_stream = pps / publishers as f64;
        let (every, packets) = if burst { (0.01, per_stream / 100.0) } else { (1.0 / per_stream, 1.0) };
        let picture = Picture {
            every: Duration::from_secs_f64(every),
            packets_per_frame: packets.round() as usize,
            bytes: 1100,
            temporal: 1,
            phase: Duration::ZERO,
        };
        let sends = vec![(SourceKind::Camera, Shape::Picture(vec![picture]))];
        Self { cast: Cast::Stage { publishers, receivers }, sends, opens: 1 }
    }

    /// A hearing: everybody's microphone (50 packets/s) and camera (80 packets/s of 1,100 bytes in 20 frames).
    pub fn table(seats: usize) -> Self {
        let picture =
            Picture { temporal: 2, ..Picture::of_rate(4.0 * 1100.0 * 8.0 * 20.0 / 1000.0, 20.0, 1100) };
        let sends = vec![
            (SourceKind::Microphone, Shape::Sound(Sound::default())),
            (SourceKind::Camera, Shape::Picture(vec![picture])),
        ];
        Self { cast: Cast::Table { seats }, sends, opens: 1 }
    }

    /// Peers that send, in order; marks are their places from 1.
    pub fn publishers(&self) -> usize {
        match self.cast {
            Cast::Stage { publishers, .. } => publishers,
            Cast::Table { seats } => seats,
        }
    }

    pub fn receivers(&self) -> usize {
        match self.cast {
            Cast::Stage { receivers, .. } => receivers,
            Cast::Table { seats } => seats,
        }
    }

    /// Whom receiver `at` sees.
    pub fn seen_by(&self, at: usize) -> impl Iterator<Item = usize> {
        let own = matches!(self.cast, Cast::Table { .. }).then_some(at);
        (0..self.publishers()).filter(move |publisher| Some(*publisher) != own)
    }

    /// Packets all receivers get in a second when each gets everything.
    pub fn packets_per_s(&self) -> f64 {
        let each: f64 = self.sends.iter().map(|(_, shape)| shape.packets_per_s()).sum();
        (0..self.receivers()).map(|at| self.seen_by(at).count() as f64 * each).sum()
    }

    /// The sources of publisher `at`: evenly sent frames of different ones do not fall together.
    pub fn sends_of(&self, at: usize) -> Vec<(SourceKind, Shape)> {
        let mut sends = self.sends.clone();
        for (_, shape) in &mut sends {
            if let Shape::Picture(layers) = shape {
                for layer in layers.iter_mut().filter(|layer| layer.packets_per_frame == 1 || self.is_table())
                {
                    layer.phase = layer.every.mul_f64(at as f64 / self.publishers() as f64);
                }
            }
        }
        sends
    }

    fn is_table(&self) -> bool {
        matches!(self.cast, Cast::Table { .. })
    }

    /// Slots a receiver keeps: (sound, pictures).
    pub fn slots(&self) -> (u8, u8) {
        let seen = self.seen_by(0).count();
        let of = |video: bool| {
            let each =
                self.sends.iter().filter(|(kind, _)| (*kind != SourceKind::Microphone) == video).count();
            u8::try_from(each * seen).unwrap_or(u8::MAX)
        };
        (of(false), of(true))
    }
}
