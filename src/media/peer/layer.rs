//! One stream of a source: one simulcast layer, or the only one there is. What we do to have it whole
//! (RFC 4585 NACKs, RFC 4588 retransmissions, key frames on demand), and what we keep of it.

use signaling::wire::SourceKind;
use std::time::{Duration, Instant};

use super::reception::Reception;
use crate::media::forward::allocate::TEMPORAL;
use crate::media::forward::cache::PacketCache;
use crate::media::forward::keyframe::KeyframeBudget;
use crate::media::forward::leg::StreamId;
use crate::media::forward::meter::Meter;
use crate::media::forward::nack::{Arrival as Place, NackRegister, Requests};
use crate::media::forward::rate::BitRate;
use crate::media::forward::rtcp::Block;

/// Room for 0.8 s of 2.5 Mbit/s video, by bytes, and for two of anything less, by packets; a small layer among several
/// needs a quarter.
const CACHE_BYTES: usize = 256 * 1024;
const CACHE_PACKETS: usize = 512;
/// Ticks per second.
const VIDEO_CLOCK: u32 = 90_000;
const AUDIO_CLOCK: u32 = 48_000;
/// A group of pictures older or longer than this is not worth repeating: a fresh key frame is smaller.
const GROUP_AGE: Duration = Duration::from_millis(1500);
const GROUP_PACKETS: u16 = 96;

/// What a temporal layer takes is measured over two seconds: a key frame is not how it flows.
const TEMPORAL_BUCKET: Duration = Duration::from_millis(250);
const TEMPORAL_WINDOW: Duration = Duration::from_secs(2);
/// A layer that sent nothing for so long fades out of its meters, and is not measured by them.
const PAUSE: Duration = Duration::from_millis(300);
/// Less than this is a layer that does not flow.
pub const SILENT: BitRate = BitRate::kbps(5);
/// A layer that is wanted and does not come for so long is not to be had.
const PATIENCE: Duration = Duration::from_secs(3);

/// The pictures since the last key frame, as far as they are all here.
#[derive(Debug, Clone, Copy)]
struct Group {
    began: Duration,
    first: u16,
    newest: u16,
}

/// One stream as it is received. It has no SSRC before its first packet where the offer told none.
#[derive(Debug)]
pub struct Layer {
    pub ssrc: Option<u32>,
    pub rtx: Option<u32>,
    pub reception: Reception,
    /// The publisher's last sender report: RTP timestamp, and when it came.
    pub report: Option<(u32, Instant)>,
    /// What is missing; none if its client sends nothing again.
    gaps: Option<NackRegister>,
    /// Of pictures; sound is kept by who was sent it ([`Echo`](super::echo::Echo)).
    cache: Option<PacketCache>,
    pub key_frames: KeyframeBudget,
    pub key_frames_seen: u64,
    /// Height of the picture in pixels, once a key frame told.
    pub height: Option<u16>,
    pub meter: Meter,
    /// Of each temporal layer, what came the first time.
    parts: [Meter; TEMPORAL],
    /// When the last of it came.
    came: Duration,
    /// When it came again after nothing for a whole window, if it ever did.
    resumed: Option<Duration>,
    /// The rates it had when it last flowed, and how many temporal layers it has.
    usual: [BitRate; TEMPORAL],
    temporal: u8,
    /// Since when somebody wants it.
    wanted: Option<Duration>,
    group: Option<Group>,
}

/// What one layer offers to who may receive it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offered {
    pub stream: StreamId,
    /// In pixels; 0 is not known.
    pub height: u16,
    /// With temporal layers up to each; zero for those there are not.
    pub rates: [BitRate; TEMPORAL],
    /// How many of those there are, one at least.
    pub temporal: u8,
}

impl Offered {
    /// Of all its temporal layers.
    pub fn rate(&self) -> BitRate {
        self.rates.into_iter().max().unwrap_or_default()
    }
}

