//! What one peer sends us: its sources, the streams they arrive in, and what we do to have them whole
//! (RFC 4585 NACKs, RFC 4588 retransmissions, key frames on demand).
//!
//! **Invariant:** a stream belongs to the peer it came from. Streams are looked up by (peer, SSRC), never by
//! SSRC alone, so nobody can speak in another's name by announcing the other's number (trust.md T8).

use bytes::{Buf, Bytes, BytesMut};
use rtc_rtcp::reception_report::ReceptionReport;
use signaling::wire::SourceKind;
use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::PeerId;
use super::reception::Reception;
use super::sdp::plan::SourceSection;
use crate::media::forward::cache::PacketCache;
use crate::media::forward::frame::{Codec, Frame};
use crate::media::forward::keyframe::KeyframeBudget;
use crate::media::forward::leg::StreamId;
use crate::media::forward::levels::loudness;
use crate::media::forward::nack::{Arrival as Place, NackRegister, expand};
use crate::media::forward::rtp::{RtpView, restore_rtx};

/// Room for 1.5 s of 2.5 Mbit/s video, by bytes and by packets.
const CACHE_BYTES: usize = 480 * 1024;
const CACHE_PACKETS: usize = 512;
/// Ticks per second.
const VIDEO_CLOCK: u32 = 90_000;
const AUDIO_CLOCK: u32 = 48_000;
/// A round trip to wait before asking again, until it is measured: a phone on a fair day.
const ROUND_TRIP: Duration = Duration::from_millis(80);

/// One packet of a source, decrypted and in its original form.
#[derive(Debug, Clone)]
pub struct Packet {
    pub kind: SourceKind,
    /// Which stream of the whole worker: another one when the source begins afresh.
    pub stream: StreamId,
    /// A whole RTP packet.
    pub bytes: Bytes,
    pub frame: Frame,
    /// From digital silence, 0 to 127.
    pub loudness: Option<u8>,
    /// The publisher's last sender report: RTP timestamp, and when it came.
    pub report: Option<(u32, Instant)>,
}

impl Packet {
    /// A kept packet, to be sent to one who missed it.
    pub fn kept(kind: SourceKind, stream: StreamId, bytes: &[u8]) -> Option<Self> {
        let view = RtpView::parse(bytes).ok()?;
        let frame = Frame::read(Codec::Vp8, view.payload());
        Some(Self { kind, stream, bytes: Bytes::copy_from_slice(bytes), frame, loudness: None, report: None })
    }
}

/// A packet as it came: to be acknowledged, and perhaps to be forwarded.
#[derive(Debug)]
pub struct Arrival {
    pub transport_sequence: Option<u16>,
    pub packet: Option<Packet>,
}

#[derive(Debug, Clone, Copy)]
struct StreamOf {
    publication: usize,
    retransmits: bool,
}

/// All sources of a peer.
#[derive(Debug)]
pub struct Publications {
    began: Instant,
    sources: Vec<Publication>,
    streams: HashMap<u32, StreamOf>,
    owner: PeerId,
}

impl Publications {
    pub fn new(now: Instant, owner: PeerId) -> Self {
        Self { began: now, sources: Vec::new(), streams: HashMap::new(), owner }
    }

    /// Takes over what an offer says; what goes on, goes on undisturbed.
    pub fn agree(&mut self, now: Instant, sections: &[SourceSection]) {
        self.sources.retain(|source| sections.iter().any(|section| section.mid == source.section.mid));
        for section in sections {
            match self.sources.iter_mut().find(|source| source.section.mid == section.mid) {
                Some(source) => source.section = section.clone(),
                None => self.sources.push(Publication::new(now, section.clone())),
            }
        }
        self.streams.clear();
        for (publication, source) in self.sources.iter_mut().enumerate() {
            let media = source.section.ssrc.or(source.media);
            let rtx = source.section.rtx_ssrc.or(source.rtx);
            source.bind(now, media);
            source.rtx = rtx;
            self.streams.extend(media.map(|ssrc| (ssrc, StreamOf { publication, retransmits: false })));
            self.streams.extend(rtx.map(|ssrc| (ssrc, StreamOf { publication, retransmits: true })));
        }
    }

    pub fn source(&self, kind: SourceKind) -> Option<&Publication> {
        self.sources.iter().find(|source| source.section.kind == kind)
    }

