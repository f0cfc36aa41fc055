//! When each packet of a publisher came, told back to it, so that its browser can find out what its line
//! bears (draft-holmer-rmcat-transport-wide-cc-extensions-01). Without it a browser stays near its 300 kbit/s
//! start; with it the whole of its own congestion control works, as against any other peer.

use bytes::BufMut;
use std::time::{Duration, Instant};

use crate::media::forward::seq_map::Unwrapper;

/// Between two feedbacks while packets come. Browsers expect 50 to 250 ms.
pub const FEEDBACK_EVERY: Duration = Duration::from_millis(100);
/// Numbers one feedback spans at most; beyond that the gap is not worth telling.
const LONGEST_SPAN: u64 = 1000;
/// One tick of an arrival delta.
const TICK_MICROS: u64 = 250;
/// One unit of the reference time, in ticks.
const REFERENCE_TICKS: u64 = 256;

/// Arrivals not yet told.
#[derive(Debug)]
pub struct Arrivals {
    began: Instant,
    numbers: Unwrapper,
    /// (extended number, arrival in ticks).
    pending: Vec<(u64, u64)>,
    /// First number the next feedback may speak of.
    next: Option<u64>,
    feedbacks: u8,
    draft: Draft,
}

/// A feedback being written; its memory is kept.
#[derive(Debug, Default)]
struct Draft {
    statuses: Vec<Status>,
    deltas: Vec<u8>,
    packet: Vec<u8>,
}

impl Arrivals {
    pub fn new(now: Instant) -> Self {
        Self {
            began: now,
            numbers: Unwrapper::default(),
            pending: Vec::new(),
            next: None,
            feedbacks: 0,
            draft: Draft::default(),
        }
    }

