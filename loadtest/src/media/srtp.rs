//! The keys of one participant (RFC 3711). AEAD_AES_128_GCM (RFC 7714) is done here in place, because the
//! client must cost no more than the relay it measures; other profiles by the family's contexts.

use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use rtc_rtp::Header;
use rtc_shared::error::Error;
use rtc_srtp::config::SessionKeys;
use rtc_srtp::context::Context;
use rtc_srtp::crypto::{BlockCipherAlgorithm, RTCCryptoProvider};
use rtc_srtp::protection_profile::ProtectionProfile;
use std::collections::HashMap;

use super::rtp::Head;

const SALT: usize = 12;

/// Both directions.
pub struct Srtp(Suite);

enum Suite {
    Gcm(Box<Gcm>),
    Family { incoming: Box<Context>, outgoing: Box<Context> },
}

impl std::fmt::Debug for Srtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Srtp").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Half {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Half").finish_non_exhaustive()
    }
}

struct Gcm {
    incoming: Half,
    outgoing: Half,
    rtcp_sent: u32,
}

/// AES-128-GCM keys of one direction.
pub struct Half {
    rtp: LessSafeKey,
    rtp_salt: [u8; SALT],
    rtcp: LessSafeKey,
    rtcp_salt: [u8; SALT],
    /// Highest index of each stream: rollovers above the sequence number.
    streams: HashMap<u32, u64>,
}

impl Srtp {
    /// # Errors
    /// Keys of the wrong length.
    pub fn new(
        keys: &SessionKeys,
        profile: ProtectionProfile,
        crypto: &dyn RTCCryptoProvider,
    ) -> Result<Self, Error> {
        if let ProtectionProfile::AeadAes128Gcm = profile {
            return Ok(Self(Suite::Gcm(Box::new(Gcm {
                incoming: Half::new(&keys.remote_master_key, &keys.remote_master_salt, crypto)?,
                outgoing: Half::new(&keys.local_master_key, &keys.local_master_salt, crypto)?,
                rtcp_sent: 0,
            }))));
        }
        let context = |key, salt| Context::new(key, salt, profile, None, None, crypto.crypto()).map(Box::new);
        Ok(Self(Suite::Family {
            incoming: context(&keys.remote_master_key, &keys.remote_master_salt)?,
            outgoing: context(&keys.local_master_key, &keys.local_master_salt)?,
        }))
    }

    /// Opens a packet in place; its length in the clear, or `None` if it is not authentic.
    pub fn open_rtp(&mut self, packet: &mut [u8], head: &Head) -> Option<usize> {
        match &mut self.0 {
            Suite::Gcm(gcm) => gcm.incoming.open_rtp(packet, head),
            Suite::Family { incoming, .. } => {
                let clear = incoming.decrypt_rtp_with_header(packet, &family_header(head)).ok()?;
                packet.get_mut(..clear.len())?.copy_from_slice(&clear);
                Some(clear.len())
            }
        }
    }

    /// Protects a packet where it stands.
    pub fn seal_rtp(&mut self, packet: &mut Vec<u8>, head: &Head) -> Option<()> {
        match &mut self.0 {
            Suite::Gcm(gcm) => gcm.outgoing.seal_rtp(packet, 0, head),
            Suite::Family { outgoing, .. } => {
                let sealed = outgoing.encrypt_rtp_with_header(packet, &family_header(head)).ok()?;
                packet.clear();
                packet.extend_from_slice(&sealed);
                Some(())
            }
        }
    }

    pub fn open_rtcp(&mut self, packet: &[u8]) -> Option<Vec<u8>> {
        match &mut self.0 {
            Suite::Gcm(gcm) => gcm.incoming.open_rtcp(packet),
            Suite::Family { incoming, .. } => incoming.decrypt_rtcp(packet).ok().map(|clear| clear.to_vec()),
        }
    }

    pub fn seal_rtcp(&mut self, packet: &[u8]) -> Option<Vec<u8>> {
        match &mut self.0 {
            Suite::Gcm(gcm) => {
                gcm.rtcp_sent += 1;
                gcm.outgoing.seal_rtcp(packet, gcm.rtcp_sent)
            }
            Suite::Family { outgoing, .. } => {
                outgoing.encrypt_rtcp(packet).ok().map(|sealed| sealed.to_vec())
            }
        }
    }
}

