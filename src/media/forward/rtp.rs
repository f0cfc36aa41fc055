//! One RTP packet (RFC 3550 §5.1) read where it lies, and written afresh for a receiver.

use std::ops::RangeInclusive;

/// Bytes of the fixed header.
const FIXED: usize = 12;
/// Profile of the one-byte extension form (RFC 8285 §4.2).
const ONE_BYTE: u16 = 0xBEDE;
/// Profile of the two-byte form (§4.3); the low four bits belong to the application.
const TWO_BYTE: u16 = 0x1000;
/// Bytes of profile and length before the elements.
const BLOCK_HEAD: usize = 4;
/// What the second byte of RTCP says where RTP has marker and payload type (RFC 5761 §4).
const RTCP_TYPES: RangeInclusive<u8> = 192..=223;

/// Whether a packet of the media port's RTP range is RTCP.
pub fn is_rtcp(packet: &[u8]) -> bool {
    packet.get(1).is_some_and(|kind| RTCP_TYPES.contains(kind))
}

/// Why bytes are not an RTP packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RtpError {
    #[error("the packet ends inside its header")]
    Short,
    #[error("RTP version {0} instead of 2")]
    Version(u8),
    #[error("the padding count is zero or longer than the packet")]
    Padding,
}

/// The outgoing buffer is too small; nothing useful is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the packet does not fit its buffer")]
pub struct NoRoom;

/// A packet, checked once by [`RtpView::parse`], read without copying.
#[derive(Debug, Clone, Copy)]
pub struct RtpView<'a> {
    fixed: &'a [u8; FIXED],
    extensions: Extensions<'a>,
    payload: &'a [u8],
    padding: u8,
}

impl<'a> RtpView<'a> {
    pub fn parse(packet: &'a [u8]) -> Result<Self, RtpError> {
        let (fixed, rest) = packet.split_first_chunk::<FIXED>().ok_or(RtpError::Short)?;
        if fixed[0] >> 6 != 2 {
            return Err(RtpError::Version(fixed[0] >> 6));
        }
        let csrcs = 4 * usize::from(fixed[0] & 0x0f);
        let rest = rest.get(csrcs..).ok_or(RtpError::Short)?;
        let (extensions, rest) = if fixed[0] & 0x10 != 0 {
            Extensions::split(rest).ok_or(RtpError::Short)?
        } else {
            (Extensions::default(), rest)
        };
        let padding = if fixed[0] & 0x20 != 0 { *rest.last().ok_or(RtpError::Padding)? } else { 0 };
        if fixed[0] & 0x20 != 0 && padding == 0 {
            return Err(RtpError::Padding);
        }
        let length = rest.len().checked_sub(padding.into()).ok_or(RtpError::Padding)?;
        Ok(Self { fixed, extensions, payload: &rest[..length], padding })
    }

    /// The five fields a relay rewrites.
    pub fn header(&self) -> Header {
        Header {
            marker: self.fixed[1] & 0x80 != 0,
            payload_type: self.fixed[1] & 0x7f,
            sequence: self.sequence(),
            timestamp: self.timestamp(),
            ssrc: self.ssrc(),
        }
    }

    pub fn marker(&self) -> bool {
        self.fixed[1] & 0x80 != 0
    }

    pub fn payload_type(&self) -> u8 {
        self.fixed[1] & 0x7f
    }

    pub fn sequence(&self) -> u16 {
        u16::from_be_bytes([self.fixed[2], self.fixed[3]])
    }

    pub fn timestamp(&self) -> u32 {
        u32::from_be_bytes([self.fixed[4], self.fixed[5], self.fixed[6], self.fixed[7]])
    }

    pub fn ssrc(&self) -> u32 {
        u32::from_be_bytes([self.fixed[8], self.fixed[9], self.fixed[10], self.fixed[11]])
    }

