//! A headless participant on the `webrtc` crate: an independent peer that offers like a browser, sends
//! sound and picture with its own mark in them, and writes down what it gets.

use bytes::Bytes;
use lianjie::media::plane::{MediaError, MediaPlane, MediaRoom, Offer, PeerKey};
use rtc::{
    media_stream::MediaStreamTrack,
    peer_connection::sdp::RTCSessionDescription,
    rtp,
    rtp_transceiver::{
        RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
    },
};
use signaling::wire::{OfferedReceiver, OfferedSource, SeatId, SourceKind};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinHandle, time::timeout};
use webrtc::{
    media_stream::{
        track_local::{TrackLocal, static_rtp::TrackLocalStaticRTP},
        track_remote::{TrackRemote, TrackRemoteEvent},
    },
    peer_connection::{
        MediaEngine, PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, Registry,
        register_default_interceptors,
    },
};

/// Longest any wait of a test takes before it fails; loopback needs a hundredth of it.
pub const PATIENCE: Duration = Duration::from_secs(20);
const FRAME: Duration = Duration::from_millis(20);
/// Every so many frames a key frame, so that a receiver begins soon without asking.
const KEY_FRAME_EVERY: u16 = 10;

/// One packet as it came.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    pub at: Instant,
    /// Whose it is: the sender's mark.
    pub mark: u8,
    pub ssrc: u32,
    pub sequence: u16,
    pub timestamp: u32,
    pub key_frame: bool,
    /// VP8 picture id.
    pub picture: u16,
}

#[derive(Clone)]
struct Ears {
    heard: Arc<Mutex<Vec<Heard>>>,
    changed: watch::Sender<()>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Ears {
    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        let ears = self.clone();
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    ears.heard.lock().unwrap().extend(read(&packet));
                    ears.changed.send_replace(());
                }
            }
        });
    }
}

pub struct Participant {
    pub key: PeerKey,
    /// Who answers its offers.
    media: Arc<dyn MediaPlane>,
    connection: Arc<dyn PeerConnection>,
    ears: Ears,
    receivers: Vec<OfferedReceiver>,
    /// Stream of each receive-only section, by mid, as answered.
    slots: HashMap<String, u32>,
    /// The relay's ufrag, as answered.
    ufrag: String,
    answer: String,
    talking: Vec<JoinHandle<()>>,
}

impl Participant {
    /// Connects a seat that sends both and has two sections for each kind of what others send.
    pub async fn join(media: impl MediaPlane + 'static, room: MediaRoom, mark: u8) -> Self {
        Self::join_by(Arc::new(media), room, mark).await
    }

    /// The same, with somebody in between who answers its offers.
    pub async fn join_by(media: Arc<dyn MediaPlane>, room: MediaRoom, mark: u8) -> Self {
        Self::connect(media, room, mark, true, "127.0.0.1:0").await
    }

    /// The same, from an address of its own.
    pub async fn join_from(
        address: &'static str,
        media: Arc<dyn MediaPlane>,
        room: MediaRoom,
        mark: u8,
    ) -> Self {
        Self::connect(media, room, mark, true, address).await
    }

    /// Connects a seat that only receives.
    pub async fn watch(media: impl MediaPlane + 'static, room: MediaRoom, mark: u8) -> Self {
        Self::connect(Arc::new(media), room, mark, false, "127.0.0.1:0").await
    }

    async fn connect(
        media: Arc<dyn MediaPlane>,
        room: MediaRoom,
        mark: u8,
        sends: bool,
        address: &'static str,
    ) -> Self {
        let key = PeerKey { room, seat: seat(mark), number: 1 };
        let ears = Ears { heard: Arc::default(), changed: watch::Sender::new(()) };
        let mut engine = MediaEngine::default();
        engine.register_default_codecs().unwrap();
        let registry = register_default_interceptors(Registry::new(), &mut engine).unwrap();
        let building = PeerConnectionBuilder::new()
            .with_media_engine(engine)
            .with_interceptor_registry(registry)
            .with_handler(Arc::new(ears.clone()))
            .with_udp_addrs(vec![address])
            .build();
        let connection: Arc<dyn PeerConnection> = Arc::new(Box::pin(building).await.unwrap());
        let mut talking = Vec::new();
        let sources = [(RtpCodecKind::Audio, 1), (RtpCodecKind::Video, 2)];
        for (kind, ssrc) in sources.into_iter().filter(|_| sends) {
            let ssrc = u32::from(mark) * 1000 + ssrc;
            let track = Arc::new(local_track(kind, ssrc));
            connection.add_transceiver_from_track(track.clone(), Some(one_way(true))).await.unwrap();
            talking.push(tokio::spawn(talk(track, kind, ssrc, mark)));
        }
        for kind in [RtpCodecKind::Audio, RtpCodecKind::Audio, RtpCodecKind::Video, RtpCodecKind::Video] {
            connection.add_transceiver_from_kind(kind, Some(one_way(false))).await.unwrap();
        }
        let (receivers, slots, ufrag, answer) = Default::default();
        let mut joined = Self { key, media, connection, ears, receivers, slots, ufrag, answer, talking };
        joined.negotiate().await.unwrap();
        joined
    }

