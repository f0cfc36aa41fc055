//! The controlling side against a lite relay (RFC 8445 §2.5): checks that nominate at once, to every candidate
//! until one answers, and from then on as consent (RFC 7675). A relay that checks back is answered.

use rtc_srtp::crypto::RTCCryptoProvider;
use rtc_stun::attributes::{ATTR_ICE_CONTROLLING, ATTR_PRIORITY, ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{BINDING_REQUEST, BINDING_SUCCESS, Message, Setter, TransactionId};
use rtc_stun::textattrs::TextAttribute;
use rtc_stun::xoraddr::XorMappedAddress;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

/// Between checks until one is answered.
const EAGER: Duration = Duration::from_millis(50);
/// Between consent checks; browsers take 2.5 s and let it wander.
const CONSENT: Duration = Duration::from_millis(2500);

/// What the checks are signed with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credentials {
    pub ufrag: String,
    pub password: String,
}

#[derive(Debug)]
pub struct Ice {
    local: Credentials,
    remote: Credentials,
    candidates: Vec<SocketAddr>,
    selected: Option<SocketAddr>,
    due: Instant,
    /// The last check sent: its transaction, when, and to whom.
    asked: Vec<(TransactionId, Instant, SocketAddr)>,
    priority: u32,
    pub round_trip: Option<Duration>,
    pub answered: u64,
}

impl Ice {
    #[must_use]
    pub fn new(now: Instant, local: Credentials, remote: Credentials, candidates: Vec<SocketAddr>) -> Self {
        Self {
            local,
            remote,
            candidates,
            selected: None,
            due: now,
            asked: Vec::new(),
            priority: 0x6eff_ffff, // a peer-reflexive candidate's
            round_trip: None,
            answered: 0,
        }
    }

    /// Where to send.
    #[must_use]
    pub fn selected(&self) -> Option<SocketAddr> {
        self.selected
    }

    /// The relay's address, if it has only one.
    #[must_use]
    pub fn only(&self) -> Option<IpAddr> {
        let (first, others) = self.candidates.split_first()?;
        others.iter().all(|other| other.ip() == first.ip()).then(|| first.ip())
    }

    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.due
    }

    /// Checks to send now.
    pub fn checks(&mut self, now: Instant, crypto: &dyn RTCCryptoProvider) -> Vec<(SocketAddr, Vec<u8>)> {
        if now < self.due {
            return Vec::new();
        }
        let targets = self.selected.map_or_else(|| self.candidates.clone(), |one| vec![one]);
        self.due = now + if self.selected.is_some() { CONSENT } else { EAGER };
        self.asked.retain(|(_, at, _)| now.saturating_duration_since(*at) < CONSENT);
        let mut checks = Vec::new();
        for to in targets {
            let transaction = TransactionId::new();
            if let Some(check) = self.check(transaction, crypto) {
                self.asked.push((transaction, now, to));
                checks.push((to, check));
            }
        }
        checks
    }

    fn check(&self, transaction: TransactionId, crypto: &dyn RTCCryptoProvider) -> Option<Vec<u8>> {
        let mut message = Message::new();
        let username = format!("{}:{}", self.remote.ufrag, self.local.ufrag);
        let username = TextAttribute::new(ATTR_USERNAME, username);
        message.build(&[Box::new(BINDING_REQUEST), Box::new(transaction), Box::new(username)]).ok()?;
        message.add(ATTR_USE_CANDIDATE, &[]);
        message.add(ATTR_ICE_CONTROLLING, &[7; 8]);
        message.add(ATTR_PRIORITY, &self.priority.to_be_bytes());
        let password = self.remote.password.clone();
        MessageIntegrity::new_short_term_integrity_with_provider(password, crypto.crypto())
            .add_to(&mut message)
            .ok()?;
        FINGERPRINT.add_to(&mut message).ok()?;
        Some(message.raw)
    }

    /// The answer to a check of the relay's, and where it goes.
    pub fn checked(&self, datagram: &[u8], crypto: &dyn RTCCryptoProvider) -> Option<(SocketAddr, Vec<u8>)> {
        let mut request = Message::new();
        request.unmarshal_binary(datagram).ok()?;
        let password = self.local.password.clone();
        if request.typ != BINDING_REQUEST {
            return None;
        }
        MessageIntegrity::check(&mut request, password.as_bytes(), crypto.crypto()).ok()?;
        let from = self.selected.or_else(|| self.candidates.first().copied())?;
        let integrity = MessageIntegrity::new_short_term_integrity_with_provider(password, crypto.crypto());
        let mut reply = Message::new();
        reply
            .build(&[
                Box::new(BINDING_SUCCESS),
                Box::new(request.transaction_id),
                Box::new(XorMappedAddress { ip: from.ip(), port: from.port() }),
                Box::new(integrity),
                Box::new(FINGERPRINT),
            ])
            .ok()?;
        Some((from, reply.raw))
    }

    /// Takes an answer. Whether it is the first.
    pub fn answer(&mut self, now: Instant, datagram: &[u8]) -> bool {
        let mut message = Message::new();
        if message.unmarshal_binary(datagram).is_err() || message.typ != BINDING_SUCCESS {
            return false;
        }
        let Some(at) = self.asked.iter().position(|(id, ..)| *id == message.transaction_id) else {
            return false;
        };
        let (_, sent, to) = self.asked.swap_remove(at);
        self.round_trip = Some(now.saturating_duration_since(sent));
        self.answered += 1;
        let first = self.selected.is_none();
        if first {
            self.selected = Some(to);
            self.due = now + CONSENT;
        }
        first
    }
}
