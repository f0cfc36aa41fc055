//! TURN messages, read and written (RFC 8489 §5, §14; RFC 8656 §18).

use bytes::BytesMut;
use rtc_srtp::crypto::RTCCryptoProvider;
use rtc_stun::attributes::*;
use rtc_stun::fingerprint::FINGERPRINT;
use rtc_stun::integrity::MessageIntegrity;
use rtc_stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_INDICATION, CLASS_SUCCESS_RESPONSE, MESSAGE_HEADER_SIZE, METHOD_DATA,
    Message, MessageClass, MessageType, Setter, TransactionId,
};
use rtc_stun::xoraddr::XorMappedAddress;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::Range;

/// Type and length.
const ATTRIBUTE_HEADER: usize = 4;
const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
/// What a request may carry that one must understand (RFC 8489 §14). Anything else below 0x8000 is refused.
const UNDERSTOOD: &[AttrType] = &[
    ATTR_USERNAME,
    ATTR_MESSAGE_INTEGRITY,
    ATTR_REALM,
    ATTR_NONCE,
    ATTR_CHANNEL_NUMBER,
    ATTR_LIFETIME,
    ATTR_XOR_PEER_ADDRESS,
    ATTR_DATA,
    ATTR_REQUESTED_ADDRESS_FAMILY,
    ATTR_EVEN_PORT,
    ATTR_REQUESTED_TRANSPORT,
    ATTR_DONT_FRAGMENT, // nothing of ours is ever fragmented: it does not leave the process
    ATTR_RESERVATION_TOKEN,
    ATTR_PRIORITY, // of ICE checks, which some clients send to a STUN server as well
    ATTR_USE_CANDIDATE,
];

/// A whole and well-formed STUN message, of which attributes behind the integrity do not exist (RFC 8489 §14.5).
#[derive(Debug)]
pub struct Request {
    message: Message,
    /// Where its first MESSAGE-INTEGRITY stands, or how many attributes it has.
    covered: usize,
}

impl Request {
    pub fn parse(datagram: &[u8]) -> Option<Self> {
        if datagram.get(4..8)? != MAGIC_COOKIE || !datagram.len().is_multiple_of(4) {
            return None;
        }
        let mut message = Message::new();
        message.unmarshal_binary(datagram).ok()?;
        if message.length as usize + MESSAGE_HEADER_SIZE != datagram.len() {
            return None;
        }
        let attributes = &message.attributes.0;
        let closed = attributes.last().is_none_or(|last| {
            last.typ != ATTR_FINGERPRINT || (last.value.len() == 4 && FINGERPRINT.check(&message).is_ok())
        });
        let integrity = attributes.iter().position(|a| a.typ == ATTR_MESSAGE_INTEGRITY);
        let covered = integrity.unwrap_or(attributes.len());
        closed.then_some(Self { message, covered })
    }

    pub fn kind(&self) -> MessageType {
        self.message.typ
    }

    pub fn transaction(&self) -> TransactionId {
        self.message.transaction_id
    }

    /// The first attribute of a type.
    pub fn attribute(&self, typ: AttrType) -> Option<&[u8]> {
        self.all(typ).next()
    }

    fn all(&self, typ: AttrType) -> impl Iterator<Item = &[u8]> {
        let covered = self.message.attributes.0.iter().take(self.covered);
        covered.filter(move |a| a.typ == typ).map(|a| &*a.value)
    }

    /// Where in the datagram the value of the first attribute of a type stands.
    pub fn place(&self, typ: AttrType) -> Option<Range<usize>> {
        let mut at = MESSAGE_HEADER_SIZE;
        for attribute in self.message.attributes.0.iter().take(self.covered) {
            let value = at + ATTRIBUTE_HEADER..at + ATTRIBUTE_HEADER + attribute.value.len();
            if attribute.typ == typ {
                return Some(value);
            }
            at = value.end.next_multiple_of(4);
        }
        None
    }

    pub fn text(&self, typ: AttrType) -> Option<&str> {
        std::str::from_utf8(self.attribute(typ)?).ok()
    }

    /// A 32-bit number in network order.
    pub fn number(&self, typ: AttrType) -> Option<u32> {
        Some(u32::from_be_bytes(self.attribute(typ)?.try_into().ok()?))
    }

    /// Every XOR-PEER-ADDRESS; `None` if one of them is not an address.
    pub fn peers(&self) -> Option<Vec<SocketAddr>> {
        self.all(ATTR_XOR_PEER_ADDRESS).map(|value| self.address(value)).collect()
    }

