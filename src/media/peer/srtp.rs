//! The keys of one peer: SRTP both ways (RFC 3711; AEAD by RFC 7714), taken from the DTLS handshake
//! (RFC 5764 §4.2).

use bytes::BytesMut;
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

/// Packets that may arrive this much later than the newest of their stream.
const REPLAY_WINDOW: usize = 1024;
/// Streams one peer may send, counting forged ones: each costs memory before its tag is checked.
const MOST_STREAMS: usize = 64;

/// What we accept, what we like best first.
pub const PROFILES: [SrtpProtectionProfile; 2] =
    [SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm, SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80];

/// The contexts of one association.
pub struct Srtp {
    incoming: Context,
    outgoing: Context,
    /// SSRCs ever tried against `incoming`, RTP and RTCP.
    tried: HashSet<u32>,
}

impl std::fmt::Debug for Srtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Srtp").field("streams", &self.tried.len()).finish_non_exhaustive()
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
        let keys = &config.keys;
        Ok(Self {
            outgoing: Context::new(
                &keys.local_master_key,
                &keys.local_master_salt,
                profile,
                None,
                None,
                crypto.crypto(),
            )?,
            incoming: Context::new(
                &keys.remote_master_key,
                &keys.remote_master_salt,
                profile,
                Some(srtp_replay_protection(REPLAY_WINDOW)),
                Some(srtcp_replay_protection(REPLAY_WINDOW)),
                crypto.crypto(),
            )?,
            tried: HashSet::new(),
        })
    }

    /// The packet in the clear, or `None`: not RTP, not authentic, or seen before.
    pub fn open_rtp(&mut self, datagram: &[u8]) -> Option<BytesMut> {
        let header = header_of(datagram)?;
        self.admit(header.ssrc)?;
        self.incoming.decrypt_rtp_with_header(datagram, &header).ok()
    }

    /// The compound packet in the clear, or `None`.
    pub fn open_rtcp(&mut self, datagram: &[u8]) -> Option<BytesMut> {
        let ssrc = datagram.get(4..8)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes))?;
        self.admit(ssrc)?;
        self.incoming.decrypt_rtcp(datagram).ok()
    }

    /// Protects a packet we wrote.
    pub fn seal_rtp(&mut self, packet: &[u8]) -> Option<BytesMut> {
        let header = header_of(packet)?;
        self.outgoing.encrypt_rtp_with_header(packet, &header).ok()
    }

    /// Protects a compound packet we wrote.
    pub fn seal_rtcp(&mut self, packet: &[u8]) -> Option<BytesMut> {
        self.outgoing.encrypt_rtcp(packet).ok()
    }

    fn admit(&mut self, ssrc: u32) -> Option<()> {
        let known = self.tried.contains(&ssrc);
        if !known && self.tried.len() >= MOST_STREAMS {
            return None;
        }
        self.tried.insert(ssrc);
        Some(())
    }
}

/// As much of a header as a context asks for: stream, number, and how long it is. The context takes a
/// parsed header; one that counts the extension bytes as padding has the right length whatever is in
/// them, copies nothing, and leaves nothing of a hostile extension to a second parser.
fn header_of(packet: &[u8]) -> Option<Header> {
    let (fixed, rest) = packet.split_first_chunk::<12>()?;
    let csrcs = usize::from(fixed[0] & 0x0f);
    let extension = fixed[0] & 0x10 != 0;
    let rest = rest.get(4 * csrcs..)?;
    let extensions_padding = if extension {
        let (head, body) = rest.split_first_chunk::<4>()?;
        let length = 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        body.get(..length)?.len()
    } else {
        0
    };
    Some(Header {
        version: 2,
        sequence_number: u16::from_be_bytes([fixed[2], fixed[3]]),
        ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
        csrc: vec![0; csrcs],
        extension,
        extensions_padding,
        ..Header::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rtc_shared::marshal::MarshalSize;

    #[test]
    fn a_header_is_as_long_as_it_says() {
        let plain = [0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 1, 2, 3];
        assert_eq!(header_of(&plain).unwrap().marshal_size(), 12);
        // One CSRC and two words of extension, whatever is in them.
        let mut long = vec![0x91, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7];
        long.extend([9; 4]);
        long.extend([0xbe, 0xde, 0, 2, 0xff, 0xff, 0xff, 0xff, 0xf0, 0, 1, 2, 3]);
        assert_eq!(header_of(&long).unwrap().marshal_size(), 28);
        for cut in 0..28 {
            assert!(header_of(&long[..cut]).is_none(), "{cut} bytes");
        }
    }
}
