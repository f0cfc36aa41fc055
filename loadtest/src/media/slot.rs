//! One receive-only section: a stream of the relay's, whosever source it carries.

use rtc_rtcp::reception_report::ReceptionReport;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::clock;
use super::frames::{Frames, Piece};
use super::gaps::{Arrival, Gaps};
use super::report::{SlotFare, Totals};
use super::rtp::{Head, Stamp, Vp8};

/// Between two requests for a key frame of the same stream.
const ASK_EVERY: Duration = Duration::from_millis(500);

#[derive(Debug)]
pub struct Slot {
    pub mid: String,
    pub video: bool,
    pub ssrc: u32,
    pub rtx: Option<u32>,
    /// Id of transport-wide numbers in its packets; 0 is none.
    pub transport: u8,
    gaps: Gaps,
    frames: Frames,
    from: BTreeMap<u32, u64>,
    source: Option<u32>,
    /// In ticks of the clock rate (RFC 3550 §6.4.1), and the last packet's transit.
    jitter: f64,
    transit: Option<f64>,
    asked_at: Option<Instant>,
    /// The relay's last sender report: its clock, and when it came.
    heard: Option<(u32, Instant)>,
    told: (u64, u64),
    bytes: u64,
    /// Its pictures are not looked at, and so never missed.
    sealed: bool,
    pub recovered: u64,
    pub asked: u64,
}

/// What a packet was worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Worth {
    /// From its sender to us, if both are of this process.
    pub latency: Option<Duration>,
    /// The slot's first picture.
    pub first_picture: bool,
}

impl Slot {
    #[must_use]
    pub fn new(mid: &str, video: bool, ssrc: u32, rtx: Option<u32>, transport: u8) -> Self {
        Self {
            mid: mid.to_owned(),
            video,
            ssrc,
            rtx,
            transport,
            gaps: Gaps::new(video),
            frames: Frames::default(),
            from: BTreeMap::new(),
            source: None,
            jitter: 0.0,
            transit: None,
            asked_at: None,
            heard: None,
            told: (0, 0),
            bytes: 0,
            sealed: false,
            recovered: 0,
            asked: 0,
        }
    }

    fn rate(&self) -> f64 {
        if self.video { 90_000.0 } else { 48_000.0 }
    }

    /// Takes a packet in the clear; `sequence` is the original's if it came again.
    pub fn packet(
        &mut self,
        now: Instant,
        head: &Head,
        sequence: u16,
        packet: &[u8],
        payload: usize,
    ) -> Worth {
        let (number, fresh) = match self.gaps.packet(now, sequence) {
            Arrival::New(number) => (number, true),
            Arrival::Late(number) => (number, false),
            Arrival::Again => return Worth::default(),
        };
        self.bytes += packet.len() as u64;
        let stamp = Stamp::read(packet);
        if let Some(stamp) = stamp {
            *self.from.entry(stamp.mark).or_default() += 1;
            if self.source.replace(stamp.mark).is_some_and(|before| before != stamp.mark) && fresh {
                self.frames.restart();
            }
        }
        if fresh {
            self.measure_jitter(now, head.timestamp);
        }
        let body = packet.get(payload..).unwrap_or_default();
        let vp8 = if self.video { Vp8::read(body) } else { None };
        let first_picture = vp8.is_some_and(|vp8| {
            let (begins, key) = (vp8.begins, vp8.key);
            let piece = Piece { number, timestamp: head.timestamp, begins, ends: head.marker, key };
            self.frames.packet(now, piece)
        });
        let latency = stamp.filter(|_| fresh).and_then(|stamp| clock::since(now, stamp.at));
        Worth { latency, first_picture }
    }

    /// Takes a packet that stays sealed.
    pub fn glance(&mut self, now: Instant, sequence: u16, bytes: usize) {
        self.sealed = true;
        if self.gaps.packet(now, sequence) != Arrival::Again {
            self.bytes += bytes as u64;
        }
    }

