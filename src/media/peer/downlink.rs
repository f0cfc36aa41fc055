//! What one receiver's line bears and how it is filled: estimate, pace and probes of everything we send to it
//! (docs/adr/0007). A client that gives no transport-wide feedback is sent everything at once until its reports speak against
//! it (docs/adr/0091).

use std::time::{Duration, Instant};

use crate::media::forward::allocate::{Fullness, VOICE, Verdict};
use crate::media::forward::bwe::{Bandwidth, Reported, START};
use crate::media::forward::feedback::Feedback;
use crate::media::forward::leg::StreamId;
use crate::media::forward::meter::Meter;
use crate::media::forward::pacer::{Admission, Pacer, Popped, Urgency};
use crate::media::forward::probe::Prober;
use crate::media::forward::rate::BitRate;
use crate::media::forward::rewritten::Rewritten;

/// Of a narrow line no more than this: who speaks and who interrupts. The rest is for a picture.
const MOST_VOICES: u64 = 2;

/// A packet that waits in its source's cache. It leaves only if what its slot carried then was not stopped since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub slot: u8,
    /// Times that what the slot carried had been stopped.
    pub turns: u32,
    /// Where it lies.
    pub stream: StreamId,
    pub sequence: u16,
    pub rewritten: Rewritten,
}

/// A moment by the clock, and since the peer began: told once a packet, for all that is done with it.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    pub now: Instant,
    pub since: Duration,
}

/// How it is found out what a line bears.
#[derive(Debug)]
enum Estimator {
    /// The client tells when packets came.
    Arrivals(Box<Bandwidth>),
    /// It tells how many were lost.
    Reports(Box<Reported>),
}

/// One receiver's line: how fast it is filled, and what is known of each packet that went out on it.
#[derive(Debug)]
pub struct Downlink {
    began: Instant,
    estimator: Estimator,
    /// Padding can be sent.
    pads: bool,
    prober: Prober,
    pacer: Pacer<Waiting>,
    sound: Meter,
    /// Of the next packet (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).
    next: u16,
    fullness: Fullness,
    /// Something waits since the last [`Self::take_alarm`].
    alarm: bool,
}

impl Downlink {
    pub fn new(now: Instant) -> Self {
        Self {
            began: now,
            estimator: Estimator::Reports(Box::new(Reported::default())),
            pads: false,
            prober: Prober::default(),
            pacer: Pacer::new(Duration::ZERO, START),
            sound: Meter::default(),
            next: 0,
            fullness: Fullness::Full,
            alarm: false,
        }
    }

    /// The line is the one that bore this a moment ago: a client that comes back by a narrow one does not drown in
    /// what a start usually takes.
    pub fn resume(&mut self, estimate: BitRate) {
        if estimate < START {
            match &mut self.estimator {
                Estimator::Arrivals(bandwidth) => **bandwidth = Bandwidth::starting(Duration::ZERO, estimate),
                Estimator::Reports(reported) => **reported = Reported::starting(estimate),
            }
            self.pacer = Pacer::new(Duration::ZERO, estimate);
            self.prober = Prober::patient();
        }
    }

    /// Whether the client tells when packets came, and whether padding can be sent to it. `None`: it is sent nothing for now. What
    /// the line was found to bear outlives what it carries.
    pub fn control(&mut self, now: Instant, controlled: Option<bool>, pads: bool) {
        self.pads = controlled == Some(true) && pads;
        let since = self.since(now);
        let estimate = self.estimated(since);
        match (&self.estimator, controlled) {
            (Estimator::Reports(_), Some(true)) => {
                self.estimator = Estimator::Arrivals(Box::new(Bandwidth::starting(since, estimate)));
            }
            (Estimator::Arrivals(_), Some(false)) => {
                let known = estimate < START;
                let reported = if known { Reported::starting(estimate) } else { Reported::default() };
                self.estimator = Estimator::Reports(Box::new(reported));
            }
            (Estimator::Arrivals(_), Some(true) | None) | (Estimator::Reports(_), Some(false) | None) => {}
        }
    }

