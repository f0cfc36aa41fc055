//! When each packet from the relay came, told back to it (draft-holmer-rmcat-transport-wide-cc-extensions-01),
//! as browsers do: a relay that estimates a receiver's line estimates ours.

use bytes::{BufMut, BytesMut};
use std::time::{Duration, Instant};

/// Between two feedbacks while packets come.
pub const FEEDBACK_EVERY: Duration = Duration::from_millis(100);
/// Numbers one feedback spans at most.
const LONGEST_SPAN: i64 = 500;
/// One tick of an arrival delta, and so many to one unit of the reference time.
const TICK_MICROS: u64 = 250;
const REFERENCE_TICKS: i64 = 256;

/// Arrivals not yet told.
#[derive(Debug, Default)]
pub struct Arrivals {
    began: Option<Instant>,
    highest: i64,
    /// (number without end, tick).
    pending: Vec<(i64, i64)>,
    told_to: i64,
    feedbacks: u8,
}

impl Arrivals {
    pub fn packet(&mut self, now: Instant, sequence: u16) {
        let began = *self.began.get_or_insert_with(|| {
            (self.highest, self.told_to) = (i64::from(sequence), i64::from(sequence));
            now
        });
        let number = self.highest + i64::from(sequence.wrapping_sub(self.highest as u16).cast_signed());
        self.highest = self.highest.max(number);
        let tick = now.saturating_duration_since(began).as_micros() as u64 / TICK_MICROS;
        if number >= self.told_to {
            self.pending.push((number, tick.cast_signed()));
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// Feedback on all that is pending.
    pub fn feedback(&mut self, own: u32) -> Vec<BytesMut> {
        self.pending.sort_unstable();
        self.pending.dedup_by_key(|(number, _)| *number);
        let pending = std::mem::take(&mut self.pending);
        let mut packets = Vec::new();
        let mut rest = &*pending;
        while let Some((first, _)) = rest.first() {
            if first - self.told_to >= LONGEST_SPAN {
                self.told_to = *first;
            }
            let (packet, told) = write(own, self.told_to, rest, self.feedbacks);
            self.feedbacks = self.feedbacks.wrapping_add(1);
            self.told_to = rest[told - 1].0 + 1;
            rest = &rest[told..];
            packets.push(packet);
        }
        packets
    }
}

/// One feedback packet (§3.1) on the numbers from `base`; and how many of `arrived` it tells.
fn write(own: u32, base: i64, arrived: &[(i64, i64)], count: u8) -> (BytesMut, usize) {
    let reference = arrived[0].1 / REFERENCE_TICKS;
    let mut clock = reference * REFERENCE_TICKS;
    let (mut symbols, mut deltas, mut told) = (Vec::new(), BytesMut::new(), 0);
    for (number, tick) in arrived {
        let (Ok(delta), true) = (i16::try_from(tick - clock), number - base < LONGEST_SPAN) else { break };
        symbols.resize((number - base) as usize, 0);
        if let Ok(small) = u8::try_from(delta) {
            symbols.push(1_u16);
            deltas.put_u8(small);
        } else {
            symbols.push(2);
            deltas.put_i16(delta);
        }
        clock = *tick;
        told += 1;
    }
    let mut packet = BytesMut::new();
    packet.put_u32(0); // the header, below
    packet.put_u32(own);
    packet.put_u32(0); // no stream in particular
    packet.put_u16(base as u16);
    packet.put_u16(symbols.len() as u16);
    packet.put_uint((reference as u64) & 0xff_ffff, 3);
    packet.put_u8(count);
    for seven in symbols.chunks(7) {
        let bits =
            seven.iter().enumerate().fold(0xc000, |bits, (at, symbol)| bits | (symbol << (12 - 2 * at)));
        packet.put_u16(bits);
    }
    packet.extend_from_slice(&deltas);
    let padding = packet.len().next_multiple_of(4) - packet.len();
    if padding > 0 {
        packet.put_bytes(0, padding - 1);
        packet.put_u8(padding as u8);
    }
    let words = (packet.len() / 4 - 1) as u16;
    packet[0] = 0x80 | (u8::from(padding > 0) << 5) | 15;
    packet[1] = 205;
    packet[2..4].copy_from_slice(&words.to_be_bytes());
    (packet, told.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rtc_rtcp::transport_feedbacks::transport_layer_cc::TransportLayerCc;
    use rtc_shared::marshal::Unmarshal;

    #[test]
    fn every_pattern_of_losses_reads_back() {
        let start = Instant::now();
        for pattern in 1_u32..1024 {
            let mut arrivals = Arrivals::default();
            let came: Vec<u16> = (0..10).filter(|bit| pattern & (1 << bit) != 0).collect();
            for number in &came {
                let at = start + Duration::from_millis((*number).into());
                arrivals.packet(at, number.wrapping_sub(5));
            }
            let packets = arrivals.feedback(1);
            let told = TransportLayerCc::unmarshal(&mut packets[0].clone().freeze()).unwrap();
            assert_eq!((packets.len(), told.recv_deltas.len()), (1, came.len()), "{pattern:b}");
            assert_eq!(told.base_sequence_number, came[0].wrapping_sub(5));
            assert_eq!(told.packet_status_count, came[came.len() - 1] - came[0] + 1);
        }
    }

    #[test]
    fn what_went_missing_between_feedbacks_is_told() {
        let start = Instant::now();
        let mut arrivals = Arrivals::default();
        arrivals.packet(start, 1);
        arrivals.feedback(1);
        arrivals.packet(start + Duration::from_millis(5), 4);
        let told = TransportLayerCc::unmarshal(&mut arrivals.feedback(1)[0].clone().freeze()).unwrap();
        assert_eq!((told.base_sequence_number, told.packet_status_count), (2, 3));
    }
}