impl Layer {
    /// `nack`: what is lost is asked for again. `share`: one over how much smaller than a whole picture it may be.
    pub fn new(now: Instant, kind: SourceKind, nack: bool, share: usize) -> Self {
        let video = kind != SourceKind::Microphone;
        Self {
            ssrc: None,
            rtx: None,
            reception: Reception::new(now, if video { VIDEO_CLOCK } else { AUDIO_CLOCK }),
            report: None,
            gaps: (video || nack).then(NackRegister::default),
            cache: video.then(|| PacketCache::new(CACHE_BYTES / share.max(1), CACHE_PACKETS / share.max(1))),
            key_frames: KeyframeBudget::default(),
            key_frames_seen: 0,
            height: None,
            meter: Meter::default(),
            parts: std::array::from_fn(|_| Meter::new(TEMPORAL_BUCKET)),
            came: Duration::ZERO,
            resumed: None,
            usual: [BitRate::ZERO; TEMPORAL],
            temporal: 1,
            wanted: None,
            group: None,
        }
    }

    /// The stream it arrives in, if any did: another SSRC is another stream.
    pub fn stream(&self, owner: super::PeerId) -> Option<StreamId> {
        Some(StreamId((u64::from(owner.0) << 32) | u64::from(self.ssrc?)))
    }

    /// A kept packet, for a receiver that missed it.
    pub fn kept(&self, sequence: u16) -> Option<&[u8]> {
        self.cache.as_ref()?.get(sequence)
    }

    /// Files a packet; `false` for one that was here before.
    pub fn file(&mut self, since: Duration, sequence: u16, packet: &[u8], key_frame: bool) -> bool {
        self.meter.add(since, packet.len());
        let place = self.gaps.as_mut().map(|gaps| gaps.arrived(since, sequence));
        if place == Some(Place::Again) {
            return false;
        }
        let Some(cache) = &mut self.cache else { return true };
        if place == Some(Place::Hole) {
            self.key_frames.want();
            self.group = None;
        }
        cache.put(since, sequence, packet);
        if key_frame {
            self.key_frames.arrived();
            self.key_frames_seen += 1;
            self.group = Some(Group { began: since, first: sequence, newest: sequence });
        } else if let Some(group) = &mut self.group
            && sequence.wrapping_sub(group.newest) < 0x8000
        {
            group.newest = sequence;
        }
        true
    }

    /// A packet of this temporal layer came the first time.
    pub fn note_temporal(&mut self, since: Duration, layer: u8, bytes: usize) {
        let layer = layer.min(TEMPORAL as u8 - 1);
        self.temporal = self.temporal.max(layer + 1);
        self.parts[usize::from(layer)].add(since, bytes);
        let known = self.usual != [BitRate::ZERO; TEMPORAL];
        if known && since.saturating_sub(self.came) >= TEMPORAL_WINDOW {
            self.resumed = Some(since);
        }
        self.came = since;
    }

    /// What came is kept for so long.
    pub fn keep_for(&mut self, time: Duration) {
        if let Some(cache) = &mut self.cache {
            cache.keep_for(time);
        }
    }

    /// What it takes with temporal layers up to each. After a pause that is not seen before the window is full again: until
    /// then no less than it took before.
    fn measured(&mut self, since: Duration) -> [BitRate; TEMPORAL] {
        let filling = self.resumed.is_some_and(|resumed| since.saturating_sub(resumed) < TEMPORAL_WINDOW);
        let least = if filling { self.usual } else { [BitRate::ZERO; TEMPORAL] };
        let mut sum = BitRate::ZERO;
        let sums = self.parts.each_mut().map(|part| {
            sum += part.rate(since);
            sum
        });
        std::array::from_fn(|at| sums[at].max(least[at]))
    }