    /// Whether a packet of about this many bytes may leave now ([`Self::since`], as below: asked once a packet).
    pub fn admit(&mut self, now: Duration, bytes: usize, urgency: Urgency) -> Admission {
        if self.is_paced() { self.pacer.admit(now, bytes, urgency) } else { Admission::Send }
    }

    /// Has a packet wait for its time.
    pub fn wait(&mut self, now: Duration, bytes: usize, urgency: Urgency, packet: Waiting) {
        self.alarm |= self.pacer.is_empty();
        self.pacer.push(now, bytes, urgency, packet);
    }

    /// The next packet that waited and whose time has come.
    pub fn next_waiting(&mut self, now: Duration) -> Option<Popped<Waiting>> {
        self.pacer.pop(now)
    }

    /// [`Self::next_waiting`]'s packet is gone from its source's cache.
    pub fn not_sent(&mut self, bytes: usize) {
        self.pacer.not_sent(bytes);
    }

    /// The number for the packet that leaves now.
    pub fn number(&self) -> u16 {
        self.next
    }

    /// A packet left; `numbered` ones had [`Self::number`].
    pub fn sent(&mut self, now: Duration, bytes: usize, urgency: Urgency, numbered: bool) {
        match urgency {
            Urgency::Sound => self.sound.add(now, bytes),
            // Padding asks nobody, but it counts.
            Urgency::Padding => drop(self.pacer.admit(now, bytes, urgency)),
            Urgency::Retransmission | Urgency::Speaker | Urgency::Picture => {}
        }
        match &mut self.estimator {
            Estimator::Arrivals(bandwidth) if numbered => {
                let cluster = self.prober.sent(now, bytes);
                bandwidth.sent(now, self.next, bytes, cluster);
                self.next = self.next.wrapping_add(1);
            }
            Estimator::Arrivals(_) => {}
            Estimator::Reports(reported) => reported.sent(now, bytes),
        }
    }

    /// The client has told when packets came.
    pub fn feedback(&mut self, now: Instant, packet: &[u8]) {
        let now = self.since(now);
        if let (Estimator::Arrivals(bandwidth), Some(feedback)) =
            (&mut self.estimator, Feedback::parse(packet))
        {
            bandwidth.feedback(now, &feedback);
        }
    }

    /// The client has told how many packets of a stream were lost since it last did, and how long the way is.
    pub fn report(&mut self, now: Instant, packets: u32, lost: u32, round_trip: Option<Duration>) {
        let now = self.since(now);
        if let Estimator::Reports(reported) = &mut self.estimator {
            reported.report(now, packets, lost, round_trip);
        }
    }

    /// The client has told what it thinks the line bears.
    pub fn said(&mut self, bears: BitRate) {
        if let Estimator::Reports(reported) = &mut self.estimator {
            reported.said(bears);
        }
    }

    /// Whether what it is sent goes by a connection, where sound overtakes pictures.
    pub fn overtakes(&mut self, overtakes: bool) {
        if let Estimator::Arrivals(bandwidth) = &mut self.estimator {
            bandwidth.overtakes(overtakes);
        }
    }

    /// What there is to share out, and how much of it sound takes. Called with each packet of a picture that waited too
    /// long; of those to be sent again nobody need know, for they are asked for again.
    pub fn budget(&mut self, now: Instant, mut dropped: impl FnMut(Waiting)) -> (BitRate, BitRate) {
        let now = self.since(now);
        if let Estimator::Arrivals(bandwidth) = &mut self.estimator {
            bandwidth.tick(now);
        }
        let estimate = self.estimated(now);
        self.pacer.set_estimate(now, estimate);
        self.pacer.drop_stale(now, |popped| {
            if popped.urgency != Urgency::Retransmission {
                dropped(popped.name);
            }
        });
        (estimate, self.sound.rate(now))
    }

