//! Duration of an Opus packet, and whether it is silence (RFC 6716 §3.1).

/// 20 ms of silence, full band, stereo; no encoder sends just that.
pub const SILENCE: [u8; 3] = [0xfc, 0xff, 0xfe];
/// Milliseconds.
pub const SILENCE_LASTS: i64 = 20;
/// No packet lasts longer, milliseconds.
const LONGEST: i64 = 120;

/// Milliseconds; what is no packet lasts none.
pub fn lasts(packet: &[u8]) -> i64 {
    let Some(&head) = packet.first() else { return 0 };
    let frames = match head & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => packet.get(1).map_or(0, |count| i64::from(count & 0x3f)),
    };
    let tenths = match head >> 3 {
        silk @ 0..12 => [100, 200, 400, 600][usize::from(silk % 4)],
        hybrid @ 12..16 => [100, 200][usize::from(hybrid % 2)],
        celt => [25, 50, 100, 200][usize::from(celt % 4)],
    };
    (frames * tenths / 10).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_says_how_long_it_lasts() {
        for (packet, expected) in [
            (&SILENCE[..], SILENCE_LASTS),
            (&[0x78, 1], 20), // what browsers send: hybrid, full band, one frame
            (&[0x08, 1], 20), // SILK
            (&[0x18, 1], 60),
            (&[0xe0, 1], 2),     // CELT, 2.5 ms
            (&[0x79, 1], 40),    // two frames
            (&[0x7b, 0x83], 60), // three
            (&[0x1b, 0x3f], 120),
            (&[0x7b], 0),
            (&[], 0),
        ] {
            assert_eq!(lasts(packet), expected, "{packet:x?}");
        }
    }
}