    fn source_mut(&mut self, kind: SourceKind) -> Option<&mut Publication> {
        self.sources.iter_mut().find(|source| source.section.kind == kind)
    }

    /// Sorts an authentic packet to its source.
    pub fn receive(&mut self, now: Instant, bytes: BytesMut) -> Option<Arrival> {
        let view = RtpView::parse(&bytes).ok()?;
        let stream = self.streams.get(&view.ssrc()).copied().or_else(|| self.discover(now, &view))?;
        let source = self.sources.get_mut(stream.publication)?;
        let id = source.section.ids.transport_sequence;
        let transport_sequence = if id == 0 { None } else { view.transport_sequence(id) };
        let since = now.saturating_duration_since(self.began);
        let bytes = if stream.retransmits { source.restore(bytes) } else { source.count(now, bytes) };
        let packet = bytes.and_then(|bytes| source.take(since, bytes, self.owner));
        Some(Arrival { transport_sequence, packet })
    }

    /// A stream no offer announced is known by the mid in its packets (RFC 9143 §9.2).
    fn discover(&mut self, now: Instant, view: &RtpView<'_>) -> Option<StreamOf> {
        let named = |source: &Publication| {
            let id = source.section.ids.mid;
            id != 0 && view.extension(id) == Some(source.section.mid.as_bytes())
        };
        let publication = self.sources.iter().position(named)?;
        let source = self.sources.get_mut(publication)?;
        let payloads = source.section.payloads;
        let retransmits = payloads.rtx == Some(view.payload_type());
        if !retransmits && view.payload_type() != payloads.media {
            return None;
        }
        let before = if retransmits {
            source.rtx.replace(view.ssrc())
        } else {
            let before = source.media;
            source.bind(now, Some(view.ssrc()));
            before
        };
        if let Some(before) = before {
            self.streams.remove(&before);
        }
        let stream = StreamOf { publication, retransmits };
        self.streams.insert(view.ssrc(), stream);
        Some(stream)
    }

    /// Notes a publisher's clock; says which of its streams it was about.
    pub fn sender_report(
        &mut self,
        now: Instant,
        ssrc: u32,
        ntp: u64,
        rtp: u32,
    ) -> Option<(SourceKind, StreamId)> {
        let stream = self.streams.get(&ssrc).filter(|stream| !stream.retransmits)?;
        let source = self.sources.get_mut(stream.publication)?;
        source.reception.sender_report(now, ntp);
        source.report = Some((rtp, now));
        Some((source.section.kind, source.stream(self.owner)?))
    }

    /// Report blocks on every stream that ever came.
    pub fn reports(&mut self, now: Instant) -> Vec<ReceptionReport> {
        let reports =
            self.sources.iter_mut().filter_map(|source| source.reception.report(now, source.media?));
        reports.collect()
    }

    /// What to ask for again now: (stream, sequence numbers ascending).
    pub fn missing(&mut self, now: Instant) -> Vec<(u32, Vec<u16>)> {
        let since = now.saturating_duration_since(self.began);
        self.sources.iter_mut().filter_map(|source| source.missing(since)).collect()
    }

    /// A receiver needs a key frame. The stream to ask, if it is time to ask.
    pub fn key_frame_wanted(&mut self, now: Instant, kind: SourceKind) -> Option<u32> {
        let since = now.saturating_duration_since(self.began);
        let source = self.source_mut(kind)?;
        let ssrc = source.media?;
        source.key_frames.want();
        source.key_frames.poll(since).then_some(ssrc)
    }

    /// Key frames still owed to somebody, and due to be asked for again.
    pub fn key_frames_due(&mut self, now: Instant) -> Vec<u32> {
        let since = now.saturating_duration_since(self.began);
        let due = self.sources.iter_mut().filter_map(|source| {
            let ssrc = source.media?;
            source.key_frames.poll(since).then_some(ssrc)
        });
        due.collect()
    }

    pub fn deadline(&self) -> Option<Instant> {
        let sources = self.sources.iter().filter(|source| source.media.is_some());
        let due = sources.flat_map(|source| [source.gaps.next_due(), source.key_frames.next_due()]);
        due.flatten().min().map(|due| self.began + due)
    }

    /// Any of the streams: feedback on the whole transport must name one.
    pub fn any_ssrc(&self) -> u32 {
        self.sources.iter().find_map(|source| source.media).unwrap_or_default()
    }
}

