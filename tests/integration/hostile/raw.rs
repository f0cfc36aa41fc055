//! A client of a few lines that owns its socket: it can say the right thing at the wrong time, and anything at all
//! under the right keys.

use bytes::BytesMut;
use lianjie::media::plane::{MediaPlane, MediaRoom, Offer, PeerKey};
use rtc_dtls::{
    config::{ClientAuthType, ConfigBuilder, ExtendedMasterSecretType},
    crypto::Certificate,
    endpoint::{Endpoint, EndpointEvent},
    extension::extension_use_srtp::SrtpProtectionProfile,
};
use rtc_rtp::Header;
use rtc_shared::TransportProtocol;
use rtc_srtp::{
    config::{Config, LABEL_EXTRACTOR_DTLS_SRTP},
    context::Context,
    crypto::RTCCryptoProvider,
    option::srtp_replay_protection,
    protection_profile::ProtectionProfile,
};
use rtc_stun::{
    attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME},
    fingerprint::FINGERPRINT,
    integrity::MessageIntegrity,
    message::{BINDING_REQUEST, Message, Setter, TransactionId},
    textattrs::TextAttribute,
};
use sha2::{Digest, Sha256};
use signaling::wire::{OfferedReceiver, OfferedSource, SourceKind};
use std::{
    fmt::Write as _,
    net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::{Duration, Instant},
};

use crate::kit::participant::{PATIENCE, seat};

const PROFILE: SrtpProtectionProfile = SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm;
/// What the DTLS endpoint calls the other side; where that is, the socket knows.
const OTHER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 1);
pub const OPUS: u8 = 111;
pub const VP8: u8 = 96;
/// The id its offer gives the mid extension.
pub const MID: u8 = 4;

pub struct RawPeer {
    pub key: PeerKey,
    pub socket: UdpSocket,
    dtls: Endpoint,
    certificate: Certificate,
    crypto: Arc<dyn RTCCryptoProvider>,
    /// Ufrag and password of the answer.
    relay: (String, String),
    keys: Option<(Context, Context)>,
}

impl RawPeer {
    pub fn new(room: MediaRoom, mark: u8, server: SocketAddr) -> Self {
        let crypto = rtc_srtp::crypto::default_provider().unwrap();
        let socket = UdpSocket::bind((server.ip(), 0)).unwrap();
        socket.connect(server).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        Self {
            key: PeerKey { room, seat: seat(mark), number: 1 },
            socket,
            dtls: Endpoint::new(OTHER, TransportProtocol::UDP, None),
            certificate: Certificate::generate_self_signed(vec!["raw".to_owned()], crypto.crypto()).unwrap(),
            crypto,
            relay: Default::default(),
            keys: None,
        }
    }

    /// Offers a microphone (mid 0), a camera (1), and a section each for others' (2, 3). `announced` are the streams
    /// it says it will send.
    pub async fn negotiate(&mut self, media: &dyn MediaPlane, announced: [u32; 2]) {
        let digest = Sha256::digest(&self.certificate.certificate[0]);
        let digits: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        let mut sdp = "v=0\r\na=group:BUNDLE 0 1 2 3\r\n".to_owned();
        for mid in 0..4_usize {
            let codec = if mid % 2 == 0 {
                "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n"
            } else {
                "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n\
                 a=fmtp:97 apt=96\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 transport-cc\r\n"
            };
            let stream =
                announced.get(mid).map(|ssrc| format!("a=ssrc:{ssrc} cname:x\r\n")).unwrap_or_default();
            let way = if mid < 2 { "sendonly" } else { "recvonly" };
            write!(
                sdp,
                "{codec}a=mid:{mid}\r\na={way}\r\na=rtcp-mux\r\na=ice-ufrag:theirs\r\na=ice-pwd:x\r\n\
                 a=fingerprint:sha-256 {}\r\na=setup:active\r\n{stream}\
                 a=extmap:{MID} urn:ietf:params:rtp-hdrext:sdes:mid\r\n",
                digits.join(":"),
            )
            .unwrap();
        }
        let source = |mid: &str, kind| OfferedSource { mid: mid.to_owned(), kind };
        let receiver = |mid: &str, video| OfferedReceiver { mid: mid.to_owned(), video };
        let offer = Offer {
            peer: self.key,
            from: None,
            sdp,
            sources: vec![source("0", SourceKind::Microphone), source("1", SourceKind::Camera)],
            receivers: vec![receiver("2", false), receiver("3", true)],
        };
        let answer = media.negotiate(offer).await.unwrap();
        let find = |name| answer.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
        self.relay = (find("a=ice-ufrag:"), find("a=ice-pwd:"));
    }

