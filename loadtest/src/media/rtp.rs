//! RTP headers (RFC 3550 §5.1, RFC 8285 one-byte extensions), and the stamp every payload ends with.

/// Payload types as this client numbers them.
pub const OPUS: u8 = 111;
pub const VP8: u8 = 96;
pub const RTX: u8 = 97;

/// A parsed header; the packet is kept by who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub marker: bool,
    pub payload_type: u8,
    pub sequence: u16,
    pub timestamp: u32,
    pub ssrc: u32,
    /// Bytes up to the payload.
    pub length: usize,
    /// Where the extension's body begins and ends; empty without one.
    extension: (usize, usize),
}

impl Head {
    #[must_use]
    pub fn parse(packet: &[u8]) -> Option<Self> {
        let fixed: &[u8; 12] = packet.first_chunk()?;
        if fixed[0] >> 6 != 2 {
            return None;
        }
        let mut length = 12 + 4 * usize::from(fixed[0] & 0x0f);
        let mut extension = (length, length);
        if fixed[0] & 0x10 != 0 {
            let head = packet.get(length..length + 4)?;
            let body = 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
            extension = (length + 4, length + 4 + body);
            length = extension.1;
        }
        packet.get(..length)?;
        Some(Self {
            marker: fixed[1] & 0x80 != 0,
            payload_type: fixed[1] & 0x7f,
            sequence: u16::from_be_bytes([fixed[2], fixed[3]]),
            timestamp: u32::from_be_bytes([fixed[4], fixed[5], fixed[6], fixed[7]]),
            ssrc: u32::from_be_bytes([fixed[8], fixed[9], fixed[10], fixed[11]]),
            length,
            extension,
        })
    }

    /// The extension element `id`.
    #[must_use]
    pub fn extension<'a>(&self, packet: &'a [u8], id: u8) -> Option<&'a [u8]> {
        let mut rest = packet.get(self.extension.0..self.extension.1)?;
        while let Some((&head, tail)) = rest.split_first() {
            if head == 0 {
                rest = tail;
                continue;
            }
            let length = usize::from(head & 0x0f) + 1;
            let value = tail.get(..length)?;
            if head >> 4 == id {
                return Some(value);
            }
            rest = &tail[length..];
        }
        None
    }
}

/// Whether a media datagram is RTCP (RFC 5761 §4).
#[must_use]
pub fn is_rtcp(packet: &[u8]) -> bool {
    packet.get(1).is_some_and(|kind| (192..=223).contains(kind))
}

/// Header extensions in the making: one-byte form.
#[derive(Debug, Clone, Copy)]
pub struct Extensions {
    bytes: [u8; 48],
    length: usize,
}

impl Default for Extensions {
    fn default() -> Self {
        Self { bytes: [0; 48], length: 0 }
    }
}

impl Extensions {
    /// Adds an element of 1 to 16 bytes; id 0 (not agreed) adds nothing.
    pub fn put(&mut self, id: u8, value: &[u8]) {
        let end = self.length + 1 + value.len();
        if id == 0 || value.is_empty() || value.len() > 16 || end > self.bytes.len() {
            return;
        }
        self.bytes[self.length] = (id << 4) | (value.len() - 1) as u8;
        self.bytes[self.length + 1..end].copy_from_slice(value);
        self.length = end;
    }
}

/// Writes a header in front of a packet; `packet` is empty before.
pub fn write(packet: &mut Vec<u8>, head: &Head, extensions: &Extensions) {
    let extended = extensions.length > 0;
    packet.push(if extended { 0x90 } else { 0x80 });
    packet.push((u8::from(head.marker) << 7) | head.payload_type);
    packet.extend(head.sequence.to_be_bytes());
    packet.extend(head.timestamp.to_be_bytes());
    packet.extend(head.ssrc.to_be_bytes());
    if extended {
        let words = extensions.length.div_ceil(4);
        packet.extend([0xbe, 0xde, 0, words as u8]);
        packet.extend(&extensions.bytes[..4 * words]);
    }
}