    /// Without the padding. Empty in the padding-only packets a sender probes its bandwidth with.
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// The same packet with another payload.
    #[must_use]
    pub fn with_payload(self, payload: &'a [u8]) -> Self {
        Self { payload, padding: 0, ..self }
    }

    pub fn padding(&self) -> u8 {
        self.padding
    }

    /// The first extension element with this negotiated id; 0 was not negotiated.
    pub fn extension(&self, id: u8) -> Option<&'a [u8]> {
        if id == 0 {
            return None;
        }
        self.extensions.into_iter().find(|(found, _)| *found == id).map(|(_, value)| value)
    }

    /// (id, value) of every extension element up to the first malformed one.
    pub fn extensions(&self) -> Extensions<'a> {
        self.extensions
    }

    /// The transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).
    pub fn transport_sequence(&self, id: u8) -> Option<u16> {
        self.extension(id)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
    }
}

/// Walks extension elements (RFC 8285 §4).
#[derive(Debug, Clone, Copy, Default)]
pub struct Extensions<'a> {
    profile: u16,
    rest: &'a [u8],
}

impl<'a> Extensions<'a> {
    /// Splits the extension block off what follows the CSRCs.
    fn split(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (head, rest) = bytes.split_first_chunk::<4>()?;
        let words = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let (body, payload) = rest.split_at_checked(4 * words)?;
        Some((Self { profile: u16::from_be_bytes([head[0], head[1]]), rest: body }, payload))
    }

    /// Id and length of the element at the front, and what follows them. `None` ends the walk.
    fn element_head(&self) -> Option<(u8, usize, &'a [u8])> {
        let (&first, rest) = self.rest.split_first()?;
        if self.profile == ONE_BYTE {
            // Id 15, and id 0 with a length, end the whole extension (§4.2).
            let id = first >> 4;
            return (1..=14).contains(&id).then_some((id, usize::from(first & 0x0f) + 1, rest));
        }
        if self.profile & 0xfff0 != TWO_BYTE {
            return None;
        }
        let (&length, rest) = rest.split_first()?;
        Some((first, length.into(), rest))
    }
}

impl<'a> Iterator for Extensions<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((0, rest)) = self.rest.split_first() {
            self.rest = rest; // padding between elements
        }
        let split =
            self.element_head().and_then(|(id, length, rest)| Some((id, rest.split_at_checked(length)?)));
        let Some((id, (value, rest))) = split else {
            self.rest = &[];
            return None;
        };
        self.rest = rest;
        Some((id, value))
    }
}

/// The fields of the fixed header that differ between publisher and receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    pub marker: bool,
    /// Seven bits; the eighth is dropped.
    pub payload_type: u8,
    pub sequence: u16,
    pub timestamp: u32,
    pub ssrc: u32,
}

impl Header {
    /// Overwrites the fields of a packet in place; its CSRCs, extensions and padding stay.
    pub fn rewrite(&self, packet: &mut [u8]) -> Result<(), RtpError> {
        let fixed = packet.first_chunk_mut::<FIXED>().ok_or(RtpError::Short)?;
        self.put(fixed);
        Ok(())
    }

    /// Writes header, extension elements and the parts of the payload; returns the length.
    ///
    /// An element with id 0 was not negotiated, one without a value has nothing to say: they are left out. The one-byte form is taken where every id and
    /// value fits it (the only form browsers read without `extmap-allow-mixed`), else the two-byte form.
    pub fn write(
        &self,
        out: &mut [u8],
        extensions: &[(u8, &[u8])],
        payload: &[&[u8]],
    ) -> Result<usize, NoRoom> {
        let fixed = out.first_chunk_mut::<FIXED>().ok_or(NoRoom)?;
        fixed[0] = 0x80;
        self.put(fixed);
        let mut at = FIXED;
        let block = write_extensions(&mut out[FIXED..], extensions)?;
        if block > 0 {
            out[0] |= 0x10;
            at += block;
        }
        for part in payload {
            let rest = out.get_mut(at..).and_then(|rest| rest.get_mut(..part.len())).ok_or(NoRoom)?;
            rest.copy_from_slice(part);
            at += part.len();
        }
        Ok(at)
    }