    /// Offers as things stand, and takes the answer.
    pub async fn negotiate(&mut self) -> Result<(), MediaError> {
        let offer = self.connection.create_offer(None).await.unwrap();
        self.connection.set_local_description(offer).await.unwrap();
        let sdp = self.connection.local_description().await.unwrap().sdp;
        let (sources, receivers) = sections(&sdp);
        self.receivers.clone_from(&receivers);
        let answer =
            self.media.negotiate(Offer { peer: self.key, from: None, sdp, sources, receivers }).await?;
        self.slots = slots(&answer);
        self.ufrag = answer.lines().find_map(|line| line.strip_prefix("a=ice-ufrag:")).unwrap().to_owned();
        self.answer.clone_from(&answer);
        let answer = RTCSessionDescription::answer(answer).unwrap();
        self.connection.set_remote_description(answer).await.unwrap();
        Ok(())
    }

    /// New ICE credentials on both sides, the rest as it was.
    pub async fn restart_ice(&mut self) {
        self.connection.restart_ice().await.unwrap();
        self.negotiate().await.unwrap();
    }

    /// Closes the connection, as a page that is closed does.
    pub async fn hang_up(self) {
        self.talking.iter().for_each(JoinHandle::abort);
        self.connection.close().await.unwrap();
    }

    /// The last answer.
    pub fn answer(&self) -> &str {
        &self.answer
    }

    /// By which name the relay knows checks for this participant.
    pub fn ice_ufrag(&self) -> &str {
        &self.ufrag
    }

    /// Mid of the `number`-th section for that kind.
    pub fn slot(&self, video: bool, number: usize) -> String {
        self.receivers.iter().filter(|r| r.video == video).nth(number).unwrap().mid.clone()
    }

    /// What came into a slot so far.
    pub fn heard(&self, mid: &str) -> Vec<Heard> {
        let ssrc = self.slots[mid];
        self.ears.heard.lock().unwrap().iter().filter(|heard| heard.ssrc == ssrc).copied().collect()
    }

    /// Waits until `count` packets of `mark` came into a slot after `since`.
    pub async fn hears(&self, mid: &str, mark: u8, since: Instant, count: usize) {
        self.hears_in(&[mid.to_owned()], mark, since, count).await;
    }

    /// The same for whichever slot of that kind the room chose.
    pub async fn hears_in_any(&self, video: bool, mark: u8, since: Instant, count: usize) {
        let mids: Vec<String> =
            self.receivers.iter().filter(|r| r.video == video).map(|r| r.mid.clone()).collect();
        self.hears_in(&mids, mark, since, count).await;
    }

    async fn hears_in(&self, mids: &[String], mark: u8, since: Instant, count: usize) {
        let mut changed = self.ears.changed.subscribe();
        let heard = || mids.iter().flat_map(|mid| self.heard(mid));
        let enough = || heard().filter(|h| h.mark == mark && h.at > since).count() >= count;
        let waiting = async {
            while !enough() {
                changed.changed().await.unwrap();
            }
        };
        let waited = timeout(PATIENCE, waiting).await;
        assert!(
            waited.is_ok(),
            "slots {mids:?} hear {count} packets of {mark}; they have {}",
            heard().count()
        );
    }
}

/// The seat that sends this mark.
pub fn seat(mark: u8) -> SeatId {
    SeatId(uuid::Uuid::from_u128(mark.into()))
}