    /// Its ICE check.
    pub fn check(&self) -> Vec<u8> {
        check(&self.relay.0, &self.relay.1)
    }

    pub fn send(&self, datagram: &[u8]) {
        // A port of ours that is closed answers by ICMP, which the next call hears of; it is not what is tested.
        let _ = self.socket.send(datagram);
    }

    /// What the handshake has to say first.
    pub fn hello(&mut self) -> Vec<BytesMut> {
        let config = ConfigBuilder::default()
            .with_crypto_provider(self.crypto.clone())
            .with_certificates(vec![self.certificate.clone()])
            .with_srtp_protection_profiles(vec![PROFILE])
            .with_client_auth(ClientAuthType::RequireAnyClientCert)
            .with_insecure_skip_verify(true)
            .with_extended_master_secret(ExtendedMasterSecretType::Require)
            .with_flight_interval(Duration::from_millis(100))
            .build(true, None)
            .unwrap();
        self.dtls.connect(Instant::now(), OTHER, Arc::new(config), None).unwrap();
        self.transmits()
    }

    fn transmits(&mut self) -> Vec<BytesMut> {
        std::iter::from_fn(|| self.dtls.poll_transmit()).map(|transmit| transmit.message).collect()
    }

    /// Goes through ICE and DTLS.
    pub fn connect(&mut self) {
        self.send(&self.check());
        let hello = self.hello();
        assert!(self.shake_hands(hello), "the handshake does not come to an end");
    }

    /// The rest of a handshake that begins with `flight`; whether it comes to an end.
    pub fn shake_hands(&mut self, mut flight: Vec<BytesMut>) -> bool {
        let give_up = Instant::now() + PATIENCE;
        while self.keys.is_none() && Instant::now() < give_up {
            flight.iter().for_each(|datagram| self.send(datagram));
            let datagram = self.receive(|first| (20..64).contains(&first));
            let now = Instant::now();
            let mut events = Vec::new();
            if let Some(datagram) = datagram {
                let read = self.dtls.read(now, OTHER, None, BytesMut::from(&*datagram));
                events = read.unwrap_or_default();
            } else if self.dtls.poll_timeout(&OTHER).is_some_and(|due| due <= now)
                && self.dtls.handle_timeout(OTHER, now).is_err()
            {
                return false;
            }
            if events.iter().any(|event| matches!(event, EndpointEvent::HandshakeComplete)) {
                self.keys = Some(self.derive());
            }
            flight = self.transmits();
        }
        flight.iter().for_each(|datagram| self.send(datagram));
        self.keys.is_some()
    }