    fn put(&self, fixed: &mut [u8; FIXED]) {
        fixed[1] = (u8::from(self.marker) << 7) | (self.payload_type & 0x7f);
        fixed[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        fixed[4..8].copy_from_slice(&self.timestamp.to_be_bytes());
        fixed[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
    }
}

/// Writes the extension block to the front of `out`; returns its length, 0 if there is nothing to write.
fn write_extensions(out: &mut [u8], extensions: &[(u8, &[u8])]) -> Result<usize, NoRoom> {
    let (profile, end) = match write_elements::<true>(out, extensions)? {
        Some(end) => (ONE_BYTE, end),
        None => (TWO_BYTE, write_elements::<false>(out, extensions)?.ok_or(NoRoom)?),
    };
    if end == BLOCK_HEAD {
        return Ok(0);
    }
    let words = u16::try_from((end - BLOCK_HEAD) / 4).map_err(|_| NoRoom)?;
    out[..2].copy_from_slice(&profile.to_be_bytes());
    out[2..BLOCK_HEAD].copy_from_slice(&words.to_be_bytes());
    Ok(end)
}

/// Writes the elements in the one-byte form (`SHORT`) or the two-byte form, filled up to whole words; where they end,
/// `None` if one does not fit the form. Once a packet and receiver: one pass as a rule.
fn write_elements<const SHORT: bool>(
    out: &mut [u8],
    extensions: &[(u8, &[u8])],
) -> Result<Option<usize>, NoRoom> {
    let mut at = BLOCK_HEAD;
    for &(id, value) in extensions {
        if id == 0 || value.is_empty() {
            continue;
        }
        if SHORT && (id >= 15 || value.len() > 16) {
            return Ok(None);
        }
        let length = u8::try_from(value.len()).map_err(|_| NoRoom)?;
        let place = match out.get_mut(at..).ok_or(NoRoom)? {
            [head, place @ ..] if SHORT => {
                *head = (id << 4) | (length - 1);
                at += 1 + value.len();
                place
            }
            [first, second, place @ ..] if !SHORT => {
                (*first, *second) = (id, length);
                at += 2 + value.len();
                place
            }
            _ => return Err(NoRoom),
        };
        let place = place.get_mut(..value.len()).ok_or(NoRoom)?;
        // Values are of two or three bytes as a rule: for those a call that copies is the dearest way.
        match (place, value) {
            ([place], [value]) => *place = *value,
            ([a, b], [c, d]) => (*a, *b) = (*c, *d),
            ([a, b, c], [d, e, f]) => (*a, *b, *c) = (*d, *e, *f),
            (place, value) => place.copy_from_slice(value),
        }
    }
    let end = at.next_multiple_of(4);
    if at < end {
        out.get_mut(at..end).ok_or(NoRoom)?.fill(0);
    }
    Ok(Some(end))
}

/// Turns a retransmission (RFC 4588 §4) back into the packet it repeats, in place. `None` for what is not RTP
/// or repeats nothing: browsers fill their probes with empty retransmissions.
pub fn restore_rtx(packet: &mut [u8], ssrc: u32, payload_type: u8) -> Option<&mut [u8]> {
    let view = RtpView::parse(packet).ok()?;
    let original = u16::from_be_bytes(*view.payload().first_chunk()?);
    let header = Header { payload_type, sequence: original, ssrc, ..view.header() };
    let head = packet.len() - view.payload().len() - usize::from(view.padding());
    packet.copy_within(..head, 2); // over the original sequence number, which is read
    let restored = packet.get_mut(2..)?;
    header.rewrite(restored).ok()?;
    Some(restored)
}

#[cfg(test)]
mod tests;