    /// What it offers now; nothing if it never came, or has stayed away although it is wanted: a browser
    /// leaves out what its camera, processor or line is too small for.
    pub fn offered(&mut self, since: Duration, owner: super::PeerId) -> Option<Offered> {
        if self.meter.rate(since) > SILENT {
            if since.saturating_sub(self.came) < PAUSE {
                self.usual = self.measured(since);
            }
        } else if self.wanted.is_some_and(|wanted| since.saturating_sub(wanted) > PATIENCE) {
            return None;
        }
        self.offered_at(self.usual, owner)
    }

    /// What it offers where its source has no other layer: that little comes of it says only that nothing moves on
    /// the page it shows. It takes what comes, not what it took when something moved.
    pub fn offered_alone(&mut self, since: Duration, owner: super::PeerId) -> Option<Offered> {
        self.offered(since, owner).or_else(|| self.offered_at([SILENT; TEMPORAL], owner))
    }

    fn offered_at(&self, mut rates: [BitRate; TEMPORAL], owner: super::PeerId) -> Option<Offered> {
        let (stream, height) = (self.stream(owner)?, self.height.unwrap_or_default());
        let (present, absent) = rates.split_at_mut(usize::from(self.temporal).min(TEMPORAL));
        present.iter_mut().for_each(|rate| *rate = SILENT.max(*rate));
        absent.fill(BitRate::ZERO);
        Some(Offered { stream, height, rates, temporal: self.temporal })
    }

    /// Whether somebody wants it from now on.
    pub fn want(&mut self, since: Duration, wanted: bool) {
        self.wanted = if wanted { self.wanted.or(Some(since)) } else { None };
    }

    /// The numbers of the last key frame's group, if it is young, short, and nothing of it is missing: who
    /// joins can begin with it at once.
    pub fn group(&self, since: Duration) -> Option<impl Iterator<Item = u16> + use<>> {
        let group = self.group.filter(|group| since.saturating_sub(group.began) <= GROUP_AGE)?;
        let length = group.newest.wrapping_sub(group.first);
        let numbers = move || (0..=length).map(move |step| group.first.wrapping_add(step));
        let whole = length < GROUP_PACKETS && numbers().all(|sequence| self.kept(sequence).is_some());
        whole.then(numbers)
    }

    /// What to ask for again now.
    pub fn missing(&mut self, since: Duration, round_trip: Duration) -> Option<(u32, Requests)> {
        let (ssrc, gaps) = (self.ssrc?, self.gaps.as_mut()?);
        if gaps.next_due().is_none_or(|due| due > since) {
            return None;
        }
        let requests = gaps.due(since, round_trip);
        if requests.given_up > 0 && self.cache.is_some() {
            self.key_frames.want();
        }
        (!requests.pairs().is_empty()).then_some((ssrc, requests))
    }

    pub fn block(&mut self, now: Instant) -> Option<Block> {
        self.reception.report(now, self.ssrc?)
    }

