//! Redundant audio (RFC 2198), read where it lies: who cannot take RED gets the primary block alone.

/// The part of a RED payload that is its packet's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Red<'a> {
    /// Payload type of the primary encoding.
    pub payload_type: u8,
    /// The primary encoding; empty if the sender said nothing new.
    pub primary: &'a [u8],
    /// How many earlier packets are carried again before it.
    pub repeated: usize,
}

impl<'a> Red<'a> {
    /// `None` if the headers or the blocks they announce do not fit into the payload.
    pub fn parse(payload: &'a [u8]) -> Option<Self> {
        let (mut rest, mut repeated, mut skipped) = (payload, 0, 0);
        loop {
            let (&first, after) = rest.split_first()?;
            if first & 0x80 == 0 {
                // The last header: one byte, and the primary takes what the others leave (§3).
                return Some(Self { payload_type: first, primary: after.get(skipped..)?, repeated });
            }
            // 1 bit F, 7 bits payload type, 14 bits timestamp offset, 10 bits length.
            let (head, after) = after.split_first_chunk::<3>()?;
            skipped += usize::from(u16::from_be_bytes([head[1], head[2]]) & 0x03ff);
            repeated += 1;
            rest = after;
        }
    }
}

/// Gives every block of a RED payload this payload type, in place: the receiver's number for what the sender
/// calls by its own.
pub fn relabel(payload: &mut [u8], payload_type: u8) {
    let mut at = 0;
    while let Some(head) = payload.get_mut(at) {
        let last = *head & 0x80 == 0;
        *head = (*head & 0x80) | (payload_type & 0x7f);
        if last {
            return;
        }
        at += 4;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(payload: &[u8], expected: Option<(u8, &[u8], usize)>) {
        let expected =
            expected.map(|(payload_type, primary, repeated)| Red { payload_type, primary, repeated });
        assert_eq!(Red::parse(payload), expected);
    }

    #[test]
    fn a_primary_alone_follows_its_one_byte() {
        check(&[111, 1, 2, 3], Some((111, &[1, 2, 3], 0)));
    }

    #[test]
    fn earlier_packets_are_passed_over() {
        check(&[0x80 | 111, 0x0f, 0x00, 2, 111, 8, 9, 1], Some((111, &[1], 1)));
        let two = [0x80 | 111, 0x1e, 0x00, 1, 0x80 | 111, 0x0f, 0x00, 2, 111, 7, 8, 9, 1, 2];
        check(&two, Some((111, &[1, 2], 2)));
    }

    #[test]
    fn a_length_has_ten_bits() {
        let mut long = vec![0x80 | 111, 0xff, 0xfd, 0x01, 111];
        long.extend([0; 257]);
        long.push(5);
        check(&long, Some((111, &[5], 1)));
    }

    #[test]
    fn every_block_is_relabelled_and_nothing_else() {
        let mut payload = [0x80 | 111, 0x1e, 0x00, 1, 0x80 | 111, 0x0f, 0x00, 2, 111, 7, 8, 9, 1, 2];
        relabel(&mut payload, 109);
        assert_eq!(payload, [0x80 | 109, 0x1e, 0x00, 1, 0x80 | 109, 0x0f, 0x00, 2, 109, 7, 8, 9, 1, 2]);
        for cut in 0..payload.len() {
            let mut whole = payload;
            relabel(&mut whole[..cut], 1);
        }
    }

    #[test]
    fn nothing_new_is_an_empty_primary() {
        check(&[111], Some((111, &[], 0)));
        check(&[0x80 | 111, 0, 0, 1, 111, 9], Some((111, &[], 1)));
    }

    #[test]
    fn blocks_that_do_not_fit_are_refused() {
        for payload in [&[][..], &[0xef], &[0xef, 0, 0, 0], &[0xef, 0, 0, 1], &[0xef, 0, 0, 2, 111, 1]] {
            check(payload, None);
        }
    }

    proptest! {
        #[test]
        fn a_primary_is_always_the_payloads_end(payload: Vec<u8>) {
            if let Some(red) = Red::parse(&payload) {
                prop_assert!(payload.ends_with(red.primary));
                prop_assert!(4 * red.repeated + red.primary.len() < payload.len());
            }
        }
    }
}
