//! What a participant sends: Opus-like sound, VP8-like pictures in one or more layers. The bytes inside are
//! nothing to hear or see; sizes, times and headers are those of a browser.

use signaling::wire::SourceKind;
use std::time::{Duration, Instant};

use super::clock;
use super::rtp::{self, Extensions, Head, OPUS, RTX, Stamp, VP8};
use super::sdp::Ids;

/// How a source is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Sound(Sound),
    /// Layers, lowest first.
    Picture(Vec<Picture>),
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

/// Packets kept for those who missed one.
const KEPT: usize = 512;
/// Behind by more than this, what was to be sent is skipped: a browser would have dropped frames too.
const LATE: Duration = Duration::from_millis(500);
/// mid and rid are in the packets this long; a relay that has not learned them by then never will.
const NAMED: Duration = Duration::from_secs(3);
const DTX_EVERY: Duration = Duration::from_millis(400);
/// A talk spurt and its pause together.
const TURN: Duration = Duration::from_secs(10);

/// One RTP stream: a microphone, or a layer of a camera.
#[derive(Debug)]
pub struct Stream {
    pub kind: SourceKind,
    pub ssrc: u32,
    pub rtx_ssrc: u32,
    form: Form,
    mid: String,
    rid: Option<String>,
    pub ids: Ids,
    began: Instant,
    due: Instant,
    sequence: u16,
    rtx_sequence: u16,
    picture_id: u16,
    tl0: u8,
    frame: u64,
    key_wanted: bool,
    pub packets: u32,
    pub octets: u32,
    /// Frames or packets not sent because the process was behind.
    pub skipped: u64,
    kept: Vec<(u16, Vec<u8>)>,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Sound(Sound),
    Picture(Picture),
}

impl Stream {
    /// The streams of a source in section `mid`; `number` gives SSRCs.
    pub fn all(
        now: Instant,
        kind: SourceKind,
        shape: &Shape,
        mid: &str,
        mut number: impl FnMut() -> u32,
    ) -> Vec<Self> {
        match shape {
            Shape::Sound(sound) => vec![Self::new(now, kind, Form::Sound(*sound), mid, None, number(), 0)],
            Shape::Picture(layers) => {
                let layer = |(at, picture): (usize, &Picture)| {
                    let rid = (layers.len() > 1).then(|| rid(at).to_owned());
                    Self::new(now, kind, Form::Picture(*picture), mid, rid, number(), number())
                };
                layers.iter().enumerate().map(layer).collect()
            }
        }
    }

    fn new(
        now: Instant,
        kind: SourceKind,
        form: Form,
        mid: &str,
        rid: Option<String>,
        ssrc: u32,
        rtx_ssrc: u32,
    ) -> Self {
        let phase = if let Form::Picture(picture) = form { picture.phase } else { Duration::ZERO };
        Self {
            kind,
            ssrc,
            rtx_ssrc,
            form,
            mid: mid.to_owned(),
            rid,
            ids: Ids::default(),
            began: now,
            due: now + phase,
            sequence: (ssrc % 30_000) as u16, // below half: no rollover in the first minutes
            rtx_sequence: 1,
            picture_id: (ssrc % 0x7fff) as u16,
            tl0: 0,
            frame: 0,
            key_wanted: true,
            packets: 0,
            octets: 0,
            skipped: 0,
            kept: Vec::new(),
        }
    }

    #[must_use]
    pub fn rid(&self) -> Option<&str> {
        self.rid.as_deref()
    }

    /// Media may flow from now on.
    pub fn start(&mut self, now: Instant) {
        let phase = self.due.saturating_duration_since(self.began);
        (self.began, self.due) = (now, now + phase);
    }

    /// The next frame is a key frame.
    pub fn want_key_frame(&mut self) {
        self.key_wanted = true;
    }

    #[must_use]
    pub fn due(&self) -> Instant {
        self.due
    }