    /// Whether it cannot go on without a key frame.
    fn waits(&self) -> bool {
        self.video && !self.sealed && self.gaps.unique > 0 && self.frames.wants_key_frame()
    }

    fn measure_jitter(&mut self, now: Instant, timestamp: u32) {
        let arrival = clock::nanos(now) as f64 / 1e9 * self.rate();
        let transit = arrival - f64::from(timestamp);
        if let Some(before) = self.transit.replace(transit) {
            let moved = (transit - before).abs();
            // Another source in the slot, or a timestamp that went round, is no jitter.
            if moved < self.rate() {
                self.jitter += (moved - self.jitter) / 16.0;
            }
        }
    }

    /// The relay's clock, as its sender report tells it.
    pub fn clock(&mut self, now: Instant, middle: u32) {
        self.heard = Some((middle, now));
    }

    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let ask = self.waits().then(|| self.asked_at.map(|at| at + ASK_EVERY)).flatten();
        [self.gaps.deadline(), ask].into_iter().flatten().min()
    }

    /// What to ask for now: packets, and whether a key frame.
    pub fn due(&mut self, now: Instant) -> (Vec<u16>, bool) {
        let (sequences, given_up) = self.gaps.due(now);
        if given_up {
            self.frames.broke();
        }
        let waits = self.waits();
        let patient = self.asked_at.is_some_and(|at| now.saturating_duration_since(at) < ASK_EVERY);
        let key_frame = waits && !patient;
        if waits && self.asked_at.is_none() {
            self.asked_at = Some(now); // what comes at first may well be on its way to a key frame
            return (sequences, false);
        }
        if key_frame {
            self.asked_at = Some(now);
            self.asked += 1;
        }
        (sequences, key_frame)
    }

    /// A report block (RFC 3550 §6.4.1), if anything ever came.
    pub fn report(&mut self, now: Instant) -> Option<ReceptionReport> {
        let (expected, unique) = (self.gaps.expected(), self.gaps.unique);
        if expected == 0 {
            return None;
        }
        let (expected_now, unique_now) = (expected - self.told.0, unique - self.told.1.min(unique));
        self.told = (expected, unique);
        let lost_now = expected_now.saturating_sub(unique_now);
        let fraction = (lost_now * 256).checked_div(expected_now).unwrap_or_default().min(255);
        let delay =
            |(_, at): (u32, Instant)| (now.saturating_duration_since(at).as_secs_f64() * 65_536.0) as u32;
        Some(ReceptionReport {
            ssrc: self.ssrc,
            fraction_lost: fraction as u8,
            total_lost: self.gaps.lost().min(0x7f_ffff) as u32,
            last_sequence_number: self.gaps.highest() as u32,
            jitter: self.jitter as u32,
            last_sender_report: self.heard.map_or(0, |(middle, _)| middle),
            delay: self.heard.map_or(0, delay),
        })
    }

    pub fn add_to(&self, totals: &mut Totals) {
        totals.received += self.gaps.unique;
        totals.received_bytes += self.bytes;
        totals.lost += self.gaps.lost();
        totals.duplicates += self.gaps.duplicates;
        totals.reordered += self.gaps.reordered;
        totals.recovered += self.recovered;
        totals.frames += self.frames.shown;
        totals.key_frames += self.frames.key_frames;
        totals.freezes += self.frames.freezes;
        totals.frozen += self.frames.frozen;
        totals.key_frames_asked += self.asked;
    }

    #[must_use]
    pub fn fare(&self) -> SlotFare {
        SlotFare {
            mid: self.mid.clone(),
            video: self.video,
            from: self.from.clone(),
            lost: self.gaps.lost(),
            frames: self.frames.shown,
            key_frames: self.frames.key_frames,
            freezes: self.frames.freezes,
            jitter: Duration::from_secs_f64(self.jitter / self.rate()),
        }
    }
}
