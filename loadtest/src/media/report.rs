//! How the participants of a thread, or one of them, fare.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Sub};
use std::time::Duration;

use crate::histogram::Histogram;

/// Counters; they only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub sent: u64,
    pub sent_bytes: u64,
    /// Not sent: the process was behind, or its socket full. Anything here spoils a measurement.
    pub skipped: u64,
    /// Media packets that came, each once.
    pub received: u64,
    pub received_bytes: u64,
    pub lost: u64,
    pub duplicates: u64,
    pub reordered: u64,
    /// Came by retransmission.
    pub recovered: u64,
    /// Whole pictures that could be shown.
    pub frames: u64,
    pub key_frames: u64,
    pub freezes: u64,
    pub frozen: Duration,
    pub nacks: u64,
    pub key_frames_asked: u64,
    /// Asked of us.
    pub key_frames_owed: u64,
    pub repeated: u64,
    pub feedbacks_sent: u64,
    pub feedbacks_received: u64,
    /// Consent checks answered.
    pub consents: u64,
    /// Not authentic, or of no stream we know.
    pub strays: u64,
}

macro_rules! each_field {
    ($left:ident $op:ident $right:ident: $($field:ident)+) => {
        $($left.$field = $left.$field.$op($right.$field);)+
    };
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        each_field!(self saturating_add other: sent sent_bytes skipped received received_bytes lost duplicates
            reordered recovered frames key_frames freezes frozen nacks key_frames_asked key_frames_owed repeated
            feedbacks_sent feedbacks_received consents strays);
    }
}

impl Sub for Totals {
    type Output = Self;

    /// What came between two looks. `lost` may shrink (something came late): then it is none.
    fn sub(mut self, before: Self) -> Self {
        each_field!(self saturating_sub before: sent sent_bytes skipped received received_bytes lost duplicates
            reordered recovered frames key_frames freezes frozen nacks key_frames_asked key_frames_owed repeated
            feedbacks_sent feedbacks_received consents strays);
        self
    }
}

/// Of a whole thread.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub participants: usize,
    pub connected: usize,
    pub totals: Totals,
    /// From a sender's clock to a receiver's, of all packets since the last report.
    pub latency: Histogram,
}

impl Report {
    pub fn add(&mut self, other: &Self) {
        self.participants += other.participants;
        self.connected += other.connected;
        self.totals += other.totals;
        self.latency.add(&other.latency);
    }
}

/// Of one participant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fare {
    pub mark: u32,
    pub connected: bool,
    pub totals: Totals,
    pub round_trip: Option<Duration>,
    pub slots: Vec<SlotFare>,
    pub failed: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct SlotFare {
    pub mid: String,
    pub video: bool,
    /// Packets from each sender, by its mark.
    pub from: BTreeMap<u32, u64>,
    pub lost: u64,
    pub frames: u64,
    pub key_frames: u64,
    pub freezes: u64,
    /// RFC 3550 §6.4.1.
    pub jitter: Duration,
}
