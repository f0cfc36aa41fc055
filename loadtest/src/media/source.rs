//! What a participant sends: Opus-like sound, VP8-like pictures in one or more layers. The bytes inside are
//! nothing to hear or see; sizes, times and headers are those of a browser.

use signaling::wire::SourceKind;
use std::time::{Duration, Instant};

use super::clock;
use super::rtp::{self, Extensions, Head, OPUS, RTX, Stamp, VP8};
use super::sdp::Ids;
use super::shape::{Picture, Shape, Sound};

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

/// By which a receiver knows a stream.
struct Label<'a> {
    /// The section that it is offered in.
    mid: &'a str,
    /// One of several layers.
    rid: Option<String>,
    ssrc: u32,
    /// Of what is sent again.
    rtx_ssrc: u32,
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
            Shape::Sound(sound) => {
                let label = Label { mid, rid: None, ssrc: number(), rtx_ssrc: 0 };
                vec![Self::new(now, kind, Form::Sound(*sound), label)]
            }
            Shape::Picture(layers) => {
                let layer = |(at, picture): (usize, &Picture)| {
                    let rid = (layers.len() > 1).then(|| rid(at).to_owned());
                    let label = Label { mid, rid, ssrc: number(), rtx_ssrc: number() };
                    Self::new(now, kind, Form::Picture(*picture), label)
                };
                layers.iter().enumerate().map(layer).collect()
            }
        }
    }

    fn new(
        now: Instant,
        kind: SourceKind,
        form: Form,
        Label { mid, rid, ssrc, rtx_ssrc }: Label<'_>,
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
mod tests;