    #[must_use]
    pub fn timestamp(&self, now: Instant) -> u32 {
        let rate = if matches!(self.form, Form::Sound(_)) { 48 } else { 90 };
        (now.saturating_duration_since(self.began).as_micros() as u64 * rate / 1000) as u32
    }

    /// What is to be sent now, packet by packet, in the clear. `transport` numbers across all streams.
    pub fn poll(
        &mut self,
        now: Instant,
        mark: u32,
        transport: &mut u16,
        mut send: impl FnMut(&mut Vec<u8>, &Head),
    ) {
        let every = self.every(now);
        if now.saturating_duration_since(self.due) > LATE {
            self.skipped += (now.saturating_duration_since(self.due).as_nanos() / every.as_nanos()) as u64;
            self.due = now;
        }
        while self.due <= now {
            self.due += every;
            let packets = if let Form::Picture(picture) = self.form { picture.packets_per_frame } else { 1 };
            let key = std::mem::take(&mut self.key_wanted);
            let timestamp = self.timestamp(now);
            self.turn_frame(key);
            for at in 0..packets {
                let last = at + 1 == packets;
                let mut packet = Vec::with_capacity(1500);
                let head = self.head(now, timestamp, last, transport, &mut packet);
                self.payload(&mut packet, at == 0, key);
                self.fill(&mut packet);
                Stamp { mark, at: clock::nanos(now) }.write(&mut packet);
                self.keep(&packet);
                self.packets = self.packets.wrapping_add(1);
                self.octets = self.octets.wrapping_add((packet.len() - head.length) as u32);
                send(&mut packet, &head);
            }
        }
    }

    /// Time to the next frame or packet.
    fn every(&self, now: Instant) -> Duration {
        match self.form {
            Form::Picture(picture) => picture.every,
            Form::Sound(sound) => match self.still_for(now, sound) {
                None => sound.every,
                Some(pause) => pause.clamp(sound.every, DTX_EVERY),
            },
        }
    }

    /// Speaks for a share of every turn, not all at once: by their numbers. In a pause, how long it lasts still.
    fn still_for(&self, now: Instant, sound: Sound) -> Option<Duration> {
        let offset = TURN.mul_f64(f64::from(self.ssrc % 1000) / 1000.0);
        let since = (now.saturating_duration_since(self.began) + offset).as_secs_f64();
        let at = since % TURN.as_secs_f64();
        let talks = at < sound.talks * TURN.as_secs_f64();
        (!talks).then(|| Duration::from_secs_f64(TURN.as_secs_f64() - at))
    }

    fn turn_frame(&mut self, key: bool) {
        // A key frame begins the pattern of temporal layers afresh.
        self.frame = if key { 0 } else { self.frame + 1 };
        self.picture_id = (self.picture_id + 1) & 0x7fff;
        if self.temporal_id() == 0 {
            self.tl0 = self.tl0.wrapping_add(1);
        }
    }

    /// 0 1 0 1, or 0 2 1 2.
    fn temporal_id(&self) -> u8 {
        let Form::Picture(picture) = self.form else { return 0 };
        match (picture.temporal, self.frame % 4) {
            (2, at) => (at % 2) as u8,
            (3, 0) => 0,
            (3, 2) => 1,
            (3, _) => 2,
            _ => 0,
        }
    }

    fn head(
        &mut self,
        now: Instant,
        timestamp: u32,
        last: bool,
        transport: &mut u16,
        packet: &mut Vec<u8>,
    ) -> Head {
        let video = matches!(self.form, Form::Picture(_));
        let payload_type = if video { VP8 } else { OPUS };
        let mut head = Head::of(payload_type, self.ssrc, self.sequence, timestamp, last && video);
        self.sequence = self.sequence.wrapping_add(1);
        let mut extensions = self.names(now, self.ids.rid);
        if let Form::Sound(sound) = self.form {
            let level = if self.still_for(now, sound).is_none() { 0x80 | sound.level } else { 127 };
            extensions.put(self.ids.level, &[level]);
        }
        if self.ids.transport != 0 {
            *transport = transport.wrapping_add(1);
            extensions.put(self.ids.transport, &transport.to_be_bytes());
        }
        rtp::write(packet, &head, &extensions);
        head.length = packet.len();
        head
    }

