//! SRTP and SRTCP with AES-128-GCM (RFC 7714), in place and without allocation: it runs once for every packet
//! and receiver, and is most of what a relay computes.

use aes::Aes128;
use aes::cipher::{BlockEncrypt, KeyInit};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, Tag, UnboundKey};
use rustc_hash::FxHashMap;

use super::index::{Newest, Replay};
use super::{MOST_STREAMS, RTCP_HEAD, header_length};

const KEY: usize = 16;
const SALT: usize = 12;
/// Of every protected packet, behind the ciphertext.
pub const TAG: usize = 16;
/// Behind the tag of SRTCP: the E flag and 31 bits of index (RFC 3711 §3.4).
pub const TRAILER: usize = 4;
const ENCRYPTED: u32 = 1 << 31;

/// Labels of the key derivation (RFC 3711 §4.3.1).
const RTP_KEY: u8 = 0;
const RTP_SALT: u8 = 2;
const RTCP_KEY: u8 = 3;
const RTCP_SALT: u8 = 5;

/// The session keys of one direction.
struct Keys {
    rtp: LessSafeKey,
    rtp_salt: [u8; SALT],
    rtcp: LessSafeKey,
    rtcp_salt: [u8; SALT],
}

impl Keys {
    fn new(master: &[u8], salt: &[u8]) -> Option<Self> {
        let master = Aes128::new_from_slice(master).ok()?;
        let salt: &[u8; SALT] = salt.try_into().ok()?;
        let key = |label| {
            let bytes = derive(&master, salt, label);
            UnboundKey::new(&AES_128_GCM, &bytes).ok().map(LessSafeKey::new)
        };
        let salt_of = |label| derive(&master, salt, label).first_chunk().copied();
        Some(Self {
            rtp: key(RTP_KEY)?,
            rtp_salt: salt_of(RTP_SALT)?,
            rtcp: key(RTCP_KEY)?,
            rtcp_salt: salt_of(RTCP_SALT)?,
        })
    }
}

/// One block of AES-CM as the key derivation function (RFC 3711 §4.3.3; the 96-bit salt is padded with zeros on
/// the right, RFC 7714 §11): enough for a key or a salt.
fn derive(master: &Aes128, salt: &[u8; SALT], label: u8) -> [u8; KEY] {
    let mut block = [0; KEY];
    block[..SALT].copy_from_slice(salt);
    block[7] ^= label;
    let mut block = block.into();
    master.encrypt_block(&mut block);
    block.into()
}

/// RFC 7714 §8.1: SSRC, rollover counter and number over the salt.
fn rtp_nonce(salt: &[u8; SALT], ssrc: u32, index: u64) -> Nonce {
    let mut nonce = [0; SALT];
    nonce[2..6].copy_from_slice(&ssrc.to_be_bytes());
    nonce[6..].copy_from_slice(&index.to_be_bytes()[2..]);
    over(salt, nonce)
}

/// RFC 7714 §9.1.
fn rtcp_nonce(salt: &[u8; SALT], ssrc: u32, index: u32) -> Nonce {
    let mut nonce = [0; SALT];
    nonce[2..6].copy_from_slice(&ssrc.to_be_bytes());
    nonce[8..].copy_from_slice(&index.to_be_bytes());
    over(salt, nonce)
}

fn over(salt: &[u8; SALT], mut nonce: [u8; SALT]) -> Nonce {
    nonce.iter_mut().zip(salt).for_each(|(byte, salt)| *byte ^= salt);
    Nonce::assume_unique_for_key(nonce)
}

/// Which packets of a stream there were.
#[derive(Default)]
struct Seen {
    newest: Newest,
    replay: Replay,
}

impl Seen {
    /// The index of a packet that was not here before.
    fn fresh(&self, sequence: u16) -> Option<u64> {
        self.newest.index(sequence).filter(|index| self.replay.fresh(*index))
    }

    fn note(&mut self, index: u64) {
        self.newest.note(index);
        self.replay.note(index);
    }
}

/// Protects what we send.
pub struct Sealer {
    keys: Keys,
    streams: FxHashMap<u32, Seen>,
    rtcp_index: u32,
}

impl Sealer {
    pub fn new(master: &[u8], salt: &[u8]) -> Option<Self> {
        Some(Self { keys: Keys::new(master, salt)?, streams: FxHashMap::default(), rtcp_index: 0 })
    }

    /// Protects the RTP packet in the first `length` bytes; the length then, [`TAG`] more. Never under an index it used:
    /// two packets under one nonce give the keys away (RFC 7714 §8.4).
    pub fn rtp(&mut self, buffer: &mut [u8], length: usize) -> Option<usize> {
        let head = header_length(buffer.get(..length)?)?;
        let (sequence, ssrc) = (number(buffer), stream(buffer, 8));
        let stream = self.streams.entry(ssrc).or_default();
        let index = stream.fresh(sequence)?;
        stream.note(index);
        let nonce = rtp_nonce(&self.keys.rtp_salt, ssrc, index);
        seal(&self.keys.rtp, nonce, &[], head, buffer, length)
    }

