//! What a ClientHello (RFC 6347 §4.2.2) says about SRTP, read before the engine reads it.
//!
//! As a server the engine takes the client's first choice, and browsers name AES-CM with HMAC first for
//! the sake of old peers. AES-GCM costs us a third of it per packet, so we want to know whether it is offered.

use rtc_dtls::extension::extension_use_srtp::SrtpProtectionProfile;

use super::record::{HANDSHAKE, records};

const USE_SRTP: u16 = 14;

/// Datagrams a hello may take: with post-quantum key shares it takes two.
const MOST_DATAGRAMS: usize = 4;
const HANDSHAKE_HEAD: usize = 12;
const CLIENT_HELLO: u8 = 1;

/// The first datagrams of a client, held until its whole hello is there.
#[derive(Debug, Default)]
pub struct Hello {
    datagrams: Vec<Vec<u8>>,
}

impl Hello {
    /// Takes a datagram; whether it is time to go on: the hello is whole, or what comes is none.
    pub fn take(&mut self, datagram: &[u8]) -> bool {
        self.datagrams.push(datagram.to_vec());
        self.datagrams.len() == MOST_DATAGRAMS || self.body().is_none_or(|(_, whole)| whole)
    }

    /// Whether it offers `profile`, as far as it is there.
    pub fn offers(&self, profile: SrtpProtectionProfile) -> bool {
        let Some((body, _)) = self.body() else { return false };
        profiles(&body)
            .is_some_and(|all| all.chunks_exact(2).any(|pair| pair == (profile as u16).to_be_bytes()))
    }

    /// What was held, in the order it came.
    pub fn release(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.datagrams)
    }

    /// The hello put together, and whether all of it came; `None` if what came is no hello.
    fn body(&self) -> Option<(Vec<u8>, bool)> {
        let (mut body, mut came) = (Vec::new(), Vec::new());
        for (length, offset, fragment) in self.datagrams.iter().flat_map(|datagram| fragments(datagram)) {
            body.resize(length, 0);
            body.get_mut(offset..offset + fragment.len())?.copy_from_slice(fragment);
            came.push((offset, fragment.len()));
        }
        came.sort_unstable();
        came.dedup_by_key(|(offset, _)| *offset); // sent again
        let whole = came.iter().map(|(_, length)| length).sum::<usize>() >= body.len();
        (!came.is_empty()).then_some((body, whole))
    }
}

/// (length of the whole hello, where this part of it lies, the part) of each record with one (RFC 6347 §4.2.2).
fn fragments(datagram: &[u8]) -> impl Iterator<Item = (usize, usize, &[u8])> {
    records(datagram)
        .map_while(|record| {
            let (handshake, body) = record.body().split_at_checked(HANDSHAKE_HEAD)?;
            let hello = record.kind == HANDSHAKE && handshake.first() == Some(&CLIENT_HELLO);
            let part = body.get(..number(handshake.get(9..12)?))?;
            hello.then_some((number(handshake.get(1..4)?), number(handshake.get(6..9)?), part))
        })
        .filter(|(length, _, _)| *length <= MOST_DATAGRAMS * 1500)
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte))
}

/// The profile list of the use_srtp extension (RFC 5764 §4.1.1).
fn profiles(hello: &[u8]) -> Option<&[u8]> {
    let (_version_and_random, mut rest) = hello.split_at_checked(2 + 32)?;
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
    rest.split_at_checked(number(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GCM: SrtpProtectionProfile = SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm;

    fn body(extensions: &[u8]) -> Vec<u8> {
        let mut hello = vec![0; 34];
        hello.extend([2, 9, 9, 0, 0, 4, 0xc0, 0x2b, 0xc0, 0x2f, 1, 0]);
        hello.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
        hello.extend(extensions);
        hello
    }

    /// One record with a part of a hello.
    fn record(body: &[u8], from: usize, to: usize) -> Vec<u8> {
        let three = |number: usize| u32::try_from(number).unwrap().to_be_bytes()[1..].to_vec();
        let handshake =
            [&[1][..], &three(body.len()), &[0, 0], &three(from), &three(to - from), &body[from..to]]
                .concat();
        let length = u16::try_from(handshake.len()).unwrap().to_be_bytes();
        [&[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0][..], &length, &handshake].concat()
    }

    fn with(profiles: &[u8]) -> Vec<u8> {
        let others = [0, 10, 0, 4, 0, 2, 0, 29];
        let length = u8::try_from(profiles.len()).unwrap();
        let srtp = [&[0, 14, 0, length + 3, 0, length], profiles, &[0]].concat();
        body(&[&others[..], &srtp, &others].concat())
    }

    /// Takes these parts of a hello with both profiles, and says when it would go on.
    #[track_caller]
    fn check(cuts: &[(usize, usize)], goes_on: &[bool], offers: bool) {
        let whole = with(&[0, 1, 0, 7]);
        let mut hello = Hello::default();
        let at = |cut: usize| cut.min(whole.len());
        let went: Vec<bool> =
            cuts.iter().map(|(from, to)| hello.take(&record(&whole, at(*from), at(*to)))).collect();
        assert_eq!((&went[..], hello.offers(GCM)), (goes_on, offers));
        assert_eq!(hello.release().len(), cuts.len());
    }

    const END: usize = usize::MAX;

    #[test]
    fn a_hello_in_one_piece_goes_on_at_once() {
        check(&[(0, END)], &[true], true);
    }
    #[test]
    fn one_in_two_pieces_waits_for_the_second_in_either_order() {
        check(&[(0, 40), (40, END)], &[false, true], true);
        check(&[(40, END), (0, 40)], &[false, true], true);
    }
    #[test]
    fn a_piece_sent_again_is_not_the_missing_one() {
        check(&[(0, 60), (0, 60), (60, END)], &[false, false, true], true);
    }
    #[test]
    fn one_that_never_comes_whole_goes_on_after_four() {
        check(&[(0, 10), (10, 20), (20, 30), (30, 40)], &[false, false, false, true], false);
    }

    #[test]
    fn the_profiles_of_a_hello_are_found() {
        let offers = |body: &[u8]| {
            let mut hello = Hello::default();
            hello.take(&record(body, 0, body.len()));
            hello.offers(GCM)
        };
        assert!(offers(&with(&[0, 1, 0, 7])));
        assert!(!offers(&with(&[0, 1])));
        assert!(!offers(&body(&[0, 10, 0, 4, 0, 2, 0, 29])));
    }

    #[test]
    fn what_is_no_hello_is_not_waited_for() {
        for datagram in [&[][..], &[22; 5], &[0xff; 60], &[22; 60]] {
            let mut hello = Hello::default();
            assert!(hello.take(datagram));
            assert!(!hello.offers(GCM));
        }
    }

    #[test]
    fn a_hello_cut_anywhere_harms_nobody() {
        let whole = with(&[0, 7]);
        let whole = record(&whole, 0, whole.len());
        for cut in 0..whole.len() {
            let mut hello = Hello::default();
            hello.take(&whole[..cut]);
            assert!(!hello.offers(GCM), "{cut} bytes");
        }
    }
}
