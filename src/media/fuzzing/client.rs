//! A client of a few lines: an offer, an ICE check, a handshake, and keys to say authentic nonsense with.

use rtc_stun::attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{BINDING_REQUEST, Message, Setter, TransactionId};
use rtc_stun::textattrs::TextAttribute;
use std::fmt::Write as _;
use std::time::Instant;

use super::{IDENTITY, offer};
use crate::media::peer::dtls::{Dtls, Progress, Role};
use crate::media::peer::ice::Path;
use crate::media::peer::srtp::{OVERHEAD, Srtp};
use crate::media::plane::Offer;

/// One client of the media plane, at an address of its own (198.51.100.0/24, RFC 5737).
pub struct Client {
    pub path: Path,
    number: u8,
    dtls: Option<Dtls>,
    /// Ufrag and password of the answer.
    relay: (String, String),
    pub keys: Option<Box<Srtp>>,
}

impl Client {
    pub fn new(number: u8) -> Self {
        let path = Path::udp(([198, 51, 100, number], 5000).into(), None);
        Self { path, number, dtls: None, relay: Default::default(), keys: None }
    }

    pub fn offer(&self) -> Offer {
        let digits: Vec<String> = IDENTITY.fingerprint().iter().map(|byte| format!("{byte:02X}")).collect();
        let mut sdp = "v=0\r\na=group:BUNDLE 0 1 2 3\r\n".to_owned();
        for mid in 0..4 {
            let codec = if mid % 2 == 0 {
                "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n"
            } else {
                "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n\
                 a=fmtp:97 apt=96\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 transport-cc\r\n"
            };
            let way = if mid < 2 { "sendonly" } else { "recvonly" };
            write!(
                sdp,
                "{codec}a=mid:{mid}\r\na={way}\r\na=rtcp-mux\r\na=ice-ufrag:client{}\r\na=ice-pwd:x\r\n\
                 a=fingerprint:sha-256 {}\r\na=setup:active\r\n\
                 a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n\
                 a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n\
                 a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n",
                self.number,
                digits.join(":"),
            )
            .expect("text takes text");
        }
        offer(sdp, self.number.into())
    }

    pub fn answered(&mut self, answer: &str) {
        let find =
            |name| answer.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
        self.relay = (find("a=ice-ufrag:"), find("a=ice-pwd:"));
        let mut fingerprint = [0; 32];
        for (byte, digits) in fingerprint.iter_mut().zip(find("a=fingerprint:sha-256 ").split(':')) {
            *byte = u8::from_str_radix(digits, 16).unwrap_or_default();
        }
        self.dtls = Some(Dtls::new(IDENTITY.clone(), Role::Client, vec![fingerprint]));
    }

    pub fn check(&self) -> Vec<u8> {
        let username = TextAttribute::new(ATTR_USERNAME, format!("{}:client{}", self.relay.0, self.number));
        let password = self.relay.1.clone();
        let integrity =
            MessageIntegrity::new_short_term_integrity_with_provider(password, IDENTITY.crypto.crypto());
        let mut message = Message::new();
        let head: [Box<dyn Setter>; 3] =
            [Box::new(BINDING_REQUEST), Box::new(TransactionId::new()), Box::new(username)];
        message.build(&head).expect("a check is a message");
        message.add(ATTR_USE_CANDIDATE, &[]);
        integrity
            .add_to(&mut message)
            .and_then(|()| FINGERPRINT.add_to(&mut message))
            .expect("so is a signed one");
        message.raw
    }

    /// What it has to say in the handshake.
    pub fn handshake(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let Some(dtls) = &mut self.dtls else { return Vec::new() };
        dtls.start(now);
        std::iter::from_fn(|| dtls.poll_transmit()).map(|datagram| datagram.to_vec()).collect()
    }

    /// Protects what it says, once it has keys.
    pub fn seal(&mut self, packet: &[u8], rtcp: bool) -> Option<Vec<u8>> {
        let keys = self.keys.as_mut()?;
        let mut buffer = [packet, &[0; OVERHEAD]].concat();
        let length = packet.len();
        let sealed =
            if rtcp { keys.seal_rtcp(&mut buffer, length) } else { keys.seal_rtp(&mut buffer, length) };
        buffer.truncate(sealed?);
        Some(buffer)
    }

    pub fn receive(&mut self, now: Instant, datagram: &[u8]) {
        if let (Some(20..=63), Some(dtls)) = (datagram.first(), &mut self.dtls)
            && let Progress::Keys(keys) = dtls.receive(now, datagram)
        {
            self.keys = Some(keys);
        }
    }
}
