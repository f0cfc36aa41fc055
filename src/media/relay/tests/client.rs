//! A client of a few lines: offers, checks, shakes hands, and keeps what it is sent.

use super::*;
use crate::media::forward::rtcp::{self, Compound};
use crate::media::peer::dtls::{Dtls, Progress, Role};
use crate::media::peer::ice::Path;
use crate::media::peer::srtp::OVERHEAD;
use crate::media::peer::srtp::Srtp;
use crate::media::peer::transport::Kind;
use rtc_stun::attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{BINDING_REQUEST, Message, Setter, TransactionId};
use rtc_stun::textattrs::TextAttribute;
use signaling::wire::{OfferedReceiver, OfferedSource};
use std::fmt::Write as _;

pub const OPUS: u8 = 111;
pub const VP8: u8 = 96;
pub const RTX: u8 = 97;
pub const RED: u8 = 63;
pub const MICROPHONE: u32 = 11;
pub const CAMERA: u32 = 12;
pub const CAMERA_RTX: u32 = 13;
/// Stream of the first of the layers, and their names.
pub const LAYER: u32 = 20;
pub const RIDS: [u8; 3] = *b"qhf";

/// A report, kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    Sent { ssrc: u32, ntp: u64, rtp: u32 },
    Received { ssrc: u32 },
    Lost { ssrc: u32, sequences: Vec<u16> },
    KeyFrame { ssrc: u32 },
    Bears,
    Arrivals,
}

impl Report {
    fn keep(report: rtcp::Report<'_>) -> Self {
        match report {
            rtcp::Report::Sent { ssrc, ntp, rtp } => Self::Sent { ssrc, ntp, rtp },
            rtcp::Report::Received(block) => Self::Received { ssrc: block.ssrc },
            rtcp::Report::Lost { ssrc, packets } => {
                Self::Lost { ssrc, sequences: packets.sequences().collect() }
            }
            rtcp::Report::KeyFrame { ssrc } => Self::KeyFrame { ssrc },
            rtcp::Report::Bears(_) => Self::Bears,
            rtcp::Report::Arrivals(_) => Self::Arrivals,
        }
    }
}

pub struct Client {
    pub key: PeerKey,
    pub path: Path,
    pub ufrag: String,
    identity: Arc<Identity>,
    /// Its camera is offered in three layers.
    pub layered: bool,
    /// It tells when packets came.
    pub controlled: bool,
    /// How its pictures are coded, and what else its offer says of the sections for pictures: of the camera's, and of the
    /// one to receive by.
    pub codec: &'static str,
    pub more: [&'static str; 2],
    /// It speaks redundant sound (RFC 2198).
    pub red: bool,
    /// It says how loud it is (RFC 6464).
    pub level: bool,
    /// Sections for sound: the first is 2, those beyond it follow 3.
    pub ears: usize,
    /// What the answer said: ufrag, password.
    relay: (String, String),
    dtls: Option<Dtls>,
    keys: Option<Box<Srtp>>,
    /// RTP packets received, decrypted.
    pub packets: Vec<Vec<u8>>,
    /// Media on its way here gets lost; and what did, as it was on the wire.
    pub loses: bool,
    pub lost: Vec<Vec<u8>>,
    /// The last media datagram received, as it was on the wire.
    pub last: Vec<u8>,
    /// Reports received.
    pub reports: Vec<Report>,
    /// Compound packets received, decrypted.
    pub compounds: Vec<Vec<u8>>,
}

impl Client {
    pub fn new(room: MediaRoom, mark: u8) -> Self {
        let seat = SeatId(uuid::Uuid::from_u128(mark.into()));
        Self {
            key: PeerKey { room, seat, number: 1 },
            path: Path::udp(SocketAddr::from(([198, 51, 100, mark], 5000)), None),
            ufrag: format!("client{mark}"),
            identity: Arc::new(Identity::generate().unwrap()),
            layered: false,
            controlled: false,
            codec: "VP8",
            more: [""; 2],
            red: false,
            level: true,
            ears: 1,
            relay: Default::default(),
            dtls: None,
            keys: None,
            packets: Vec::new(),
            loses: false,
            lost: Vec::new(),
            last: Vec::new(),
            reports: Vec::new(),
            compounds: Vec::new(),
        }
    }