impl Head {
    /// A header to be written.
    #[must_use]
    pub fn of(payload_type: u8, ssrc: u32, sequence: u16, timestamp: u32, marker: bool) -> Self {
        Self { marker, payload_type, sequence, timestamp, ssrc, length: 12, extension: (12, 12) }
    }
}

/// The end of every payload: who sent it, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub mark: u32,
    pub at: u64,
}

impl Stamp {
    pub const BYTES: usize = 16;
    const MAGIC: [u8; 4] = *b"lian";

    pub fn write(self, packet: &mut Vec<u8>) {
        packet.extend(Self::MAGIC);
        packet.extend(self.mark.to_be_bytes());
        packet.extend(self.at.to_be_bytes());
    }

    #[must_use]
    pub fn read(packet: &[u8]) -> Option<Self> {
        let bytes: &[u8; Self::BYTES] = packet.last_chunk()?;
        let rest = bytes.strip_prefix(&Self::MAGIC)?;
        let (mark, at) = rest.split_first_chunk::<4>()?;
        Some(Self { mark: u32::from_be_bytes(*mark), at: u64::from_be_bytes(*at.first_chunk()?) })
    }
}

/// What a VP8 payload descriptor says of a packet (RFC 7741 §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vp8 {
    /// First packet of a frame.
    pub begins: bool,
    pub key: bool,
}

impl Vp8 {
    #[must_use]
    pub fn read(payload: &[u8]) -> Option<Self> {
        let first = *payload.first()?;
        let mut at = 1;
        if first & 0x80 != 0 {
            let extra = *payload.get(at)?;
            at += 1;
            if extra & 0x80 != 0 {
                at += if *payload.get(at)? & 0x80 != 0 { 2 } else { 1 };
            }
            at += usize::from(extra & 0x40 != 0) + usize::from(extra & 0x30 != 0);
        }
        let begins = first & 0x10 != 0 && first & 0x07 == 0;
        Some(Self { begins, key: begins && *payload.get(at)? & 1 == 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_back_as_it_was_written() {
        let mut extensions = Extensions::default();
        extensions.put(1, &[0x80]);
        extensions.put(0, &[9, 9]);
        extensions.put(4, b"cam");
        let head = Head::of(VP8, 7, 65_535, 90_000, true);
        let mut packet = Vec::new();
        write(&mut packet, &head, &extensions);
        let length = packet.len();
        Stamp { mark: 3, at: 99 }.write(&mut packet);
        let read = Head::parse(&packet).unwrap();
        assert_eq!((read.length, read.marker, read.sequence, read.ssrc), (length, true, 65_535, 7));
        assert_eq!(read.extension(&packet, 4), Some(&b"cam"[..]));
        assert_eq!(read.extension(&packet, 1), Some(&[0x80][..]));
        assert_eq!(read.extension(&packet, 2), None);
        assert_eq!(Stamp::read(&packet), Some(Stamp { mark: 3, at: 99 }));
        for cut in 0..length {
            assert_eq!(Head::parse(&packet[..cut]), None, "{cut} bytes");
        }
    }

    #[test]
    fn a_descriptor_tells_where_frames_begin_and_which_are_key_frames() {
        for (payload, expected) in [
            (&[0x10, 0x00][..], Some((true, true))),
            (&[0x10, 0x01], Some((true, false))),
            (&[0x00, 0x00], Some((false, false))),
            (&[0x90, 0x80, 0x81, 0x02, 0x00], Some((true, true))),
            (&[0x90, 0xf0, 0x81, 0x02, 7, 0x20, 0x01], Some((true, false))),
            (&[0x90, 0x80, 0x81], None),
            (&[], None),
        ] {
            assert_eq!(Vp8::read(payload).map(|vp8| (vp8.begins, vp8.key)), expected, "{payload:?}");
        }
    }
}