/// One source of a peer.
#[derive(Debug)]
pub struct Publication {
    section: SourceSection,
    media: Option<u32>,
    rtx: Option<u32>,
    reception: Reception,
    report: Option<(u32, Instant)>,
    gaps: NackRegister,
    /// Sound is not retransmitted: Opus carries the last packet again in the next (FEC).
    cache: Option<PacketCache>,
    key_frames: KeyframeBudget,
}

impl Publication {
    fn new(now: Instant, section: SourceSection) -> Self {
        let video = section.kind != SourceKind::Microphone;
        Self {
            reception: Reception::new(now, if video { VIDEO_CLOCK } else { AUDIO_CLOCK }),
            cache: video.then(|| PacketCache::new(CACHE_BYTES, CACHE_PACKETS)),
            section,
            media: None,
            rtx: None,
            report: None,
            gaps: NackRegister::default(),
            key_frames: KeyframeBudget::default(),
        }
    }

    /// Another SSRC is another stream: what was counted and kept is of the old one.
    fn bind(&mut self, now: Instant, media: Option<u32>) {
        if self.media != media {
            *self = Self { media, rtx: self.rtx, ..Self::new(now, self.section.clone()) };
        }
    }

    fn codec(&self) -> Codec {
        if self.section.kind == SourceKind::Microphone { Codec::Sound } else { Codec::Vp8 }
    }

    /// The stream it arrives in.
    pub fn stream(&self, owner: PeerId) -> Option<StreamId> {
        Some(StreamId((u64::from(owner.0) << 32) | u64::from(self.media?)))
    }

    /// A kept packet, for a receiver that missed it.
    pub fn kept(&self, sequence: u16) -> Option<&[u8]> {
        self.cache.as_ref()?.get(sequence)
    }

    /// Counts a packet that came the first time. `None` for payloads that were not agreed.
    fn count(&mut self, now: Instant, bytes: BytesMut) -> Option<BytesMut> {
        let view = RtpView::parse(&bytes).ok()?;
        let (sequence, timestamp) = (view.sequence(), view.timestamp());
        let agreed = view.payload_type() == self.section.payloads.media;
        self.reception.packet(now, sequence, timestamp);
        agreed.then_some(bytes)
    }

    /// Turns a retransmission back into what it repeats.
    fn restore(&mut self, mut bytes: BytesMut) -> Option<BytesMut> {
        let media = self.media?;
        let view = RtpView::parse(&bytes).ok()?;
        if Some(view.payload_type()) != self.section.payloads.rtx {
            return None;
        }
        restore_rtx(&mut bytes, media, self.section.payloads.media)?;
        bytes.advance(2); // the original sequence number went into the header
        Some(bytes)
    }

    /// Files a packet of the media stream. `None` for one that was here before.
    fn take(&mut self, since: Duration, bytes: BytesMut, owner: PeerId) -> Option<Packet> {
        let view = RtpView::parse(&bytes).ok()?;
        let (sequence, stream) = (view.sequence(), self.stream(owner)?);
        let id = self.section.ids.audio_level;
        let loudness = if id == 0 { None } else { view.extension(id).and_then(loudness) };
        let frame = Frame::read(self.codec(), view.payload());
        if let Some(cache) = &mut self.cache {
            match self.gaps.arrived(since, sequence) {
                Place::Again => return None,
                Place::Hole => self.key_frames.want(),
                Place::New | Place::Recovered => {}
            }
            cache.put(sequence, &bytes);
            if frame.key_frame() {
                self.key_frames.arrived();
            }
        }
        let (kind, report) = (self.section.kind, self.report);
        Some(Packet { kind, stream, bytes: bytes.freeze(), frame, loudness, report })
    }

    fn missing(&mut self, since: Duration) -> Option<(u32, Vec<u16>)> {
        let ssrc = self.media?;
        if self.gaps.next_due().is_none_or(|due| due > since) {
            return None;
        }
        let requests = self.gaps.due(since, ROUND_TRIP);
        if requests.given_up > 0 {
            self.key_frames.want();
        }
        let sequences: Vec<u16> = requests.pairs().iter().copied().flat_map(expand).collect();
        (!sequences.is_empty()).then_some((ssrc, sequences))
    }
}