/// As much of a header as a context asks for: one that counts extension bytes as padding has the right length.
fn family_header(head: &Head) -> Header {
    Header {
        version: 2,
        sequence_number: head.sequence,
        ssrc: head.ssrc,
        extension: head.length > 12,
        extensions_padding: head.length.saturating_sub(16),
        ..Header::default()
    }
}

impl Half {
    /// Derives the session keys of a master key and its salt.
    ///
    /// # Errors
    /// They are too short or too long.
    pub fn new(key: &[u8], salt: &[u8], crypto: &dyn RTCCryptoProvider) -> Result<Self, Error> {
        // Labels of RFC 3711 §4.3.2: encryption 0, salt 2; for SRTCP 3 and 5.
        let derive = |label| derive(key, salt, label, crypto);
        let salt_of = |label| derive(label).map(|bytes| bytes.first_chunk().copied().unwrap_or_default());
        let cipher = |label| {
            let unbound = UnboundKey::new(&AES_128_GCM, &derive(label)?);
            unbound.map(LessSafeKey::new).map_err(|_| Error::ErrShortSrtpMasterKey)
        };
        Ok(Self {
            rtp: cipher(0)?,
            rtp_salt: salt_of(2)?,
            rtcp: cipher(3)?,
            rtcp_salt: salt_of(5)?,
            streams: HashMap::new(),
        })
    }

    /// RFC 3711 §3.3.1: of the possible rollover counts the one nearest to what came before.
    fn index(&mut self, ssrc: u32, sequence: u16) -> u64 {
        let highest = self.streams.entry(ssrc).or_insert_with(|| u64::from(sequence));
        let step = i64::from(sequence.wrapping_sub(*highest as u16).cast_signed());
        let index = highest.checked_add_signed(step).unwrap_or_else(|| u64::from(sequence));
        *highest = index.max(*highest);
        index
    }

    /// Opens a packet in place; its length in the clear.
    pub fn open_rtp(&mut self, packet: &mut [u8], head: &Head) -> Option<usize> {
        let index = self.index(head.ssrc, head.sequence);
        let nonce = rtp_nonce(&self.rtp_salt, head.ssrc, index);
        let (header, body) = packet.split_at_mut_checked(head.length)?;
        let clear = self.rtp.open_in_place(nonce, Aad::from(&*header), body).ok()?.len();
        Some(head.length + clear)
    }

    /// Protects the packet that begins at `start` and ends with `packets`.
    pub fn seal_rtp(&mut self, packets: &mut Vec<u8>, start: usize, head: &Head) -> Option<()> {
        let index = self.index(head.ssrc, head.sequence);
        let nonce = rtp_nonce(&self.rtp_salt, head.ssrc, index);
        let (header, body) = packets.get_mut(start..)?.split_at_mut_checked(head.length)?;
        let tag = self.rtp.seal_in_place_separate_tag(nonce, Aad::from(&*header), body).ok()?;
        packets.extend_from_slice(tag.as_ref());
        Some(())
    }

    /// RFC 7714 §9: header, sealed rest with its tag, then `E` and the index; header and index are bound.
    fn open_rtcp(&self, packet: &[u8]) -> Option<Vec<u8>> {
        let (rest, trailer) = packet.split_last_chunk::<4>()?;
        let (header, body) = rest.split_at_checked(8)?;
        let ssrc = u32::from_be_bytes(*header.last_chunk()?);
        let index = u32::from_be_bytes(*trailer) & 0x7fff_ffff;
        let bound = [header, trailer].concat();
        let mut clear = header.to_vec();
        let mut body = body.to_vec();
        let nonce = rtcp_nonce(&self.rtcp_salt, ssrc, index);
        clear.extend_from_slice(self.rtcp.open_in_place(nonce, Aad::from(&bound), &mut body).ok()?);
        Some(clear)
    }

    fn seal_rtcp(&self, packet: &[u8], index: u32) -> Option<Vec<u8>> {
        let (header, body) = packet.split_at_checked(8)?;
        let ssrc = u32::from_be_bytes(*header.last_chunk()?);
        let trailer = (index | 0x8000_0000).to_be_bytes();
        let bound = [header, &trailer].concat();
        let mut body = body.to_vec();
        let nonce = rtcp_nonce(&self.rtcp_salt, ssrc, index);
        self.rtcp.seal_in_place_append_tag(nonce, Aad::from(&bound), &mut body).ok()?;
        Some([header, &body, &trailer].concat())
    }
}

