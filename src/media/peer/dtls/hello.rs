//! What a ClientHello (RFC 6347 §4.2.2) says about SRTP, read before the engine reads it.
//!
//! As a server the engine takes the client's first choice, and browsers name AES-CM with HMAC first for
//! the sake of old peers. AES-GCM costs us a third of it per packet, so we want to know whether it is offered.

use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;

const USE_SRTP: u16 = 14;

/// Whether the hello offers `profile`, as far as its first datagram goes: with post-quantum key shares a hello
/// takes two, and use_srtp stands before them in Chromium's.
pub fn offers(datagram: &[u8], profile: SrtpProtectionProfile) -> bool {
    profiles(datagram)
        .is_some_and(|profiles| profiles.chunks_exact(2).any(|pair| pair == (profile as u16).to_be_bytes()))
}

/// The profile list of the use_srtp extension (RFC 5764 §4.1.1).
fn profiles(datagram: &[u8]) -> Option<&[u8]> {
    let (record, rest) = datagram.split_at_checked(13)?;
    let (handshake, rest) = rest.split_at_checked(12)?;
    if record[0] != 22 || handshake[0] != 1 {
        return None;
    }
    let (_version_and_random, mut rest) = rest.split_at_checked(2 + 32)?;
    for width in [1, 1, 2, 1] {
        // session id, cookie, cipher suites, compression methods
        rest = vector(rest, width)?.1;
    }
    let mut extensions = rest.get(2..)?;
    while let Some((kind, rest)) = extensions.split_first_chunk::<2>() {
        let (body, rest) = vector(rest, 2)?;
        if u16::from_be_bytes(*kind) == USE_SRTP {
            return Some(vector(body, 2)?.0);
        }
        extensions = rest;
    }
    None
}

/// A vector with a length of `width` bytes in front (RFC 5246 §4.3), and what follows it.
fn vector(bytes: &[u8], width: usize) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(width)?;
    rest.split_at_checked(length.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GCM: SrtpProtectionProfile = SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm;

    fn hello(extensions: &[u8]) -> Vec<u8> {
        let mut hello = vec![0; 25 + 34];
        (hello[0], hello[13]) = (22, 1);
        hello.extend([2, 9, 9, 0, 0, 4, 0xc0, 0x2b, 0xc0, 0x2f, 1, 0]);
        hello.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
        hello.extend(extensions);
        hello
    }

    #[test]
    fn the_profiles_of_a_hello_are_found() {
        let others = [0, 10, 0, 4, 0, 2, 0, 29];
        let with = |profiles: &[u8]| {
            let length = u8::try_from(profiles.len()).unwrap();
            let srtp = [&[0, 14, 0, length + 3, 0, length], profiles, &[0]].concat();
            hello(&[&others[..], &srtp, &others].concat())
        };
        assert!(offers(&with(&[0, 1, 0, 7]), GCM));
        assert!(!offers(&with(&[0, 1]), GCM));
        assert!(!offers(&hello(&others), GCM));
    }

    #[test]
    fn a_hello_cut_anywhere_offers_nothing_and_harms_nobody() {
        let whole = hello(&[0, 14, 0, 5, 0, 2, 0, 7, 0]);
        assert!(offers(&whole, GCM));
        for cut in 0..whole.len() {
            assert!(!offers(&whole[..cut], GCM), "{cut} bytes");
        }
    }
}
