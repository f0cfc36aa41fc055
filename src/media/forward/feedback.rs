//! Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1), read where it lies.

use std::time::Duration;

/// RTCP header, both SSRCs, base, count, reference time and feedback number.
const HEAD: usize = 20;
/// Payload type and format of the RTCP packet.
const TRANSPORT_FEEDBACK: u8 = 205;
const TRANSPORT_WIDE: u8 = 15;
/// Statuses one packet may speak of. A receiver that tells every 250 ms has 520 packets at our ceiling; after a
/// black-out of ten seconds 20,000 are missing, and their loss need not be told one by one.
const MOST_STATUSES: u16 = 4096;
/// One tick of an arrival.
pub const TICK: Duration = Duration::from_micros(250);
/// One unit of the reference time, 64 ms, in ticks.
pub const REFERENCE_TICKS: i64 = 256;

/// One feedback, checked by [`Feedback::parse`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feedback<'a> {
    base: u16,
    count: u16,
    reference: u32,
    number: u8,
    chunks: &'a [u8],
    deltas: &'a [u8],
}

impl<'a> Feedback<'a> {
    /// Takes one whole RTCP packet with its header; what follows it in a compound packet is left alone. `None`
    /// for every other kind of packet and for one that is shorter than it says.
    pub fn parse(packet: &'a [u8]) -> Option<Self> {
        let (head, _) = packet.split_first_chunk::<4>()?;
        if head[0] & 0xdf != 0x80 | TRANSPORT_WIDE || head[1] != TRANSPORT_FEEDBACK {
            return None; // version 2, padding or not, format 15
        }
        let length = 4 * (usize::from(u16::from_be_bytes([head[2], head[3]])) + 1);
        let packet = packet.get(..length)?;
        let padding = if head[0] & 0x20 != 0 { usize::from(*packet.last()?) } else { 0 };
        let packet = packet.get(..length.checked_sub(padding)?)?;
        let (head, body) = packet.split_first_chunk::<HEAD>()?;
        let count = u16::from_be_bytes([head[14], head[15]]);
        let (chunks, deltas) = body.split_at(chunk_bytes(body, count));
        Some(Self {
            base: u16::from_be_bytes([head[12], head[13]]),
            count: count.min(MOST_STATUSES),
            reference: u32::from_be_bytes([0, head[16], head[17], head[18]]),
            number: head[19],
            chunks,
            deltas,
        })
    }

    /// The receiver's clock at which [`Feedback::iter`] begins: 24 bits that wrap, in units of 64 ms.
    pub fn reference(&self) -> u32 {
        self.reference
    }

    /// Feedbacks are numbered, so that a lost one shows.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// (transport sequence number, when it arrived in ticks since the reference time or `None` if it did not),
    /// in order of number. A symbol that is reserved and bytes that end too soon end it: where the next
    /// arrival would be found is not known then.
    pub fn iter(&self) -> Statuses<'a> {
        let chunk = Chunk { symbols: 0, bits: 0, left: 0 };
        Statuses {
            next: self.base,
            left: self.count,
            chunk,
            chunks: self.chunks,
            deltas: self.deltas,
            clock: 0,
        }
    }
}

impl<'a> IntoIterator for &Feedback<'a> {
    type Item = (u16, Option<i64>);
    type IntoIter = Statuses<'a>;

    fn into_iter(self) -> Statuses<'a> {
        self.iter()
    }
}

/// How many bytes of `body` are chunks, if these are to hold `count` statuses.
fn chunk_bytes(body: &[u8], count: u16) -> usize {
    let mut left = u32::from(count);
    let chunks = body.chunks_exact(2).take_while(|chunk| {
        let wanted = left > 0;
        left = left.saturating_sub(u32::from(Chunk::read([chunk[0], chunk[1]]).left));
        wanted
    });
    2 * chunks.count()
}

/// A chunk of statuses (§3.1.3, §3.1.4), its next symbol on top.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    symbols: u16,
    /// Bits of a symbol; 0 for a run of the same one.
    bits: u8,
    left: u16,
}

impl Chunk {
    fn read(bytes: [u8; 2]) -> Self {
        let word = u16::from_be_bytes(bytes);
        match word >> 14 {
            0b10 => Self { symbols: word << 2, bits: 1, left: 14 },
            0b11 => Self { symbols: word << 2, bits: 2, left: 7 },
            _ => Self { symbols: (word >> 13) & 0b11, bits: 0, left: word & 0x1fff },
        }
    }

    fn next(&mut self) -> u16 {
        self.left -= 1;
        if self.bits == 0 {
            return self.symbols;
        }
        let symbol = self.symbols >> (16 - self.bits);
        self.symbols <<= self.bits;
        symbol
    }
}

/// Walks the statuses of a [`Feedback`].
#[derive(Debug, Clone)]
pub struct Statuses<'a> {
    next: u16,
    left: u16,
    chunk: Chunk,
    chunks: &'a [u8],
    deltas: &'a [u8],
    /// Arrival of the last one that came, in ticks since the reference.
    clock: i64,
}

impl Statuses<'_> {
    fn status(&mut self) -> Option<Option<i64>> {
        self.left = self.left.checked_sub(1)?;
        while self.chunk.left == 0 {
            let (chunk, rest) = self.chunks.split_first_chunk::<2>()?;
            self.chunk = Chunk::read(*chunk);
            self.chunks = rest;
        }
        let delta = match self.chunk.next() {
            0 => return Some(None),
            1 => {
                let (delta, rest) = self.deltas.split_first()?;
                self.deltas = rest;
                i64::from(*delta)
            }
            2 => {
                let (delta, rest) = self.deltas.split_first_chunk::<2>()?;
                self.deltas = rest;
                i64::from(i16::from_be_bytes(*delta))
            }
            _ => return None,
        };
        self.clock += delta;
        Some(Some(self.clock))
    }
}

impl Iterator for Statuses<'_> {
    type Item = (u16, Option<i64>);

    fn next(&mut self) -> Option<Self::Item> {
        let Some(status) = self.status() else {
            self.left = 0;
            return None;
        };
        let sequence = self.next;
        self.next = sequence.wrapping_add(1);
        Some((sequence, status))
    }
}

#[cfg(test)]
pub(super) mod written;

#[cfg(test)]
mod tests;
