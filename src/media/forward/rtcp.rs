//! Reports and feedback (RFC 3550 §6, RFC 4585 §6, RFC 5104 §4.3.1) read where they lie, and written into a
//! buffer of fixed size: they come ten times a second from every receiver.

mod write;

pub use write::Compound;

use super::rate::BitRate;
use std::time::Duration;

/// Numbers one datagram of NACKs may ask for; more is a broken client or a hostile one.
const MOST_LOST: usize = 256;

/// In 1/65,536 s: what is longer is a clock that was set.
const LONGEST_TRIP: u32 = 10 * 65_536;

pub(super) const SENDER_REPORT: u8 = 200;
pub(super) const RECEIVER_REPORT: u8 = 201;
pub(super) const DESCRIPTION: u8 = 202;
pub(super) const TRANSPORT: u8 = 205;
pub(super) const PAYLOAD: u8 = 206;

/// How one stream fares at its receiver (RFC 3550 §6.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Block {
    pub ssrc: u32,
    /// Of the packets since the last report, in 256ths.
    pub fraction_lost: u8,
    /// 24 bits.
    pub total_lost: u32,
    /// Extended.
    pub highest: u32,
    /// In ticks of the stream's clock.
    pub jitter: u32,
    /// Middle 32 bits of the NTP time of the last sender report; 0 before there was one.
    pub last_sender_report: u32,
    /// Since that came, in 1/65,536 s.
    pub delay: u32,
}

impl Block {
    fn read(bytes: &[u8; 24]) -> Self {
        let [ssrc, lost, highest, jitter, last_sender_report, delay] =
            std::array::from_fn(|at| word(bytes, 4 * at));
        Self {
            ssrc,
            fraction_lost: (lost >> 24) as u8,
            total_lost: lost & 0xff_ffff,
            highest,
            jitter,
            last_sender_report,
            delay,
        }
    }

    /// From our report to this one and back, less the time that it was kept there (RFC 3550 §6.4.1). `ntp` is our clock; none
    /// before there was one of ours, or where the clock was set meanwhile.
    pub fn round_trip(&self, ntp: u64) -> Option<Duration> {
        let ticks = ((ntp >> 16) as u32).wrapping_sub(self.last_sender_report).wrapping_sub(self.delay);
        let told = self.last_sender_report != 0 && ticks < LONGEST_TRIP;
        told.then(|| Duration::from_micros(u64::from(ticks) * 1_000_000 / 65_536))
    }

    fn words(&self) -> [u32; 6] {
        let lost = (u32::from(self.fraction_lost) << 24) | (self.total_lost & 0xff_ffff);
        [self.ssrc, lost, self.highest, self.jitter, self.last_sender_report, self.delay]
    }
}

/// What a client tells us that we act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report<'a> {
    /// Its stream `ssrc` was at `rtp` when its clock said `ntp`.
    Sent { ssrc: u32, ntp: u64, rtp: u32 },
    /// How one of our streams fares with it.
    Received(Block),
    /// It misses packets of our stream `ssrc`.
    Lost { ssrc: u32, packets: Lost<'a> },
    /// It cannot decode our stream `ssrc` without a key frame.
    KeyFrame { ssrc: u32 },
    /// What it thinks that the line bears which we send by (REMB, draft-alvestrand-rmcat-remb-03 §2.2).
    Bears(BitRate),
    /// When our packets came, by their transport-wide numbers: the whole packet, for [`super::feedback`].
    Arrivals(&'a [u8]),
}

/// The sequence numbers of a generic NACK (RFC 4585 §6.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost<'a>(&'a [u8]);

impl Lost<'_> {
    pub fn sequences(&self) -> impl Iterator<Item = u16> {
        let pair =
            |pair: &[u8; 4]| (u16::from_be_bytes([pair[0], pair[1]]), u16::from_be_bytes([pair[2], pair[3]]));
        let (pairs, _) = self.0.as_chunks::<4>();
        pairs.iter().map(pair).flat_map(super::nack::expand).take(MOST_LOST)
    }
}

/// Reads a compound packet, one report after the other. Ends at the first part that is malformed.
pub fn read<'a>(mut packet: &'a [u8], mut each: impl FnMut(Report<'a>)) {
    while let Some((head, _)) = packet.split_first_chunk::<4>() {
        let length = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        let (2, Some((part, rest))) = (head[0] >> 6, packet.split_at_checked(length)) else { return };
        if read_part(part, head[1], head[0] & 0x1f, &mut each).is_none() {
            return;
        }
        packet = rest;
    }
}

/// `count` is what the first byte's low bits say: blocks of a report, or the kind of feedback.
fn read_part<'a>(part: &'a [u8], kind: u8, count: u8, each: &mut impl FnMut(Report<'a>)) -> Option<()> {
    let body = part.get(4..)?;
    match (kind, count) {
        (SENDER_REPORT, _) => {
            let (head, blocks) = body.split_first_chunk::<24>()?;
            let ntp = (u64::from(word(head, 4)) << 32) | u64::from(word(head, 8));
            each(Report::Sent { ssrc: word(head, 0), ntp, rtp: word(head, 12) });
            read_blocks(blocks, count, each);
        }
        (RECEIVER_REPORT, _) => read_blocks(body.get(4..)?, count, each),
        (TRANSPORT, 1) => {
            let (head, packets) = body.split_first_chunk::<8>()?;
            each(Report::Lost { ssrc: word(head, 4), packets: Lost(packets) });
        }
        (TRANSPORT, 15) => each(Report::Arrivals(part)),
        (PAYLOAD, 1) => each(Report::KeyFrame { ssrc: word(body.first_chunk::<8>()?, 4) }),
        (PAYLOAD, 4) => {
            let (entries, _) = body.get(8..)?.as_chunks::<8>();
            entries.iter().take(8).for_each(|entry| each(Report::KeyFrame { ssrc: word(entry, 0) }));
        }
        (PAYLOAD, 15) => {
            if let [b'R', b'E', b'M', b'B', _, a, b, c] = body.get(8..)?.first_chunk::<8>()? {
                let mantissa = (u64::from(a & 3) << 16) | (u64::from(*b) << 8) | u64::from(*c);
                let bits = mantissa.checked_mul(1 << (a >> 2)).unwrap_or(u64::MAX);
                each(Report::Bears(BitRate::bps(bits)));
            }
        }
        _ => {}
    }
    Some(())
}

fn read_blocks<'a>(blocks: &'a [u8], count: u8, each: &mut impl FnMut(Report<'a>)) {
    let (blocks, _) = blocks.as_chunks::<24>();
    blocks.iter().take(count.into()).for_each(|block| each(Report::Received(Block::read(block))));
}

/// The big-endian word at a place that is there.
fn word<const N: usize>(bytes: &[u8; N], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests;