    /// Sends microphone (mid 0) and camera (1), keeps 2 for sound and 3 for pictures.
    pub fn offer(&self) -> Offer {
        let digits: Vec<String> = self.identity.fingerprint().iter().map(|b| format!("{b:02X}")).collect();
        let mids: Vec<_> = (0..3 + self.ears).map(|mid| mid.to_string()).collect();
        let mut sdp = format!("v=0\r\na=group:BUNDLE {}\r\n", mids.join(" "));
        let more = (4..3 + self.ears).map(|mid| (mid, "audio", "recvonly"));
        let few = [
            (0, "audio", "sendonly"),
            (1, "video", "sendonly"),
            (2, "audio", "recvonly"),
            (3, "video", "recvonly"),
        ];
        for (mid, kind, way) in few.into_iter().chain(more) {
            let codec = self.codec;
            let codecs = if kind == "audio" {
                let (red, described) = if self.red {
                    (
                        format!("{RED} "),
                        format!("a=rtpmap:{RED} red/48000/2\r\na=fmtp:{RED} {OPUS}/{OPUS}\r\n"),
                    )
                } else {
                    Default::default()
                };
                format!(
                    "m=audio 9 UDP/TLS/RTP/SAVPF {red}{OPUS}\r\na=rtpmap:{OPUS} opus/48000/2\r\n\
                     a=rtcp-fb:{OPUS} nack\r\n{described}"
                )
            } else {
                format!(
                    "m=video 9 UDP/TLS/RTP/SAVPF {VP8} {RTX}\r\na=rtpmap:{VP8} {codec}/90000\r\n\
                     a=rtpmap:{RTX} rtx/90000\r\na=fmtp:{RTX} apt={VP8}\r\na=rtcp-fb:{VP8} nack\r\n"
                )
            };
            let streams = match mid {
                0 => format!("a=ssrc:{MICROPHONE} cname:x\r\n"),
                1 if self.layered => "a=rid:q send\r\na=rid:h send\r\na=rid:f send\r\n\
                     a=simulcast:send q;h;f\r\na=extmap:2 urn:ietf:params:rtp-hdrext:sdes:mid\r\n\
                     a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n"
                    .to_owned(),
                1 => format!("a=ssrc-group:FID {CAMERA} {CAMERA_RTX}\r\n"),
                3 if self.controlled => format!(
                    "a=rtcp-fb:{VP8} transport-cc\r\na=extmap:5 http://www.ietf.org/id/\
                     draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
                ),
                _ => String::new(),
            };
            let more = match mid {
                1 => self.more[0],
                3 => self.more[1],
                _ => "",
            };
            let level =
                if self.level { "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n" } else { "" };
            write!(
                sdp,
                "{codecs}{more}a=mid:{mid}\r\na={way}\r\na=rtcp-mux\r\na=ice-ufrag:{}\r\na=ice-pwd:x\r\n\
                 a=fingerprint:sha-256 {}\r\na=setup:active\r\n{streams}{level}",
                self.ufrag,
                digits.join(":")
            )
            .unwrap();
        }
        let source = |mid: &str, kind| OfferedSource { mid: mid.to_owned(), kind };
        let receiver = |mid: &str, video| OfferedReceiver { mid: mid.to_owned(), video };
        Offer {
            peer: self.key,
            from: None,
            sdp,
            sources: vec![source("0", SourceKind::Microphone), source("1", SourceKind::Camera)],
            receivers: [receiver("2", false), receiver("3", true)]
                .into_iter()
                .chain((4..3 + self.ears).map(|mid| receiver(&mid.to_string(), false)))
                .collect(),
        }
    }

    pub fn answered(&mut self, answer: &str) {
        let find = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
        self.relay = (find("a=ice-ufrag:"), find("a=ice-pwd:"));
        let mut fingerprint = [0; 32];
        let digits = find("a=fingerprint:sha-256 ");
        for (byte, pair) in fingerprint.iter_mut().zip(digits.split(':')) {
            *byte = u8::from_str_radix(pair, 16).unwrap();
        }
        if self.dtls.is_none() {
            self.dtls = Some(Dtls::new(self.identity.clone(), Role::Client, vec![fingerprint]));
        }
    }

    pub fn check(&self) -> Vec<u8> {
        let mut message = Message::new();
        let username = TextAttribute::new(ATTR_USERNAME, format!("{}:{}", self.relay.0, self.ufrag));
        message
            .build(&[Box::new(BINDING_REQUEST), Box::new(TransactionId::new()), Box::new(username)])
            .unwrap();
        message.add(ATTR_USE_CANDIDATE, &[]);
        let crypto = self.identity.crypto.crypto();
        let password = self.relay.1.clone();
        MessageIntegrity::new_short_term_integrity_with_provider(password, crypto)
            .add_to(&mut message)
            .unwrap();
        FINGERPRINT.add_to(&mut message).unwrap();
        message.raw
    }

    pub fn connected(&self) -> bool {
        self.keys.is_some()
    }