    /// Notes a packet. What was reported missing before stays so.
    pub fn packet(&mut self, now: Instant, sequence: u16) {
        let number = self.numbers.extend(sequence);
        if self.next.is_none_or(|next| number >= next) {
            let elapsed = now.saturating_duration_since(self.began).as_micros();
            self.pending.push((number, elapsed as u64 / TICK_MICROS));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// The feedback on everything noted, to be sent by `each`: one packet as a rule, another where a delta would
    /// not fit.
    pub fn feedback(&mut self, own: u32, media: u32, mut each: impl FnMut(&[u8])) {
        self.pending.sort_unstable();
        self.pending.dedup_by_key(|(number, _)| *number);
        let mut rest = &*self.pending;
        while let Some((first, _)) = rest.first() {
            let from = self.next.filter(|next| first - next < LONGEST_SPAN).unwrap_or(*first);
            let told = self.draft.write(own, media, from, rest, self.feedbacks);
            self.feedbacks = self.feedbacks.wrapping_add(1);
            self.next = rest.get(told - 1).map(|(number, _)| number + 1);
            each(&self.draft.packet);
            rest = rest.get(told..).unwrap_or_default();
        }
        self.pending.clear();
    }
}

/// How one number fared (§3.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Missing = 0,
    SmallDelta = 1,
    LargeDelta = 2,
}

impl Draft {
    /// Writes one feedback about the numbers from `from` on; returns how many of `arrived` it tells, one at least.
    fn write(&mut self, own: u32, media: u32, from: u64, arrived: &[(u64, u64)], count: u8) -> usize {
        let reference = arrived.first().map_or(0, |(_, tick)| tick / REFERENCE_TICKS);
        let mut clock = reference * REFERENCE_TICKS;
        let Self { statuses, deltas, packet } = self;
        statuses.clear();
        deltas.clear();
        packet.clear();
        let mut told = 0;
        for (number, tick) in arrived {
            let delta = tick.cast_signed() - clock.cast_signed();
            let (Ok(delta), true) = (i16::try_from(delta), number - from < LONGEST_SPAN) else { break };
            statuses.resize((number - from) as usize, Status::Missing);
            match u8::try_from(delta) {
                Ok(small) => {
                    statuses.push(Status::SmallDelta);
                    deltas.put_u8(small);
                }
                Err(_) => {
                    statuses.push(Status::LargeDelta);
                    deltas.put_i16(delta);
                }
            }
            clock = *tick;
            told += 1;
        }
        packet.put_u32(0); // the header, below
        packet.put_u32(own);
        packet.put_u32(media);
        packet.put_u16(from as u16);
        packet.put_u16(statuses.len() as u16);
        packet.put_uint(reference & 0xff_ffff, 3);
        packet.put_u8(count);
        write_chunks(packet, statuses);
        packet.extend_from_slice(deltas);
        let padding = packet.len().next_multiple_of(4) - packet.len();
        if padding > 0 {
            packet.put_bytes(0, padding - 1);
            packet.put_u8(padding as u8);
        }
        let words = (packet.len() / 4 - 1) as u16;
        let head =
            [0x80 | (u8::from(padding > 0) << 5) | 15, 205, words.to_be_bytes()[0], words.to_be_bytes()[1]];
        packet[..4].copy_from_slice(&head);
        told.max(1)
    }
}

/// Runs where statuses repeat (§3.1.3), seven two-bit symbols elsewhere (§3.1.4).
fn write_chunks(packet: &mut Vec<u8>, mut statuses: &[Status]) {
    while let Some(&status) = statuses.first() {
        let run = statuses.iter().take_while(|other| **other == status).count();
        let taken = if run >= 7 {
            packet.put_u16(((status as u16) << 13) | run as u16);
            run
        } else {
            let symbols = statuses.iter().take(7);
            let taken = symbols.len();
            let bits = symbols.enumerate().fold(0, |bits, (at, s)| bits | ((*s as u16) << (12 - 2 * at)));
            packet.put_u16(0xc000 | bits);
            taken
        };
        statuses = &statuses[taken..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rtc_rtcp::transport_feedbacks::transport_layer_cc::{SymbolTypeTcc, TransportLayerCc};
    use rtc_shared::marshal::Unmarshal;

    fn parse(packet: &[u8]) -> TransportLayerCc {
        TransportLayerCc::unmarshal(&mut bytes::Bytes::copy_from_slice(packet)).unwrap()
    }

    fn told_by(arrivals: &mut Arrivals) -> Vec<Vec<u8>> {
        let mut packets = Vec::new();
        arrivals.feedback(1, 2, |packet| packets.push(packet.to_vec()));
        packets
    }

    #[test]
    fn arrivals_are_told_with_their_gaps() {
        let start = Instant::now();
        let mut arrivals = Arrivals::new(start);
        for (ms, sequence) in [(64, 65_534), (65, 65_535), (70, 1), (200, 2)] {
            arrivals.packet(start + Duration::from_millis(ms), sequence);
        }
        let packets = told_by(&mut arrivals);
        let [packet] = &packets[..] else { panic!("{} packets", packets.len()) };
        let told = parse(packet);
        assert_eq!(
            (told.base_sequence_number, told.packet_status_count, told.reference_time),
            (65_534, 5, 1)
        );
        let deltas: Vec<i64> = told.recv_deltas.iter().map(|delta| delta.delta).collect();
        assert_eq!(deltas, [0, 1000, 5000, 130_000]);
        assert_eq!(told.recv_deltas[3].type_tcc_packet, SymbolTypeTcc::PacketReceivedLargeDelta);

        arrivals.packet(start + Duration::from_millis(210), 0); // told missing before
        arrivals.packet(start + Duration::from_millis(220), 5);
        let told = parse(&told_by(&mut arrivals)[0]);
        assert_eq!((told.base_sequence_number, told.packet_status_count, told.fb_pkt_count), (3, 3, 1));
    }

    #[test]
    fn a_pause_longer_than_a_delta_begins_another_packet() {
        let start = Instant::now();
        let mut arrivals = Arrivals::new(start);
        arrivals.packet(start, 1);
        arrivals.packet(start + Duration::from_secs(20), 2);
        let packets = told_by(&mut arrivals);
        let bases: Vec<u16> = packets.iter().map(|packet| parse(packet).base_sequence_number).collect();
        assert_eq!(bases, [1, 2]);
    }

    #[test]
    fn every_pattern_of_losses_reads_back() {
        let start = Instant::now();
        for pattern in 1_u32..4096 {
            let mut arrivals = Arrivals::new(start);
            let received: Vec<u16> = (0..12).filter(|bit| pattern & (1 << bit) != 0).collect();
            for sequence in &received {
                arrivals.packet(start + Duration::from_millis((*sequence).into()), *sequence);
            }
            let told = parse(&told_by(&mut arrivals)[0]);
            assert_eq!(told.recv_deltas.len(), received.len(), "{pattern:b}");
        }
    }
}
