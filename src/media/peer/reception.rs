//! Receiver reports for one incoming stream (RFC 3550 §6.4.1, A.3, A.8).

use std::time::{Duration, Instant};

use crate::media::forward::rtcp::Block;
use crate::media::forward::seq_map::Unwrapper;

/// Counts of one stream since its first packet.
#[derive(Debug)]
pub struct Reception {
    /// Ticks per second of its timestamps.
    clock: u32,
    numbers: Unwrapper,
    /// First and highest extended number.
    span: Option<(u64, u64)>,
    received: u64,
    /// Expected and received at the last report.
    reported: (u64, u64),
    /// Lost before the last report, in 256ths.
    fraction: u8,
    /// Arrival of the last packet in the stream's clock less its timestamp.
    transit: Option<u32>,
    /// In 1/16 ticks (A.8).
    jitter: u32,
    /// Middle 32 bits of the last sender report's NTP time, and when it came.
    sender_report: Option<(u32, Instant)>,
    began: Instant,
}

impl Reception {
    pub fn new(now: Instant, clock: u32) -> Self {
        Self {
            clock,
            numbers: Unwrapper::default(),
            span: None,
            received: 0,
            reported: (0, 0),
            fraction: 0,
            transit: None,
            jitter: 0,
            sender_report: None,
            began: now,
        }
    }

    /// Counts a packet.
    pub fn packet(&mut self, now: Instant, sequence: u16, timestamp: u32) {
        let number = self.numbers.extend(sequence);
        let (first, highest) = self.span.unwrap_or((number, number));
        self.span = Some((first.min(number), highest.max(number)));
        self.received += 1;
        let arrival = ticks(now.saturating_duration_since(self.began), self.clock);
        let transit = arrival.wrapping_sub(timestamp);
        if let Some(before) = self.transit.replace(transit) {
            let change = transit.wrapping_sub(before).cast_signed().unsigned_abs();
            self.jitter = self.jitter.saturating_add(change).saturating_sub((self.jitter + 8) >> 4);
        }
    }

    /// Notes the sender's report, to be echoed (LSR, DLSR).
    pub fn sender_report(&mut self, now: Instant, ntp: u64) {
        self.sender_report = Some(((ntp >> 16) as u32, now));
    }

    /// Packets that came.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Of the packets before the last report, per thousand.
    pub fn lost_lately(&self) -> u16 {
        (u32::from(self.fraction) * 1000 / 256) as u16
    }

    /// In ticks of the stream's clock.
    pub fn jitter(&self) -> u32 {
        self.jitter >> 4
    }

    /// The block on this stream since the last one; `None` before its first packet.
    pub fn report(&mut self, now: Instant, ssrc: u32) -> Option<Block> {
        let (first, highest) = self.span?;
        let expected = highest - first + 1;
        let (expected_before, received_before) =
            std::mem::replace(&mut self.reported, (expected, self.received));
        let expected_since = expected.saturating_sub(expected_before);
        let lost_since = expected_since.saturating_sub(self.received - received_before);
        let fraction = (lost_since * 256).checked_div(expected_since).unwrap_or(0).min(255);
        self.fraction = fraction as u8;
        let (last_sender_report, delay) = self
            .sender_report
            .map_or((0, 0), |(ntp, at)| (ntp, ticks(now.saturating_duration_since(at), 65_536)));
        Some(Block {
            ssrc,
            fraction_lost: self.fraction,
            total_lost: expected.saturating_sub(self.received).min(0x7f_ffff) as u32,
            highest: highest as u32,
            jitter: self.jitter >> 4,
            last_sender_report,
            delay,
        })
    }
}

/// `elapsed` in ticks of `clock`, wrapped like a timestamp.
pub fn ticks(elapsed: Duration, clock: u32) -> u32 {
    (elapsed.as_micros() * u128::from(clock) / 1_000_000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_since_the_last_report_are_counted() {
        let start = Instant::now();
        let mut reception = Reception::new(start, 90_000);
        assert!(reception.report(start, 7).is_none());
        for sequence in [65_534, 65_535, 1, 2] {
            reception.packet(start, sequence, 0);
        }
        let report = reception.report(start, 7).unwrap();
        assert_eq!((report.total_lost, report.fraction_lost), (1, 51)); // one of five
        reception.packet(start, 3, 0);
        let report = reception.report(start, 7).unwrap();
        assert_eq!((report.total_lost, report.fraction_lost), (1, 0));
        assert_eq!(report.highest & 0xffff, 3);
    }

    #[test]
    fn an_even_stream_has_no_jitter_and_the_last_report_is_echoed() {
        let start = Instant::now();
        let mut reception = Reception::new(start, 48_000);
        for step in 0..50_u16 {
            reception.packet(start + Duration::from_millis(20) * step.into(), step, 960 * u32::from(step));
        }
        reception.sender_report(start, 0x1122_3344_5566_7788);
        let report = reception.report(start + Duration::from_millis(500), 7).unwrap();
        assert_eq!(report.jitter, 0);
        assert_eq!((report.last_sender_report, report.delay), (0x3344_5566, 32_768));
    }

    #[test]
    fn an_independent_reader_reads_our_reports() {
        use crate::media::forward::leg::SenderInfo;
        use crate::media::forward::rtcp::Compound;
        use rtc_rtcp::packet;
        use rtc_rtcp::payload_feedbacks::receiver_estimated_maximum_bitrate::ReceiverEstimatedMaximumBitrate;
        use rtc_rtcp::receiver_report::ReceiverReport;

        let block =
            Block { ssrc: 5, fraction_lost: 51, total_lost: 0x01_0203, delay: 32_768, ..Block::default() };
        let mut compound = Compound::default();
        compound
            .receiver_report(1, &[block])
            .sender_report(7, 8, SenderInfo { timestamp: 99, packets: 10, octets: 1000 })
            .nack(1, 5, &[(65_534, 0b11)])
            .key_frame(1, 6)
            .estimate(1, 1_000_000, &[5, 6]);
        let mut bytes = compound.finish().unwrap();
        let parsed = packet::unmarshal(&mut bytes).unwrap();
        let kinds: Vec<(u8, u8)> =
            parsed.iter().map(|part| (part.header().packet_type as u8, part.header().count)).collect();
        assert_eq!(kinds, [(201, 1), (200, 0), (202, 1), (205, 1), (206, 1), (206, 15)]);
        let report = parsed[0].as_any().downcast_ref::<ReceiverReport>().unwrap();
        assert_eq!((report.reports[0].total_lost, report.reports[0].delay), (0x01_0203, 32_768));
        let estimate = parsed[5].as_any().downcast_ref::<ReceiverEstimatedMaximumBitrate>().unwrap();
        assert_eq!((estimate.bitrate, &estimate.ssrcs[..]), (1e6, &[5, 6][..]));
        assert_eq!(packet::marshal(&parsed).unwrap(), compound.finish().unwrap());
    }
}