    /// Protects the compound packet in the first `length` bytes; [`TAG`] and [`TRAILER`] are added.
    pub fn rtcp(&mut self, buffer: &mut [u8], length: usize) -> Option<usize> {
        if length < RTCP_HEAD || buffer.len() < length + TAG + TRAILER {
            return None;
        }
        let trailer = (ENCRYPTED | self.rtcp_index).to_be_bytes();
        let nonce = rtcp_nonce(&self.keys.rtcp_salt, stream(buffer, 4), self.rtcp_index);
        self.rtcp_index = (self.rtcp_index + 1) & !ENCRYPTED;
        let sealed = seal(&self.keys.rtcp, nonce, &trailer, RTCP_HEAD, buffer, length)?;
        buffer.get_mut(sealed..sealed + TRAILER)?.copy_from_slice(&trailer);
        Some(sealed + TRAILER)
    }
}

/// Seals what follows the head; head and `also` are covered by the tag and stay readable.
fn seal(
    key: &LessSafeKey,
    nonce: Nonce,
    also: &[u8],
    head: usize,
    buffer: &mut [u8],
    length: usize,
) -> Option<usize> {
    let (packet, rest) = buffer.split_at_mut_checked(length)?;
    let (head, body) = packet.split_at_mut_checked(head)?;
    let tag = match also {
        [] => key.seal_in_place_separate_tag(nonce, Aad::from(&*head), body),
        also => key.seal_in_place_separate_tag(nonce, Aad::from(covered(head, also)?), body),
    };
    rest.get_mut(..TAG)?.copy_from_slice(tag.ok()?.as_ref());
    Some(length + TAG)
}

/// What the tag of SRTCP covers besides the ciphertext: the header and the trailer (RFC 7714 §9.2).
fn covered(head: &[u8], trailer: &[u8]) -> Option<[u8; RTCP_HEAD + TRAILER]> {
    let mut covered = [0; RTCP_HEAD + TRAILER];
    covered[..RTCP_HEAD].copy_from_slice(head.get(..RTCP_HEAD)?);
    covered[RTCP_HEAD..].copy_from_slice(trailer);
    Some(covered)
}

/// Opens what a peer sends. Nothing is remembered of a packet before its tag holds.
pub struct Opener {
    keys: Keys,
    streams: FxHashMap<u32, Seen>,
    reports: FxHashMap<u32, Replay>,
}

impl Opener {
    pub fn new(master: &[u8], salt: &[u8]) -> Option<Self> {
        let keys = Keys::new(master, salt)?;
        Some(Self { keys, streams: FxHashMap::default(), reports: FxHashMap::default() })
    }

    /// Streams there is state for.
    #[cfg(test)]
    pub fn streams(&self) -> usize {
        self.streams.len()
    }

    /// The packet in the clear, in place; `None`: not RTP, not authentic, or seen before.
    pub fn rtp<'a>(&mut self, datagram: &'a mut [u8]) -> Option<&'a mut [u8]> {
        let head = header_length(datagram)?;
        let (sequence, ssrc) = (number(datagram), stream(datagram, 8));
        let known = self.streams.get(&ssrc);
        let index = known.map_or(Some(sequence.into()), |known| known.fresh(sequence))?;
        if known.is_none() && self.streams.len() >= MOST_STREAMS {
            return None;
        }
        let nonce = rtp_nonce(&self.keys.rtp_salt, ssrc, index);
        let length = open(&self.keys.rtp, nonce, &[], head, datagram)?;
        self.streams.entry(ssrc).or_default().note(index);
        datagram.get_mut(..length)
    }

    /// The compound packet in the clear, in place.
    pub fn rtcp<'a>(&mut self, datagram: &'a mut [u8]) -> Option<&'a mut [u8]> {
        let (sealed, trailer) = datagram.split_last_chunk_mut::<TRAILER>()?;
        let word = u32::from_be_bytes(*trailer);
        if word & ENCRYPTED == 0 || sealed.len() < RTCP_HEAD + TAG {
            return None;
        }
        let (ssrc, index) = (stream(sealed, 4), word & !ENCRYPTED);
        let known = self.reports.get(&ssrc);
        if known.is_none() && self.reports.len() >= MOST_STREAMS {
            return None;
        }
        if known.is_some_and(|known| !known.fresh(index.into())) {
            return None;
        }
        let nonce = rtcp_nonce(&self.keys.rtcp_salt, ssrc, index);
        let length = open(&self.keys.rtcp, nonce, &*trailer, RTCP_HEAD, sealed)?;
        self.reports.entry(ssrc).or_default().note(index.into());
        datagram.get_mut(..length)
    }
}

/// Opens what follows the head; the length without the tag.
fn open(key: &LessSafeKey, nonce: Nonce, also: &[u8], head: usize, sealed: &mut [u8]) -> Option<usize> {
    let length = sealed.len().checked_sub(TAG).filter(|length| *length >= head)?;
    let (packet, tag) = sealed.split_at_mut(length);
    let tag: [u8; TAG] = (&*tag).try_into().ok()?;
    let (head, body) = packet.split_at_mut(head);
    let opened = match also {
        [] => key.open_in_place_separate_tag(nonce, Aad::from(&*head), Tag::from(tag), body, 0..),
        also => {
            key.open_in_place_separate_tag(nonce, Aad::from(covered(head, also)?), Tag::from(tag), body, 0..)
        }
    };
    opened.is_ok().then_some(length)
}

fn number(packet: &[u8]) -> u16 {
    packet.get(2..4).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_be_bytes(*bytes))
}

fn stream(packet: &[u8], at: usize) -> u32 {
    packet.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u32::from_be_bytes(*bytes))
}