    fn names(&self, now: Instant, rid: u8) -> Extensions {
        let mut extensions = Extensions::default();
        if now.saturating_duration_since(self.began) < NAMED {
            extensions.put(self.ids.mid, self.mid.as_bytes());
            extensions.put(rid, self.rid.as_deref().unwrap_or_default().as_bytes());
        }
        extensions
    }

    /// VP8 payload descriptor with 15-bit picture id, TL0PICIDX and temporal id (RFC 7741 §4.2), and on a
    /// frame's first packet the beginning of a VP8 frame (RFC 6386 §9.1).
    fn payload(&self, packet: &mut Vec<u8>, first: bool, key: bool) {
        let Form::Picture(picture) = self.form else { return };
        let [high, low] = (self.picture_id | 0x8000).to_be_bytes();
        let begins = if first { 0x90 } else { 0x80 };
        if picture.temporal > 1 {
            let (id, key_index) = (self.temporal_id(), self.tl0 & 0x1f);
            let sync = if id > 0 { 0x20 } else { 0 };
            packet.extend([begins, 0xf0, high, low, self.tl0, (id << 6) | sync | key_index]);
        } else {
            packet.extend([begins, 0x80, high, low]);
        }
        if first {
            packet.extend([0x10 | u8::from(!key), 2, 0]);
            if key {
                packet.extend([0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]);
            }
        }
    }

    fn fill(&self, packet: &mut Vec<u8>) {
        let bytes = match self.form {
            Form::Sound(sound) => sound.bytes,
            Form::Picture(picture) => picture.bytes,
        };
        let end = bytes.saturating_sub(Stamp::BYTES).max(packet.len());
        packet.resize(end, 0x5a);
    }

    fn keep(&mut self, packet: &[u8]) {
        if matches!(self.form, Form::Sound(_)) {
            return;
        }
        let sequence = self.sequence.wrapping_sub(1);
        let place = usize::from(sequence) % KEPT;
        if self.kept.len() < KEPT {
            self.kept.resize_with(KEPT, Default::default);
        }
        let (kept, bytes) = &mut self.kept[place];
        *kept = sequence;
        bytes.clear();
        bytes.extend_from_slice(packet);
    }

    /// A retransmission of packet `sequence` (RFC 4588), if it is still here.
    pub fn again(&mut self, now: Instant, sequence: u16, transport: &mut u16) -> Option<(Vec<u8>, Head)> {
        let (_, bytes) = self.kept.get(usize::from(sequence) % KEPT).filter(|(kept, _)| *kept == sequence)?;
        let original = Head::parse(bytes)?;
        let mut head = Head::of(RTX, self.rtx_ssrc, self.rtx_sequence, original.timestamp, original.marker);
        let mut extensions = self.names(now, self.ids.repaired_rid);
        if self.ids.transport != 0 {
            *transport = transport.wrapping_add(1);
            extensions.put(self.ids.transport, &transport.to_be_bytes());
        }
        let mut packet = Vec::with_capacity(1500);
        rtp::write(&mut packet, &head, &extensions);
        head.length = packet.len();
        packet.extend(sequence.to_be_bytes());
        packet.extend(&bytes[original.length..]);
        self.rtx_sequence = self.rtx_sequence.wrapping_add(1);
        Some((packet, head))
    }
}

