//! Numbers of our streams, which say what they carry: whoever has a sealed packet in hand knows from it what may wait.

use crate::media::forward::rtp::is_rtcp;

/// Set in the numbers of streams of pictures.
const PICTURES: u32 = 2;

/// The numbers of a slot's stream and of its retransmissions: never equal, and never 0, which some stacks take for
/// "none".
pub fn pair(chance: u64, video: bool) -> (u32, u32) {
    let kind = if video { PICTURES } else { 0 };
    let (media, again) = (chance as u32, (chance >> 32) as u32);
    (((media | 1) & !PICTURES) | kind, (again | PICTURES) & !1) // only pictures have retransmissions of their own
}

/// Whether a datagram of ours is RTP with a picture. Reports, checks and handshakes are not.
pub fn is_picture(datagram: &[u8]) -> bool {
    match datagram {
        [0x80..=0xbf, _, _, _, _, _, _, _, _, _, _, last, ..] => {
            !is_rtcp(datagram) && u32::from(*last) & PICTURES != 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(kind: u8, ssrc: u32) -> Vec<u8> {
        [&[0x90, kind, 0, 1, 0, 0, 0, 2][..], &ssrc.to_be_bytes(), &[0xff; 20]].concat()
    }

    #[test]
    fn a_streams_number_says_what_it_carries() {
        for chance in [0, u64::MAX, 0x1234_5678_9abc_def0, 1, 2, 3, 1 << 32, 3 << 32] {
            for video in [false, true] {
                let (media, again) = pair(chance, video);
                assert!(media != again && media != 0 && again != 0, "{chance:x}");
                assert_eq!(is_picture(&packet(111, media)), video, "{chance:x}");
                assert!(is_picture(&packet(0x80 | 97, again)), "{chance:x}");
                assert!(!is_picture(&packet(200, media)), "a report");
            }
        }
    }

    #[test]
    fn what_is_no_media_is_no_picture() {
        let mut check = vec![1, 1, 0, 8];
        check.extend([0xff; 16]);
        for datagram in [&check[..], &[0xff; 20], &[22; 20], &[0x80; 11], &[]] {
            assert!(!is_picture(datagram), "{datagram:?}");
        }
    }
}
