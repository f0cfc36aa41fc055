//! The keys of one peer: SRTP both ways (RFC 3711), taken from the DTLS handshake (RFC 5764 §4.2).
//!
//! AES-GCM, which all browsers of the last years offer, is done here in place ([`gcm`]); the older AES-CM with
//! HMAC is left to the engine, which copies.

mod gcm;
mod index;

use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc_dtls::state::State;
use rtc_rtp::Header;
use rtc_shared::error::Error;
use rtc_srtp::config::{Config, LABEL_EXTRACTOR_DTLS_SRTP};
use rtc_srtp::context::Context;
use rtc_srtp::crypto::RTCCryptoProvider;
use rtc_srtp::option::{srtcp_replay_protection, srtp_replay_protection};
use rtc_srtp::protection_profile::ProtectionProfile;
use std::collections::HashSet;

use gcm::{Opener, Sealer};

/// Streams one peer may send: each has its own state.
const MOST_STREAMS: usize = 64;
/// The part of SRTCP that is not encrypted.
const RTCP_HEAD: usize = 8;
/// Most that protection adds to a packet: tag and trailer of SRTCP.
pub const OVERHEAD: usize = gcm::TAG + gcm::TRAILER;

/// What we accept, what we like best first.
pub const PROFILES: [SrtpProtectionProfile; 2] =
    [SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm, SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80];

/// The contexts of one association.
#[expect(clippy::large_enum_variant, reason = "boxed by its owner, and the large one is the rare one")]
pub enum Srtp {
    Gcm { sealer: Sealer, opener: Opener },
    Engine { outgoing: Context, incoming: Context, tried: HashSet<u32> },
}

impl std::fmt::Debug for Srtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Gcm { .. } => "Srtp::Gcm",
            Self::Engine { .. } => "Srtp::Engine",
        })
    }
}

impl Srtp {
    /// Takes the keys of a finished handshake.
    pub fn new(dtls: &State, crypto: &dyn RTCCryptoProvider) -> Result<Self, Error> {
        let profile = match dtls.srtp_protection_profile() {
            SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm => ProtectionProfile::AeadAes128Gcm,
            SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80 => ProtectionProfile::Aes128CmHmacSha1_80,
            _ => return Err(Error::ErrNoSuchSrtpProfile),
        };
        let mut config = Config { profile, ..Config::default() };
        let material =
            dtls.export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], config.keying_material_len())?;
        config.set_session_keys_from_keying_material(material.as_ref(), dtls.is_client())?;
        Self::of(&config, crypto)
    }

    fn of(config: &Config, crypto: &dyn RTCCryptoProvider) -> Result<Self, Error> {
        let keys = &config.keys;
        let ours = (&keys.local_master_key, &keys.local_master_salt);
        let theirs = (&keys.remote_master_key, &keys.remote_master_salt);
        if matches!(config.profile, ProtectionProfile::AeadAes128Gcm) {
            let sealer = Sealer::new(ours.0, ours.1).ok_or(Error::ErrNoSuchSrtpProfile)?;
            let opener = Opener::new(theirs.0, theirs.1).ok_or(Error::ErrNoSuchSrtpProfile)?;
            return Ok(Self::Gcm { sealer, opener });
        }
        let window = index::REPLAY_WINDOW as usize;
        let replay = (Some(srtp_replay_protection(window)), Some(srtcp_replay_protection(window)));
        let profile = config.profile;
        Ok(Self::Engine {
            outgoing: Context::new(ours.0, ours.1, profile, None, None, crypto.crypto())?,
            incoming: Context::new(theirs.0, theirs.1, profile, replay.0, replay.1, crypto.crypto())?,
            tried: HashSet::new(),
        })
    }

    /// The packet in the clear, in place, or `None`: not RTP, not authentic, or seen before.
    pub fn open_rtp<'a>(&mut self, datagram: &'a mut [u8]) -> Option<&'a mut [u8]> {
        match self {
            Self::Gcm { opener, .. } => opener.rtp(datagram),
            Self::Engine { incoming, tried, .. } => {
                let header = header_of(datagram)?;
                admit(tried, header.ssrc)?;
                let opened = incoming.decrypt_rtp_with_header(datagram, &header).ok()?;
                put(datagram, &opened)
            }
        }
    }

    /// The compound packet in the clear, in place, or `None`.
    pub fn open_rtcp<'a>(&mut self, datagram: &'a mut [u8]) -> Option<&'a mut [u8]> {
        match self {
            Self::Gcm { opener, .. } => opener.rtcp(datagram),
            Self::Engine { incoming, tried, .. } => {
                let ssrc = datagram.get(4..8)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))?;
                admit(tried, ssrc)?;
                let opened = incoming.decrypt_rtcp(datagram).ok()?;
                put(datagram, &opened)
            }
        }
    }

    /// Protects the packet in the first `length` bytes of a buffer with [`OVERHEAD`] to spare; its length then.
    pub fn seal_rtp(&mut self, buffer: &mut [u8], length: usize) -> Option<usize> {
        match self {
            Self::Gcm { sealer, .. } => sealer.rtp(buffer, length),
            Self::Engine { outgoing, .. } => {
                let packet = buffer.get(..length)?;
                let sealed = outgoing.encrypt_rtp_with_header(packet, &header_of(packet)?).ok()?;
                put(buffer, &sealed).map(|sealed| sealed.len())
            }
        }
    }

    /// Protects the compound packet in the first `length` bytes of a buffer; its length then.
    pub fn seal_rtcp(&mut self, buffer: &mut [u8], length: usize) -> Option<usize> {
        match self {
            Self::Gcm { sealer, .. } => sealer.rtcp(buffer, length),
            Self::Engine { outgoing, .. } => {
                let sealed = outgoing.encrypt_rtcp(buffer.get(..length)?).ok()?;
                put(buffer, &sealed).map(|sealed| sealed.len())
            }
        }
    }
}

