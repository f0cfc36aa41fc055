//! Which pictures came whole, and when the picture stood still.

use std::time::{Duration, Instant};

/// Frames in the making; older ones are given up.
const OPEN: usize = 8;

/// A frame of which packets have come.
#[derive(Debug, Clone, Copy)]
struct Open {
    timestamp: u32,
    first: Option<u64>,
    last: Option<u64>,
    packets: u64,
    key: bool,
}

/// One stream's pictures.
#[derive(Debug, Default)]
pub struct Frames {
    open: Vec<Open>,
    /// Something a decoder needs is missing: nothing is shown until a key frame.
    broken: bool,
    began: bool,
    shown_at: Option<Instant>,
    /// Mean time between frames, the latest counting most.
    pace: Duration,
    pub shown: u64,
    pub key_frames: u64,
    pub freezes: u64,
    pub frozen: Duration,
}

/// A packet of a picture: its place in the stream and in its frame.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    pub number: u64,
    pub timestamp: u32,
    pub begins: bool,
    pub ends: bool,
    pub key: bool,
}

impl Frames {
    /// Takes a packet that came the first time. Whether a picture could be shown for the first time.
    pub fn packet(&mut self, now: Instant, piece: Piece) -> bool {
        let known = self.open.iter().position(|open| open.timestamp == piece.timestamp);
        let at = known.unwrap_or_else(|| {
            if self.open.len() == OPEN {
                self.open.remove(0);
            }
            self.open.push(Open {
                timestamp: piece.timestamp,
                first: None,
                last: None,
                packets: 0,
                key: false,
            });
            self.open.len() - 1
        });
        let open = &mut self.open[at];
        open.packets += 1;
        open.key |= piece.key;
        if piece.begins {
            open.first = Some(piece.number);
        }
        if piece.ends {
            open.last = Some(piece.number);
        }
        let whole = matches!((open.first, open.last), (Some(first), Some(last)) if last >= first && open.packets == last - first + 1);
        if !whole {
            return false;
        }
        let key = self.open.remove(at).key;
        self.complete(now, key)
    }

    fn complete(&mut self, now: Instant, key: bool) -> bool {
        if key {
            self.key_frames += 1;
            self.broken = false;
        }
        let first = key && !self.began;
        self.began |= key;
        if !self.began || self.broken {
            return false;
        }
        if let Some(before) = self.shown_at {
            self.pass(now.saturating_duration_since(before));
        }
        self.shown_at = Some(now);
        self.shown += 1;
        first
    }

    /// A freeze as getStats counts it: three times the usual pause, and 150 ms longer than it.
    fn pass(&mut self, pause: Duration) {
        let limit = (self.pace * 3).max(self.pace + Duration::from_millis(150));
        if self.shown > 5 && pause > limit {
            self.freezes += 1;
            self.frozen += pause;
            return;
        }
        self.pace = if self.shown < 2 { pause } else { self.pace.mul_f64(0.9) + pause.mul_f64(0.1) };
    }

    /// A packet will not come any more.
    pub fn broke(&mut self) {
        self.broken = true;
    }

    /// Packets come, and none can be shown.
    #[must_use]
    pub fn wants_key_frame(&self) -> bool {
        !self.began || self.broken
    }

    /// Another source is in the slot: what it missed of the last is not missing.
    pub fn restart(&mut self) {
        *self = Self {
            shown: self.shown,
            key_frames: self.key_frames,
            freezes: self.freezes,
            frozen: self.frozen,
            ..Self::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of three packets by number; `'.'` is a packet that came, `'x'` one that did not.
    #[track_caller]
    fn check(packets: &str, key_frames: &[usize], shown: u64, first_at: Option<usize>) {
        let (now, mut frames) = (Instant::now(), Frames::default());
        let mut first = None;
        for (at, came) in packets.chars().enumerate().filter(|(_, came)| *came == '.') {
            let _ = came;
            let frame = at / 3;
            let piece = Piece {
                number: at as u64,
                timestamp: frame as u32 * 3000,
                begins: at % 3 == 0,
                ends: at % 3 == 2,
                key: at % 3 == 0 && key_frames.contains(&frame),
            };
            if frames.packet(now, piece) {
                first = Some(at);
            }
        }
        assert_eq!((frames.shown, first), (shown, first_at));
    }

    #[test]
    fn pictures_begin_with_a_whole_key_frame() {
        check(".........", &[0], 3, Some(2));
        check(".........", &[1], 2, Some(5));
        check("..x......", &[0], 0, None);
        check("...x.....", &[0], 2, Some(2));
    }

    #[test]
    fn after_a_loss_nothing_is_shown_until_a_key_frame() {
        let now = Instant::now();
        let mut frames = Frames::default();
        let mut whole = |number, key, broke| {
            if broke {
                frames.broke();
            }
            frames.packet(now, Piece { number, timestamp: number as u32, begins: true, ends: true, key });
            (frames.shown, frames.wants_key_frame())
        };
        let seen = [(0, true, false), (1, false, false), (3, false, true), (4, true, false)]
            .map(|(n, k, b)| whole(n, k, b));
        assert_eq!(seen, [(1, false), (2, false), (2, true), (3, false)]);
    }

    #[test]
    fn a_pause_of_three_frames_is_a_freeze() {
        let start = Instant::now();
        let mut frames = Frames::default();
        let at = |ms: u64| start + Duration::from_millis(ms);
        for (number, ms) in (0..20).map(|n| n * 40).chain([1500, 1540]).enumerate() {
            let number = number as u64;
            frames.packet(
                at(ms),
                Piece { number, timestamp: number as u32, begins: true, ends: true, key: number == 0 },
            );
        }
        assert_eq!((frames.freezes, frames.frozen), (1, Duration::from_millis(740)));
    }
}