    /// An address hidden by the cookie and the transaction (RFC 8489 §14.2).
    fn address(&self, value: &[u8]) -> Option<SocketAddr> {
        let [_, family, high, low, address @ ..] = value else { return None };
        let port = u16::from_be_bytes([high ^ MAGIC_COOKIE[0], low ^ MAGIC_COOKIE[1]]);
        let mask = MAGIC_COOKIE.iter().chain(&self.message.transaction_id.0);
        let plain: Vec<u8> = address.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
        let ip = match (family, plain.len(), address.len()) {
            (1, 4, 4) => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(plain).ok()?)),
            (2, 16, 16) => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(plain).ok()?)),
            _ => return None,
        };
        Some(SocketAddr::new(ip, port))
    }

    /// Types that a receiver must understand and we do not.
    pub fn not_understood(&self) -> Vec<u16> {
        let attributes = self.message.attributes.0.iter().take(self.covered).map(|a| a.typ);
        attributes.filter(|typ| typ.required() && !UNDERSTOOD.contains(typ)).map(|typ| typ.0).collect()
    }

    pub fn is_sealed(&self) -> bool {
        let sealed = self.message.attributes.0.get(self.covered);
        sealed.is_some_and(|integrity| integrity.value.len() == 20)
    }

    pub fn is_authentic(&mut self, key: &[u8], crypto: &dyn RTCCryptoProvider) -> bool {
        self.is_sealed() && MessageIntegrity::check(&mut self.message, key, crypto.crypto()).is_ok()
    }

    fn has_fingerprint(&self) -> bool {
        self.message.attributes.0.last().is_some_and(|last| last.typ == ATTR_FINGERPRINT)
    }
}

/// An answer being written.
#[derive(Debug)]
pub struct Answer {
    message: Message,
    fingerprint: bool,
}

impl Answer {
    pub fn success(request: &Request) -> Self {
        Self::of_class(request, CLASS_SUCCESS_RESPONSE)
    }

    pub fn error(request: &Request, code: u16, reason: &str) -> Self {
        let value = [0, 0, (code / 100) as u8, (code % 100) as u8];
        Self::of_class(request, CLASS_ERROR_RESPONSE)
            .with(ATTR_ERROR_CODE, &[&value, reason.as_bytes()].concat())
    }

    fn of_class(request: &Request, class: MessageClass) -> Self {
        let kind = MessageType { method: request.kind().method, class };
        Self { message: begin(kind, request.transaction()), fingerprint: request.has_fingerprint() }
    }

    pub fn with(mut self, typ: AttrType, value: &[u8]) -> Self {
        self.message.add(typ, value);
        self
    }

    pub fn with_address(mut self, typ: AttrType, address: SocketAddr) -> Self {
        add_address(&mut self.message, typ, address);
        self
    }

    /// Sealed with a key, if there is one to seal with.
    pub fn finish(mut self, key: Option<&[u8]>, crypto: &dyn RTCCryptoProvider) -> Option<BytesMut> {
        if let Some(key) = key {
            let seal = MessageIntegrity::new_raw_integrity_with_provider(key, crypto.crypto());
            seal.add_to(&mut self.message).ok()?;
        }
        if self.fingerprint {
            FINGERPRINT.add_to(&mut self.message).ok()?;
        }
        Some(BytesMut::from(&*self.message.raw))
    }
}

/// A Data indication: `data` came from `peer` (RFC 8656 §11.4). Not sealed, and its transaction means nothing.
pub fn data_indication(peer: SocketAddr, data: &[u8]) -> BytesMut {
    let kind = MessageType { method: METHOD_DATA, class: CLASS_INDICATION };
    let mut message = begin(kind, TransactionId([0; 12]));
    add_address(&mut message, ATTR_XOR_PEER_ADDRESS, peer);
    message.add(ATTR_DATA, data);
    BytesMut::from(&*message.raw)
}

fn begin(kind: MessageType, transaction: TransactionId) -> Message {
    let mut message = Message::new();
    message.typ = kind;
    message.transaction_id = transaction;
    message.write_header();
    message
}

fn add_address(message: &mut Message, typ: AttrType, address: SocketAddr) {
    let hidden = XorMappedAddress { ip: address.ip().to_canonical(), port: address.port() };
    // It fails for neither family.
    let _ = hidden.add_to_as(message, typ);
}