fn one_way(sends: bool) -> RTCRtpTransceiverInit {
    let direction =
        if sends { RTCRtpTransceiverDirection::Sendonly } else { RTCRtpTransceiverDirection::Recvonly };
    RTCRtpTransceiverInit { direction, ..Default::default() }
}

fn local_track(kind: RtpCodecKind, ssrc: u32) -> TrackLocalStaticRTP {
    let (mime_type, clock_rate, channels) =
        if kind == RtpCodecKind::Video { ("video/VP8", 90_000, 0) } else { ("audio/opus", 48_000, 2) };
    let codec = RTCRtpCodec { mime_type: mime_type.to_owned(), clock_rate, channels, ..Default::default() };
    let rtp_coding_parameters = RTCRtpCodingParameters { ssrc: Some(ssrc), ..Default::default() };
    let encoding = RTCRtpEncodingParameters { rtp_coding_parameters, codec, ..Default::default() };
    let name = format!("{kind}-{ssrc}");
    TrackLocalStaticRTP::new(MediaStreamTrack::new(name.clone(), name.clone(), name, kind, vec![encoding]))
}

/// Sends a packet every 20 ms for as long as it lives.
async fn talk(track: Arc<TrackLocalStaticRTP>, kind: RtpCodecKind, ssrc: u32, mark: u8) {
    let video = kind == RtpCodecKind::Video;
    let mut clock = tokio::time::interval(FRAME);
    for sequence in (0..=u16::MAX).cycle() {
        clock.tick().await;
        let header = rtp::Header {
            version: 2,
            marker: video,
            payload_type: if video { 96 } else { 111 },
            sequence_number: sequence,
            timestamp: u32::from(sequence) * if video { 1800 } else { 960 },
            ssrc,
            ..Default::default()
        };
        let payload = if video { picture(sequence, mark) } else { Bytes::from(vec![mark; 40]) };
        // Fails until the connection stands; a microphone does not wait for it either.
        let _ = track.write_rtp(rtp::Packet { header, payload }).await;
    }
}

/// A whole frame in one packet: VP8 descriptor (RFC 7741 §4.2) with a 15-bit picture id, then the mark.
fn picture(number: u16, mark: u8) -> Bytes {
    let [high, low] = (number | 0x8000).to_be_bytes();
    let inter = u8::from(!number.is_multiple_of(KEY_FRAME_EVERY));
    Bytes::from(vec![0x90, 0x80, high, low, inter, mark, mark, mark])
}

fn read(packet: &rtp::Packet) -> Option<Heard> {
    let (payload, header) = (&packet.payload, &packet.header);
    let video = payload.len() == 8;
    let picture = u16::from_be_bytes([*payload.get(2)?, *payload.get(3)?]) & 0x7fff;
    Some(Heard {
        at: Instant::now(),
        mark: *payload.last()?,
        ssrc: header.ssrc,
        sequence: header.sequence_number,
        timestamp: header.timestamp,
        key_frame: video && payload.get(4)? & 1 == 0,
        picture: if video { picture } else { 0 },
    })
}

/// What the SDP's sections are for: those that send are the microphone and the camera.
fn sections(sdp: &str) -> (Vec<OfferedSource>, Vec<OfferedReceiver>) {
    let (mut sources, mut receivers) = (Vec::new(), Vec::new());
    for section in sdp.split("\r\nm=").skip(1) {
        let video = section.starts_with("video");
        let mid = section.lines().find_map(|line| line.strip_prefix("a=mid:")).unwrap().to_owned();
        if section.contains("\r\na=sendonly") {
            let kind = if video { SourceKind::Camera } else { SourceKind::Microphone };
            sources.push(OfferedSource { mid, kind });
        } else {
            receivers.push(OfferedReceiver { mid, video });
        }
    }
    (sources, receivers)
}

/// The first announced stream of each section of an answer.
fn slots(answer: &str) -> HashMap<String, u32> {
    let sections = answer.split("\r\nm=").skip(1);
    let slot = |section: &str| {
        let mid = section.lines().find_map(|line| line.strip_prefix("a=mid:"))?;
        let stream = section.lines().find_map(|line| line.strip_prefix("a=ssrc:"))?;
        Some((mid.to_owned(), stream.split_once(' ')?.0.parse().ok()?))
    };
    sections.filter_map(slot).collect()
}
