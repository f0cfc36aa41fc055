//! Frames datagrams in a TCP stream, and recognises protocols by the first bytes. Pure.

use bytes::{Buf, BufMut, BytesMut};

/// Longest datagram taken: TURN's overhead around the largest a peer may send.
pub const LONGEST: usize = 2048;
/// Bytes that tell what a stream is: RFC 4571's length, then STUN up to its cookie.
const ENOUGH: usize = 10;
/// A buffer for one datagram grows by this, up to the longest.
const GROWS_BY: usize = 512;
const _: () = assert!(LONGEST.is_multiple_of(GROWS_BY));
const MAGIC_COOKIE: &[u8] = &[0x21, 0x12, 0xa4, 0x42];

/// What a stream speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    Tls,
    /// TURN messages one after the other (RFC 8656 §2.1).
    Turn,
    /// ICE in the frames of RFC 4571.
    Ice,
    /// Too few bytes to say.
    More,
    Junk,
}

/// What the first bytes say: a TLS handshake record, a STUN message, or one in a frame.
pub fn opening(bytes: &[u8]) -> Opening {
    match bytes {
        // One byte tells: a first segment may have no more, and what was read cannot be given to TLS any more. Nobody frames
        // a datagram of 5,632 bytes.
        [0x16, ..] => Opening::Tls,
        [] => Opening::More,
        [0 | 1, ..] if bytes.len() < ENOUGH => Opening::More,
        [0 | 1, _, _, _, rest @ ..] if rest.starts_with(MAGIC_COOKIE) => Opening::Turn,
        [_, _, 0 | 1, _, _, _, rest @ ..] if rest.starts_with(MAGIC_COOKIE) => Opening::Ice,
        [0..8, ..] if bytes.len() < ENOUGH => Opening::More,
        _ => Opening::Junk,
    }
}

/// How datagrams stand in a stream: which of the two its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Two bytes of length before each datagram.
    Rfc4571,
    /// STUN and ChannelData carry their own; ChannelData is padded to four bytes (RFC 8656 §12.5).
    Turn,
}

/// The stream cannot be followed any further.
#[derive(Debug, PartialEq, Eq)]
pub struct Junk;

impl Framing {
    /// Takes the next whole datagram off the front.
    ///
    /// # Errors
    /// What stands there is none.
    pub fn next(self, buffer: &mut BytesMut) -> Result<Option<BytesMut>, Junk> {
        let (header, whole) = match (self, &buffer[..]) {
            (Self::Rfc4571, [a, b, ..]) => (2, 2 + length(*a, *b)),
            // The length of a STUN message is without its header of 20 bytes.
            (Self::Turn, [0..=3, _, a, b, ..]) => (0, 20 + length(*a, *b)),
            (Self::Turn, [0x40..=0x7f, _, a, b, ..]) => (0, 4 + length(*a, *b).next_multiple_of(4)),
            (Self::Turn, [0..=3 | 0x40..=0x7f, ..]) | (Self::Rfc4571, _) | (_, []) => return Ok(None),
            (Self::Turn, _) => return Err(Junk),
        };
        if whole > LONGEST {
            return Err(Junk);
        }
        if buffer.len() < whole {
            return Ok(None);
        }
        buffer.advance(header);
        Ok(Some(buffer.split_to(whole - header)))
    }

    /// Writes a datagram as it goes into the stream over what is in a buffer. `false`: it is too long for that.
    pub fn wrap(self, datagram: &[u8], into: &mut BytesMut) -> bool {
        let header = if self == Self::Rfc4571 { 2 } else { 0 };
        let whole = header + datagram.len();
        if whole > LONGEST {
            return false;
        }
        if into.capacity() < whole {
            *into = BytesMut::with_capacity(whole.next_multiple_of(GROWS_BY));
        }
        into.clear();
        if self == Self::Rfc4571 {
            into.put_u16(datagram.len() as u16);
        }
        into.put_slice(datagram);
        true
    }
}

fn length(high: u8, low: u8) -> usize {
    usize::from(u16::from_be_bytes([high, low]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn first_bytes_tell_what_a_stream_is() {
        let cases: [(&[u8], Opening); 10] = [
            (&[], Opening::More),
            (&[0x16], Opening::Tls),
            (&[0x16, 0x03, 0x01], Opening::Tls),
            (&[0, 3, 0, 8, 0x21, 0x12, 0xa4, 0x42, 9, 9], Opening::Turn),
            (&[0, 92, 0, 1, 0, 72, 0x21, 0x12, 0xa4, 0x42], Opening::Ice),
            (&[1, 4, 0, 1, 0, 240, 0x21, 0x12, 0xa4, 0x42], Opening::Ice),
            (&[0, 3, 0, 8], Opening::More),
            (b"GET / HTTP/1.1", Opening::Junk),
            (b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", Opening::Junk),
            (&[0x80, 1, 2, 3], Opening::Junk),
        ];
        for (bytes, expected) in cases {
            assert_eq!(opening(bytes), expected, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn datagrams_come_out_as_they_went_in_however_the_stream_is_cut(
            datagrams in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..1500), 1..8),
            cut in 1..700_usize,
        ) {
            let (mut stream, mut framed) = (Vec::new(), BytesMut::new());
            for datagram in &datagrams {
                prop_assert!(Framing::Rfc4571.wrap(datagram, &mut framed));
                stream.extend_from_slice(&framed);
            }
            let (mut buffer, mut found) = (BytesMut::new(), Vec::new());
            for piece in stream.chunks(cut) {
                buffer.extend_from_slice(piece);
                while let Some(datagram) = Framing::Rfc4571.next(&mut buffer).unwrap() {
                    found.push(datagram.to_vec());
                }
            }
            prop_assert_eq!(found, datagrams);
        }

        #[test]
        fn no_bytes_upset_a_reader(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
            for framing in [Framing::Rfc4571, Framing::Turn] {
                let mut buffer = BytesMut::from(&*bytes);
                while let Ok(Some(datagram)) = framing.next(&mut buffer) {
                    prop_assert!(datagram.len() <= LONGEST);
                }
            }
        }
    }
}
