//! A check on the wire and the answer to it (RFC 8489), read and written where they lie: every client sends one each few
//! seconds for as long as a hearing lasts, and nothing that flows takes memory.

use ring::hmac::{self, HMAC_SHA1_FOR_LEGACY_USE_ONLY};
use rtc_stun::attributes::{
    ATTR_FINGERPRINT, ATTR_MESSAGE_INTEGRITY, ATTR_USE_CANDIDATE, ATTR_USERNAME, ATTR_XORMAPPED_ADDRESS,
    AttrType,
};
use rtc_stun::fingerprint::fingerprint_value;
use std::net::{IpAddr, SocketAddr};

/// Longest STUN datagram looked at. A browser's check is about 100 bytes.
const LONGEST_CHECK: usize = 600;
/// An IPv6 address, the integrity and the fingerprint behind the header.
const LONGEST_ANSWER: usize = HEADER + (HEAD + 20) + (HEAD + TAG) + (HEAD + 4);
/// Type, length, cookie and transaction.
const HEADER: usize = 20;
/// Type and length of an attribute.
const HEAD: usize = 4;
/// HMAC-SHA1.
const TAG: usize = 20;
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const BINDING_REQUEST: [u8; 2] = [0x00, 0x01];
const BINDING_SUCCESS: [u8; 2] = [0x01, 0x01];

/// A binding request that is well formed, and no more than that.
#[derive(Debug, Clone, Copy)]
pub struct Check<'a> {
    /// What the integrity covers: header and attributes before it.
    covered: &'a [u8],
    tag: &'a [u8; TAG],
    local_ufrag: &'a str,
    remote_ufrag: &'a str,
    nominates: bool,
}

impl<'a> Check<'a> {
    /// Reads a binding request with USERNAME, MESSAGE-INTEGRITY and FINGERPRINT in that order; anything
    /// else is `None`. Attributes behind the integrity do not exist for us (RFC 8489 §14.5).
    pub fn parse(datagram: &'a [u8]) -> Option<Self> {
        let (header, mut rest) = datagram.split_first_chunk::<HEADER>()?;
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let bounded = datagram.len() <= LONGEST_CHECK && length == rest.len() && length.is_multiple_of(4);
        if !bounded || header[..2] != BINDING_REQUEST || header[4..8] != COOKIE {
            return None;
        }
        let (mut username, mut nominates, mut sealed, mut closed) = (None, false, None, false);
        while !rest.is_empty() {
            let before = datagram.get(..datagram.len() - rest.len())?;
            let (kind, value, after) = attribute(rest)?;
            match kind {
                ATTR_USERNAME if sealed.is_none() => username = username.or(Some(value)),
                ATTR_USE_CANDIDATE if sealed.is_none() => nominates = true,
                ATTR_MESSAGE_INTEGRITY if sealed.is_none() => sealed = Some((before, value)),
                ATTR_FINGERPRINT => closed = after.is_empty() && value == fingerprint(before),
                _ => {}
            }
            rest = after;
        }
        let (covered, tag) = sealed.filter(|_| closed)?;
        let (local_ufrag, remote_ufrag) = std::str::from_utf8(username?).ok()?.split_once(':')?;
        Some(Self { covered, tag: tag.try_into().ok()?, local_ufrag, remote_ufrag, nominates })
    }

