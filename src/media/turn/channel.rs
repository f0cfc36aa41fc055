//! ChannelData: four bytes in front of a datagram instead of thirty-six (RFC 8656 §12.4).

use bytes::{BufMut, BytesMut};
use std::ops::Range;

/// Channel number and length.
const HEADER: usize = 4;
/// Numbers that may be bound. RFC 8656 §12 ends at 0x4fff, clients by its predecessor (RFC 5766 §11) at 0x7fff; the
/// first byte tells either from everything else that is spoken here.
pub const NUMBERS: Range<u16> = 0x4000..0x8000;

/// The channel and where its datagram lies. Padding behind it is let pass (it is a stream's).
pub fn read(datagram: &[u8]) -> Option<(u16, Range<usize>)> {
    let [a, b, c, d, rest @ ..] = datagram else { return None };
    let number = u16::from_be_bytes([*a, *b]);
    let length = usize::from(u16::from_be_bytes([*c, *d]));
    (NUMBERS.contains(&number) && length <= rest.len()).then_some((number, HEADER..HEADER + length))
}

/// Adds a message to a buffer. `padded`: to four bytes, as streams want it. `None`: it is too long for that.
pub fn write(number: u16, data: &[u8], padded: bool, into: &mut BytesMut) -> Option<()> {
    let length = u16::try_from(data.len()).ok()?;
    into.reserve(HEADER + data.len() + 3);
    into.put_u16(number);
    into.put_u16(length);
    into.put_slice(data);
    if padded {
        into.put_bytes(0, data.len().next_multiple_of(4) - data.len());
    }
    Some(())
}