    /// What came of sharing it out; whether the word for it changed.
    pub fn shared(&mut self, now: Instant, verdict: &Verdict) -> bool {
        let (now, narrow) = (self.since(now), self.is_narrow());
        match &mut self.estimator {
            Estimator::Arrivals(bandwidth) if self.pads => {
                let line = bandwidth.line(now);
                let aim = verdict.aim(now, line.estimate, narrow);
                self.alarm |= self.prober.tick(now, &line, aim).is_some();
            }
            Estimator::Arrivals(_) => {}
            Estimator::Reports(reported) => reported.tick(now, verdict.wanted, verdict.pictures),
        }
        std::mem::replace(&mut self.fullness, verdict.fullness) != verdict.fullness
    }

    /// Bytes of padding that a probe wants sent now.
    pub fn padding(&self, now: Duration) -> Option<usize> {
        self.prober.due(now).filter(|_| self.pads)
    }

    /// The padding had no way out: the probe goes on without it.
    pub fn not_padded(&mut self, now: Duration, bytes: usize) {
        self.prober.sent(now, bytes);
    }

    /// When something that waits may leave.
    pub fn deadline(&self) -> Option<Instant> {
        let due = [self.pacer.deadline(), self.prober.deadline().filter(|_| self.pads)];
        due.into_iter().flatten().min().map(|due| self.began + due)
    }

    /// Whether [`Self::deadline`] has come nearer since last asked.
    pub fn take_alarm(&mut self) -> bool {
        std::mem::take(&mut self.alarm)
    }

    pub fn fullness(&self) -> Fullness {
        self.fullness
    }

    pub fn estimate(&self, now: Instant) -> BitRate {
        self.estimated(self.since(now))
    }

    pub fn round_trip(&self) -> Option<Duration> {
        match &self.estimator {
            Estimator::Arrivals(bandwidth) => bandwidth.round_trip(),
            Estimator::Reports(reported) => reported.round_trip(),
        }
    }

    pub fn is_narrow(&self) -> bool {
        self.pacer.is_narrow()
    }

    /// How many voices at a time it bears; one always.
    pub fn voices(&self, now: Instant) -> usize {
        let bears = self.estimate(now).as_bps() / VOICE.as_bps();
        if self.is_narrow() { bears.clamp(1, MOST_VOICES) as usize } else { usize::MAX }
    }

    pub fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }

    pub fn moment(&self, now: Instant) -> Moment {
        Moment { now, since: self.since(now) }
    }

    fn estimated(&self, since: Duration) -> BitRate {
        match &self.estimator {
            Estimator::Arrivals(bandwidth) => bandwidth.estimate(since),
            Estimator::Reports(reported) => reported.estimate(),
        }
    }

    /// Whether packets may have to wait. What waits already is not overtaken.
    fn is_paced(&self) -> bool {
        match &self.estimator {
            Estimator::Arrivals(_) => true,
            Estimator::Reports(reported) => reported.is_limited() || !self.pacer.is_empty(),
        }
    }

    /// Where the time of all its slots begins.
    pub fn began(&self) -> Instant {
        self.began
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::forward::bwe::MOST;

    /// What is told of each offer, seconds apart, and what the line is known to bear then.
    #[track_caller]
    fn check(mut line: Downlink, offers: &[(Option<bool>, BitRate)]) {
        for (at, (controlled, bears)) in (0..).zip(offers) {
            let now = line.began() + Duration::from_secs(5 * at);
            line.control(now, *controlled, true);
            assert_eq!(line.estimate(now), *bears, "offer {at}");
        }
    }

    #[test]
    fn what_a_line_was_found_to_bear_outlives_what_it_carries() {
        let mut line = Downlink::new(Instant::now());
        let known = BitRate::kbps(60);
        line.resume(known);
        check(line, &[None, Some(true), None, Some(true), Some(false), Some(true)].map(|told| (told, known)));
    }

    #[test]
    fn a_line_of_which_nothing_is_known_begins_as_usual() {
        let line = Downlink::new(Instant::now());
        check(line, &[(None, MOST), (Some(true), START), (None, START), (Some(false), MOST)]);
    }
}