    fn derive(&self) -> (Context, Context) {
        let state = self.dtls.get_connection_state(OTHER).unwrap();
        let profile = ProtectionProfile::AeadAes128Gcm;
        let mut config = Config { profile, ..Config::default() };
        let length = config.keying_material_len();
        let material = state.export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], length).unwrap();
        config.set_session_keys_from_keying_material(material.as_ref(), state.is_client()).unwrap();
        let keys = &config.keys;
        let context = |key: &[u8], salt: &[u8], protection| {
            Context::new(key, salt, profile, protection, None, self.crypto.crypto()).unwrap()
        };
        (
            context(&keys.local_master_key, &keys.local_master_salt, None),
            context(&keys.remote_master_key, &keys.remote_master_salt, Some(srtp_replay_protection(64))),
        )
    }

    /// Protects a packet whose header is well formed as far as its lengths go; whatever else is in it.
    pub fn seal(&mut self, packet: &[u8]) -> Vec<u8> {
        let (out, _) = self.keys.as_mut().unwrap();
        if (192..224).contains(&packet[1]) {
            return out.encrypt_rtcp(packet).unwrap().to_vec();
        }
        let csrcs = usize::from(packet[0] & 15);
        let extension = packet[0] & 0x10 != 0;
        let at = 12 + 4 * csrcs;
        let words = if extension { u16::from_be_bytes([packet[at + 2], packet[at + 3]]) } else { 0 };
        let header = Header {
            version: 2,
            sequence_number: u16::from_be_bytes([packet[2], packet[3]]),
            ssrc: u32::from_be_bytes([packet[8], packet[9], packet[10], packet[11]]),
            csrc: vec![0; csrcs],
            extension,
            extensions_padding: 4 * usize::from(words),
            ..Header::default()
        };
        out.encrypt_rtp_with_header(packet, &header).unwrap().to_vec()
    }

    pub fn say(&mut self, packet: &[u8]) {
        let sealed = self.seal(packet);
        self.send(&sealed);
    }

    /// The next datagram of a kind, by its first byte; `None` when nothing comes for a while.
    pub fn receive(&self, kind: impl Fn(u8) -> bool) -> Option<Vec<u8>> {
        let mut buffer = [0; 2048];
        loop {
            let length = self.socket.recv(&mut buffer).ok()?;
            if buffer[..length].first().is_some_and(|first| kind(*first)) {
                return Some(buffer[..length].to_vec());
            }
        }
    }

    /// RTP packets that came since it last looked.
    pub fn media(&self) -> usize {
        let media = |first| (128..192).contains(&first);
        let rtp = |datagram: &Vec<u8>| !(192..224).contains(&datagram[1]);
        std::iter::from_fn(|| self.receive(media)).filter(rtp).count()
    }
}

/// A binding request that names `ufrag` and is signed with `password`.
pub fn check(ufrag: &str, password: &str) -> Vec<u8> {
    let mut message = unsigned_check(ufrag);
    let crypto = rtc_srtp::crypto::default_provider().unwrap();
    let integrity =
        MessageIntegrity::new_short_term_integrity_with_provider(password.to_owned(), crypto.crypto());
    for setter in [&integrity as &dyn Setter, &FINGERPRINT] {
        setter.add_to(&mut message).unwrap();
    }
    message.raw
}

pub fn unsigned_check(ufrag: &str) -> Message {
    let username = TextAttribute::new(ATTR_USERNAME, format!("{ufrag}:theirs"));
    let mut message = Message::new();
    message.build(&[Box::new(BINDING_REQUEST), Box::new(TransactionId::new()), Box::new(username)]).unwrap();
    message.add(ATTR_USE_CANDIDATE, &[]);
    message
}

/// The start of a DTLS 1.2 ClientHello that leads nowhere.
pub fn client_hello() -> Vec<u8> {
    let mut hello = vec![22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 60, 1, 0, 0, 48, 0, 0, 0, 0, 0, 0, 0, 48];
    hello.extend([254, 253]);
    hello.resize(13 + 60, 7);
    hello
}

/// An RTP packet: extension block (profile, elements) and payload as given.
pub fn rtp(kind: u8, sequence: u16, ssrc: u32, extension: Option<(u16, &[u8])>, payload: &[u8]) -> Vec<u8> {
    let mut packet = vec![if extension.is_some() { 0x90 } else { 0x80 }, kind];
    packet.extend(sequence.to_be_bytes());
    packet.extend((u32::from(sequence) * 960).to_be_bytes());
    packet.extend(ssrc.to_be_bytes());
    if let Some((profile, elements)) = extension {
        packet.extend(profile.to_be_bytes());
        packet.extend(u16::try_from(elements.len().div_ceil(4)).unwrap().to_be_bytes());
        packet.extend(elements);
        packet.resize(packet.len().next_multiple_of(4), 0);
    }
    packet.extend(payload);
    packet
}

/// An RTCP packet: count (or format), type, and the body behind its first word.
pub fn rtcp(count: u8, kind: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = vec![0x80 | count, kind];
    packet.extend(u16::try_from(body.len() / 4).unwrap().to_be_bytes());
    packet.extend(body);
    packet
}