    /// Whose check this claims to be: finds the peer, proves nothing.
    pub fn local_ufrag(&self) -> &'a str {
        self.local_ufrag
    }

    pub(super) fn remote_ufrag(&self) -> &'a str {
        self.remote_ufrag
    }

    pub(super) fn nominates(&self) -> bool {
        self.nominates
    }

    /// Whether who wrote it knows the password.
    pub(super) fn is_authentic(&self, password: &str) -> bool {
        let mut message = [0; LONGEST_CHECK];
        let Some(message) = message.get_mut(..self.covered.len()) else { return false };
        message.copy_from_slice(self.covered);
        announce(message, HEAD + TAG);
        hmac::verify(&key(password), message, self.tag).is_ok()
    }

    /// The binding success response (§14.2: the address as it reached us).
    pub(super) fn answer(&self, from: SocketAddr, password: &str) -> Answer {
        let mut answer = Answer { bytes: [0; LONGEST_ANSWER], length: HEADER };
        answer.bytes[..2].copy_from_slice(&BINDING_SUCCESS);
        answer.bytes[4..HEADER].copy_from_slice(&self.covered[4..HEADER]);
        answer.put_address(from);
        answer.put(ATTR_MESSAGE_INTEGRITY, TAG, |message, tag| {
            tag.copy_from_slice(hmac::sign(&key(password), message).as_ref());
        });
        answer.put(ATTR_FINGERPRINT, 4, |message, value| {
            value.copy_from_slice(&fingerprint_value(message).to_be_bytes());
        });
        answer
    }
}

/// An answer on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    bytes: [u8; LONGEST_ANSWER],
    length: usize,
}

impl Answer {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// XOR-MAPPED-ADDRESS: hidden by cookie and transaction, for there are routers that rewrite what looks like theirs.
    fn put_address(&mut self, from: SocketAddr) {
        let port = from.port().to_be_bytes();
        let mut address = [0; 20];
        let length = match from.ip().to_canonical() {
            IpAddr::V4(ip) => {
                address[..4].copy_from_slice(&[0, 1, port[0], port[1]]);
                address[4..8].copy_from_slice(&ip.octets());
                8
            }
            IpAddr::V6(ip) => {
                address[..4].copy_from_slice(&[0, 2, port[0], port[1]]);
                address[4..].copy_from_slice(&ip.octets());
                20
            }
        };
        self.put(ATTR_XORMAPPED_ADDRESS, length, |message, value| {
            value.copy_from_slice(&address[..length]);
            let (head, ip) = value.split_at_mut(4);
            head[2..].iter_mut().zip(COOKIE).for_each(|(byte, mask)| *byte ^= mask);
            ip.iter_mut().zip(&message[4..HEADER]).for_each(|(byte, mask)| *byte ^= mask);
        });
    }

    /// Appends an attribute of `length` bytes, a multiple of four. `write` gets the message before it, whose length
    /// counts it already (§14.5, §14.7), and the place for its value.
    fn put(&mut self, kind: AttrType, length: usize, write: impl FnOnce(&[u8], &mut [u8])) {
        let (message, free) = self.bytes.split_at_mut(self.length);
        announce(message, HEAD + length);
        let (head, value) = free.split_at_mut(HEAD);
        head[..2].copy_from_slice(&kind.0.to_be_bytes());
        head[2..].copy_from_slice(&(length as u16).to_be_bytes());
        write(message, &mut value[..length]);
        self.length += HEAD + length;
    }
}

/// Has a message's header say that it ends so many bytes behind what is there.
fn announce(message: &mut [u8], more: usize) {
    let length = (message.len() - HEADER + more) as u16;
    message[2..4].copy_from_slice(&length.to_be_bytes());
}

/// Type and value of the attribute at the front, and what follows it on the next word.
fn attribute(bytes: &[u8]) -> Option<(AttrType, &[u8], &[u8])> {
    let ([high, low, length @ ..], rest) = bytes.split_first_chunk::<HEAD>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let kind = AttrType(u16::from_be_bytes([*high, *low]));
    Some((kind, rest.get(..length)?, rest.get(length.next_multiple_of(4)..)?))
}

/// Of a message whose header counts the fingerprint already.
fn fingerprint(message: &[u8]) -> [u8; 4] {
    fingerprint_value(message).to_be_bytes()
}

/// Short-term credentials: the password itself (§9.1.1).
fn key(password: &str) -> hmac::Key {
    hmac::Key::new(HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes())
}