/// AES-CM key derivation (RFC 3711 §4.3.1, salts of 12 bytes by RFC 7714 §11): all we derive fits one block.
fn derive(key: &[u8], salt: &[u8], label: u8, crypto: &dyn RTCCryptoProvider) -> Result<[u8; 16], Error> {
    let mut block = [0; 16];
    block.get_mut(..salt.len()).ok_or(Error::ErrShortSrtpMasterSalt)?.copy_from_slice(salt);
    block[7] ^= label;
    let done = crypto.crypto().block_encrypt(BlockCipherAlgorithm::Aes128, key, &mut block);
    done.map_err(|error| Error::Crypto(error.to_string()))?;
    Ok(block)
}

/// RFC 7714 §8.1: two zero bytes, the stream, the index in 48 bits.
fn rtp_nonce(salt: &[u8; SALT], ssrc: u32, index: u64) -> Nonce {
    let counted = (u128::from(ssrc) << 48) | u128::from(index & 0xffff_ffff_ffff);
    let mut nonce = *salt;
    for (byte, mask) in nonce.iter_mut().zip(&counted.to_be_bytes()[4..]) {
        *byte ^= mask;
    }
    Nonce::assume_unique_for_key(nonce)
}

/// RFC 7714 §9.1: the same, the index in 31 bits.
fn rtcp_nonce(salt: &[u8; SALT], ssrc: u32, index: u32) -> Nonce {
    rtp_nonce(salt, ssrc, u64::from(index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::rtp::{self, Extensions, VP8};

    fn pair(profile: ProtectionProfile) -> (Srtp, Srtp, Box<Context>) {
        let crypto = rtc_srtp::crypto::default_provider().unwrap();
        let (key, salt) = (vec![5; 16], vec![6; profile.salt_len()]);
        let keys = SessionKeys {
            local_master_key: key.clone(),
            local_master_salt: salt.clone(),
            remote_master_key: key.clone(),
            remote_master_salt: salt.clone(),
        };
        let mine = || Srtp::new(&keys, profile, &*crypto).unwrap();
        let theirs = Context::new(&key, &salt, profile, None, None, crypto.crypto()).unwrap();
        (mine(), mine(), Box::new(theirs))
    }

    #[test]
    fn what_is_sealed_here_the_family_opens_and_the_other_way_round() {
        for profile in [ProtectionProfile::AeadAes128Gcm, ProtectionProfile::Aes128CmHmacSha1_80] {
            let (mut sender, mut receiver, mut theirs) = pair(profile);
            for sequence in [65_534, 65_535, 0, 1] {
                let mut extensions = Extensions::default();
                extensions.put(4, b"cam");
                let head = Head::of(VP8, 7, sequence, 90_000, true);
                let mut packet = Vec::new();
                rtp::write(&mut packet, &head, &extensions);
                let head = Head::parse(&packet).unwrap();
                packet.extend([9; 40]);
                let clear = packet.clone();
                sender.seal_rtp(&mut packet, &head).unwrap();
                let opened = theirs.decrypt_rtp_with_header(&packet, &family_header(&head)).unwrap();
                assert_eq!(opened, clear);
                let length = receiver.open_rtp(&mut packet, &head).unwrap();
                assert_eq!(packet[..length], clear);
            }
            let report = [0x80, 201, 0, 1, 0, 0, 0, 7];
            let sealed = sender.seal_rtcp(&report).unwrap();
            assert_eq!(theirs.decrypt_rtcp(&sealed).unwrap(), report[..]);
            let theirs = theirs.encrypt_rtcp(&report).unwrap();
            assert_eq!(receiver.open_rtcp(&theirs).unwrap(), report);
        }
    }

    #[test]
    fn a_changed_byte_opens_nothing() {
        let (mut sender, mut receiver, _) = pair(ProtectionProfile::AeadAes128Gcm);
        let head = Head::of(VP8, 7, 1, 90_000, true);
        let mut packet = Vec::new();
        rtp::write(&mut packet, &head, &Extensions::default());
        packet.extend([9; 40]);
        sender.seal_rtp(&mut packet, &head).unwrap();
        packet[20] ^= 1;
        assert_eq!(receiver.open_rtp(&mut packet, &head), None);
    }

    #[test]
    fn the_tag_is_as_long_as_the_relay_counts_it() {
        let (mut sender, ..) = pair(ProtectionProfile::AeadAes128Gcm);
        let head = Head::of(VP8, 7, 1, 90_000, true);
        let mut packet = Vec::new();
        rtp::write(&mut packet, &head, &Extensions::default());
        sender.seal_rtp(&mut packet, &head).unwrap();
        assert_eq!(packet.len(), 12 + 16);
    }
}