    pub fn handshake(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let dtls = self.dtls.as_mut().unwrap();
        dtls.start(now);
        std::iter::from_fn(|| dtls.poll_transmit()).map(|datagram| datagram.to_vec()).collect()
    }

    /// The client closes its connection.
    pub fn goodbye(&mut self, now: Instant) -> Vec<u8> {
        let dtls = self.dtls.as_mut().unwrap();
        dtls.close(now);
        dtls.poll_transmit().unwrap().to_vec()
    }

    pub fn seal(&mut self, packet: &[u8]) -> Vec<u8> {
        let keys = self.keys.as_mut().unwrap();
        let mut buffer = [packet, &[0; OVERHEAD]].concat();
        let rtcp = (192..=223).contains(&packet[1]);
        let length = packet.len();
        let sealed =
            if rtcp { keys.seal_rtcp(&mut buffer, length) } else { keys.seal_rtp(&mut buffer, length) };
        buffer.truncate(sealed.unwrap());
        buffer
    }

    pub fn receive(&mut self, now: Instant, datagram: &[u8]) {
        let mut datagram = datagram.to_vec();
        match (Kind::of(&datagram), &mut self.keys) {
            (Kind::Dtls, _) => {
                if let Progress::Keys(keys) = self.dtls.as_mut().unwrap().receive(now, &datagram) {
                    self.keys = Some(keys);
                }
            }
            (Kind::Media, Some(keys)) if (192..=223).contains(&datagram[1]) => {
                let compound = keys.open_rtcp(&mut datagram).unwrap();
                rtcp::read(compound, |report| self.reports.push(Report::keep(report)));
                self.compounds.push(compound.to_vec());
            }
            (Kind::Media, Some(_)) if self.loses => self.lost.push(datagram),
            (Kind::Media, Some(keys)) => {
                self.last.clone_from(&datagram);
                self.packets.push(keys.open_rtp(&mut datagram).unwrap().to_vec());
            }
            _ => {}
        }
    }

    /// What came since last asked.
    pub fn take(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.packets)
    }
}

/// A packet of sound, as loud as `level` says (RFC 6464, 127 is silence).
pub fn sound(sequence: u16, level: u8) -> Vec<u8> {
    let mut packet = vec![0x90, OPUS];
    packet.extend(sequence.to_be_bytes());
    packet.extend((u32::from(sequence) * 960).to_be_bytes());
    packet.extend(MICROPHONE.to_be_bytes());
    packet.extend([0xbe, 0xde, 0, 1, 0x10, level, 0, 0]);
    packet.extend([7; 20]);
    packet
}

/// A frame in one packet, `content` its last byte.
pub fn picture(sequence: u16, key_frame: bool, content: u8) -> Vec<u8> {
    let mut packet = vec![0x80, 0x80 | VP8];
    packet.extend(sequence.to_be_bytes());
    packet.extend((u32::from(sequence) * 3000).to_be_bytes());
    packet.extend(CAMERA.to_be_bytes());
    let [high, low] = (sequence | 0x8000).to_be_bytes();
    packet.extend([0x90, 0x80, high, low, u8::from(!key_frame), content]);
    packet
}

/// A retransmission of a packet (RFC 4588) on the camera's second stream.
pub fn again(number: u16, packet: &[u8]) -> Vec<u8> {
    let mut rtx = packet[..12].to_vec();
    rtx[1] = 0x80 | RTX;
    rtx[8..12].copy_from_slice(&CAMERA_RTX.to_be_bytes());
    rtx.extend(&packet[2..4]);
    rtx.extend(&packet[12..]);
    rtx[2..4].copy_from_slice(&number.to_be_bytes());
    rtx
}

/// Feedback on a stream of the relay's.
pub fn nack(ssrc: u32, sequences: &[u16]) -> Vec<u8> {
    let mut compound = Compound::default();
    compound.nack(1, ssrc, &sequences.iter().map(|sequence| (*sequence, 0)).collect::<Vec<_>>());
    compound.finish().unwrap().to_vec()
}

pub fn pli(ssrc: u32) -> Vec<u8> {
    let mut compound = Compound::default();
    compound.key_frame(1, ssrc);
    compound.finish().unwrap().to_vec()
}

pub fn sequence(packet: &[u8]) -> u16 {
    u16::from_be_bytes([packet[2], packet[3]])
}

pub fn timestamp(packet: &[u8]) -> u32 {
    u32::from_be_bytes([packet[4], packet[5], packet[6], packet[7]])
}

pub fn ssrc(packet: &[u8]) -> u32 {
    u32::from_be_bytes([packet[8], packet[9], packet[10], packet[11]])
}
