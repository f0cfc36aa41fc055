//! The records of a datagram (RFC 6347 §4.1), looked at before the engine reads or after it wrote them.
//!
//! Until its handshake is through the engine obeys what anybody says in the clear, and answers what it cannot use with
//! alerts that the other end obeys. A datagram from a spoofed address must not end a handshake; so neither gets through.

use bytes::BytesMut;

/// Bytes of a record's header in DTLS 1.2: type, version, epoch, number, length (RFC 6347 §4.1).
pub const HEAD: usize = 13;
/// Content type of a handshake's records (RFC 5246 §6.2.1).
pub const HANDSHAKE: u8 = 22;
const CHANGE_CIPHER_SPEC: u8 = 20;
const ALERT: u8 = 21;

/// One record as it stands in its datagram, header and all.
pub struct Record<'a> {
    pub kind: u8,
    epoch: u16,
    whole: &'a [u8],
}

impl<'a> Record<'a> {
    pub fn body(&self) -> &'a [u8] {
        self.whole.get(HEAD..).unwrap_or_default()
    }
}

/// Each whole record of a datagram.
pub fn records(mut datagram: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let [kind, _, _, epoch_high, epoch_low, .., high, low] = *datagram.first_chunk::<HEAD>()?;
        let length = HEAD + usize::from(u16::from_be_bytes([high, low]));
        let (whole, rest) = datagram.split_at_checked(length)?;
        datagram = rest;
        Some(Record { kind, epoch: u16::from_be_bytes([epoch_high, epoch_low]), whole })
    })
}

/// What a handshake may take in: in the clear its own messages and the change of ciphers, and what is sealed.
pub fn heard(datagram: &[u8]) -> BytesMut {
    only(datagram, |record| record.epoch > 0 || matches!(record.kind, HANDSHAKE | CHANGE_CIPHER_SPEC))
}

/// What a handshake may say: no alerts.
pub fn said(datagram: &[u8]) -> BytesMut {
    only(datagram, |record| record.kind != ALERT)
}

fn only(datagram: &[u8], keep: impl Fn(&Record<'_>) -> bool) -> BytesMut {
    records(datagram).filter(keep).flat_map(|record| record.whole).collect()
}