/// As Chromium calls them: quarter, half, full.
#[must_use]
pub fn rid(layer: usize) -> &'static str {
    ["q", "h", "f"][layer.min(2)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::rtp::Vp8;

    fn stream(shape: &Shape) -> (Instant, Stream) {
        let now = Instant::now();
        let mut next = 100;
        let number = || {
            next += 1;
            next
        };
        let kind = if matches!(shape, Shape::Sound(_)) { SourceKind::Microphone } else { SourceKind::Camera };
        let mut stream = Stream::all(now, kind, shape, "1", number).remove(0);
        stream.ids = Ids { mid: 4, level: 1, transport: 3, ..Ids::default() };
        (now, stream)
    }

    /// Everything sent in `time`.
    fn sent(stream: &mut Stream, from: Instant, time: Duration) -> Vec<Vec<u8>> {
        let (mut packets, mut transport) = (Vec::new(), 0);
        let mut now = from;
        while now < from + time {
            stream.poll(now, 9, &mut transport, |packet, _| packets.push(packet.clone()));
            now += Duration::from_millis(1);
        }
        packets
    }

    #[test]
    fn a_camera_sends_what_its_rate_says_in_whole_frames() {
        let picture = Picture {
            every: Duration::from_millis(10),
            packets_per_frame: 5,
            bytes: 1100,
            temporal: 1,
            phase: Duration::ZERO,
        };
        let (now, mut camera) = stream(&Shape::Picture(vec![picture]));
        let packets = sent(&mut camera, now, Duration::from_secs(1));
        assert_eq!(packets.len(), 500);
        for (at, packet) in packets.iter().enumerate() {
            let head = Head::parse(packet).unwrap();
            let vp8 = Vp8::read(&packet[head.length..]).unwrap();
            assert_eq!(packet.len(), 1100);
            assert_eq!((vp8.begins, head.marker), (at % 5 == 0, at % 5 == 4), "packet {at}");
            assert_eq!(vp8.key, at == 0, "packet {at}");
            assert_eq!(head.extension(packet, 3), Some(&(at as u16 + 1).to_be_bytes()[..]));
        }
        camera.want_key_frame();
        let next = sent(&mut camera, now + Duration::from_secs(1), Duration::from_millis(5));
        let head = Head::parse(&next[0]).unwrap();
        assert!(Vp8::read(&next[0][head.length..]).unwrap().key);
    }

    #[test]
    fn a_microphone_is_silent_for_its_share_with_a_packet_each_400_ms() {
        let sound = Sound { talks: 0.5, ..Sound::default() };
        let (now, mut microphone) = stream(&Shape::Sound(sound));
        let packets = sent(&mut microphone, now, TURN * 2);
        let (talk, still) = (500, 25); // in 10 s each
        let expected = talk + still;
        assert!((expected - 8..=expected + 8).contains(&packets.len()), "{} packets", packets.len());
        let levels =
            packets.iter().map(|packet| Head::parse(packet).unwrap().extension(packet, 1).unwrap()[0]);
        assert!(levels.filter(|level| *level == 127).count() >= still - 4);
    }

    #[test]
    fn a_retransmission_carries_the_number_it_repeats() {
        let (now, mut camera) = stream(&Shape::Picture(vec![Picture::of_rate(600.0, 25.0, 1100)]));
        let packets = sent(&mut camera, now, Duration::from_secs(1));
        let lost = Head::parse(&packets[7]).unwrap();
        let (again, head) = camera.again(now, lost.sequence, &mut 0).unwrap();
        assert_eq!((head.payload_type, head.ssrc), (RTX, camera.rtx_ssrc));
        assert_eq!(again[head.length..head.length + 2], lost.sequence.to_be_bytes());
        assert_eq!(again[head.length + 2..], packets[7][lost.length..]);
        assert!(camera.again(now, lost.sequence.wrapping_sub(100), &mut 0).is_none());
    }

    #[test]
    fn a_rate_becomes_frames_of_full_packets() {
        let picture = Picture::of_rate(704.0, 10.0, 1100);
        assert_eq!((picture.packets_per_frame, picture.bytes), (8, 1100));
        assert_eq!(picture.every, Duration::from_millis(100));
    }
}