    /// When something of it is due, since the publications began.
    pub fn due(&self) -> Option<Duration> {
        self.ssrc?;
        [self.gaps.as_ref().and_then(NackRegister::next_due), self.key_frames.next_due()]
            .into_iter()
            .flatten()
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENTH: Duration = Duration::from_millis(100);

    fn layer() -> Layer {
        Layer { ssrc: Some(7), ..Layer::new(Instant::now(), SourceKind::Camera, true, 4) }
    }

    #[test]
    fn a_young_group_that_is_whole_can_be_begun_with() {
        let mut layer = layer();
        for sequence in 10..20 {
            layer.file(TENTH, sequence, &[sequence as u8; 50], sequence == 12);
        }
        assert_eq!(layer.group(TENTH).unwrap().collect::<Vec<_>>(), (12..20).collect::<Vec<_>>());
        assert!(layer.group(TENTH + GROUP_AGE + TENTH).is_none(), "too old");
    }

    #[test]
    fn a_group_with_a_gap_waits_for_what_is_missing() {
        let mut layer = layer();
        for (sequence, key_frame) in [(12, true), (13, false), (15, false)] {
            layer.file(TENTH, sequence, &[1; 50], key_frame);
        }
        assert!(layer.group(TENTH).is_none());
        layer.file(TENTH, 14, &[1; 50], false);
        assert_eq!(layer.group(TENTH).unwrap().count(), 4);
    }

    #[test]
    fn a_long_group_is_not_repeated() {
        let mut layer = layer();
        for sequence in 0..GROUP_PACKETS + 1 {
            layer.file(TENTH, sequence, &[1; 50], sequence == 0);
        }
        assert!(layer.group(TENTH).is_none());
    }

    #[test]
    fn sound_is_asked_for_again_where_its_client_answers() {
        for (nack, asked) in [(true, Some(vec![(12, 0b1)])), (false, None)] {
            let new = Layer::new(Instant::now(), SourceKind::Microphone, nack, 1);
            let mut layer = Layer { ssrc: Some(7), ..new };
            for sequence in [11, 14] {
                layer.file(TENTH, sequence, &[1; 50], false);
            }
            let missing = layer.missing(2 * TENTH, TENTH).map(|(_, requests)| requests.pairs().to_vec());
            assert_eq!(missing, asked);
            assert_eq!(layer.key_frames.next_due(), None);
        }
    }

    /// A layer of 20 pictures a second in three temporal layers, and each packet of it twice: what it offers while it flows, while it
    /// fades, and when it has long stopped.
    #[test]
    fn what_each_temporal_layer_takes_is_measured_once_and_known_when_it_stops() {
        let mut layer = layer();
        let owner = super::super::PeerId(1);
        let kbps = |layer: &mut Layer, at: u64| {
            let offered = layer.offered(Duration::from_millis(at), owner).unwrap();
            offered.rates.map(|rate| rate.as_bps() / 1000)
        };
        for frame in 0..60_u64 {
            let since = Duration::from_millis(50 * frame);
            let (temporal, bytes) = [(0, 800), (2, 300), (1, 500), (2, 300)][frame as usize % 4];
            for _ in 0..2 {
                if layer.file(since, frame as u16, &vec![1; bytes], frame == 0) {
                    layer.note_temporal(since, temporal, bytes);
                }
            }
            kbps(&mut layer, 50 * frame);
        }
        let rates = kbps(&mut layer, 3000);
        for (rate, right) in rates.into_iter().zip([32, 52, 76]) {
            assert!((right * 85 / 100..=right * 115 / 100).contains(&rate), "{rates:?}");
        }
        for at in [3200, 3500, 4000, 4500, 5000, 20_000] {
            let known = kbps(&mut layer, at);
            assert!(known[0] >= 24 && known[2] >= 60, "{known:?} after {at} ms");
        }
    }

    #[test]
    fn a_layer_that_flows_again_takes_what_it_took_until_it_is_measured_anew() {
        let (mut layer, owner, mut sequence) = (layer(), super::super::PeerId(1), 0);
        let mut flow = |from: u64, until: u64, bytes: usize| {
            let each = (from..until).step_by(50).map(|at| {
                let since = Duration::from_millis(at);
                sequence += 1;
                layer.file(since, sequence, &vec![1; bytes], false);
                layer.note_temporal(since, 0, bytes);
                layer.offered(since, owner).unwrap().rates[0].as_bps() / 1000
            });
            each.collect::<Vec<_>>()
        };
        flow(0, 3000, 400); // 64 kbit/s
        let again = flow(8000, 10_000, 400);
        assert!(again.iter().all(|rate| (58..=70).contains(rate)), "{again:?}");
        let less = flow(10_000, 13_000, 200);
        assert!(less.last().is_some_and(|rate| (29..=36).contains(rate)), "{less:?}");
    }

    #[test]
    fn a_packet_counts_once() {
        let mut layer = layer();
        assert!(layer.file(TENTH, 1, &[1; 50], true));
        assert!(!layer.file(TENTH, 1, &[1; 50], true));
    }
}