fn put<'a>(buffer: &'a mut [u8], bytes: &[u8]) -> Option<&'a mut [u8]> {
    let place = buffer.get_mut(..bytes.len())?;
    place.copy_from_slice(bytes);
    Some(place)
}

/// The engine makes state for a stream before its tag is checked; it shall not be made to do so for ever.
fn admit(tried: &mut HashSet<u32>, ssrc: u32) -> Option<()> {
    let known = tried.contains(&ssrc);
    if !known && tried.len() >= MOST_STREAMS {
        return None;
    }
    tried.insert(ssrc);
    Some(())
}

/// Bytes in front of the payload, whatever is in them: what SRTP leaves readable.
fn header_length(packet: &[u8]) -> Option<usize> {
    let fixed: &[u8; 12] = packet.first_chunk()?;
    let mut length = 12 + 4 * usize::from(fixed[0] & 0x0f);
    if fixed[0] & 0x10 != 0 {
        let head: &[u8; 4] = packet.get(length..)?.first_chunk()?;
        length += 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
    }
    (length <= packet.len()).then_some(length)
}

/// As much of a header as the engine asks for: stream, number, and how long it is. It takes a parsed header;
/// one that counts the extension bytes as padding has the right length whatever is in them, copies nothing, and
/// leaves nothing of a hostile extension to a second parser.
fn header_of(packet: &[u8]) -> Option<Header> {
    let length = header_length(packet)?;
    let fixed: &[u8; 12] = packet.first_chunk()?;
    let csrcs = usize::from(fixed[0] & 0x0f);
    let extension = fixed[0] & 0x10 != 0;
    Some(Header {
        version: 2,
        sequence_number: u16::from_be_bytes([fixed[2], fixed[3]]),
        ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
        csrc: vec![0; csrcs],
        extension,
        extensions_padding: if extension { length - 16 - 4 * csrcs } else { 0 },
        ..Header::default()
    })
}

#[cfg(test)]
mod tests;
