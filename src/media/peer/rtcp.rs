//! Reports and feedback (RFC 3550 §6, RFC 4585 §6, RFC 5104 §4.3.1): what we read of them and how we
//! write ours.

use bytes::{Bytes, BytesMut};
use rtc_rtcp::packet::{self, Packet};
use rtc_rtcp::payload_feedbacks::full_intra_request::FullIntraRequest;
use rtc_rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc_rtcp::receiver_report::ReceiverReport;
use rtc_rtcp::reception_report::ReceptionReport;
use rtc_rtcp::sender_report::SenderReport;
use rtc_rtcp::source_description::{
    SdesType, SourceDescription, SourceDescriptionChunk, SourceDescriptionItem,
};
use rtc_rtcp::transport_feedbacks::transport_layer_nack::{NackPair, TransportLayerNack};

use crate::media::forward::leg::SenderInfo;

/// Numbers one datagram of NACKs may ask for; more is a broken client or a hostile one.
const MOST_LOST: usize = 256;

/// What a client tells us that we act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Its stream `ssrc` was at `rtp` when its clock said `ntp`.
    Sent { ssrc: u32, ntp: u64, rtp: u32 },
    /// It misses these packets of our stream `ssrc`.
    Lost { ssrc: u32, sequences: Vec<u16> },
    /// It cannot decode our stream `ssrc` without a key frame.
    KeyFrame { ssrc: u32 },
}

/// Reads a compound packet. Ends at the first part that is malformed.
pub fn read(mut packet: &[u8]) -> Vec<Report> {
    let mut reports = Vec::new();
    while let Some(part) = split_part(&mut packet) {
        let mut bytes = part;
        let Ok(parsed) = packet::unmarshal(&mut bytes) else { break };
        for packet in parsed {
            read_one(packet.as_ref(), &mut reports);
        }
    }
    reports
}

/// Splits the first packet off a compound one; the types we have no use for never reach a parser.
fn split_part<'a>(packet: &mut &'a [u8]) -> Option<&'a [u8]> {
    loop {
        let (head, _) = packet.split_first_chunk::<4>()?;
        let length = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        let (part, rest) = packet.split_at_checked(length)?;
        *packet = rest;
        // SR; generic NACK (205/1); PLI (206/1) and FIR (206/4).
        if head[0] >> 6 == 2 && matches!((head[1], head[0] & 0x1f), (200, _) | (205, 1) | (206, 1 | 4)) {
            return Some(part);
        }
    }
}

fn read_one(packet: &dyn Packet, reports: &mut Vec<Report>) {
    let any = packet.as_any();
    if let Some(sent) = any.downcast_ref::<SenderReport>() {
        reports.push(Report::Sent { ssrc: sent.ssrc, ntp: sent.ntp_time, rtp: sent.rtp_time });
    } else if let Some(nack) = any.downcast_ref::<TransportLayerNack>() {
        let sequences = nack.nacks.iter().flat_map(|pair| pair.packet_list()).take(MOST_LOST).collect();
        reports.push(Report::Lost { ssrc: nack.media_ssrc, sequences });
    } else if let Some(pli) = any.downcast_ref::<PictureLossIndication>() {
        reports.push(Report::KeyFrame { ssrc: pli.media_ssrc });
    } else if let Some(fir) = any.downcast_ref::<FullIntraRequest>() {
        reports.extend(fir.fir.iter().take(8).map(|entry| Report::KeyFrame { ssrc: entry.ssrc }));
    }
}

/// A compound packet in the making.
#[derive(Default)]
pub struct Compound {
    packets: Vec<Box<dyn Packet>>,
}

impl std::fmt::Debug for Compound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Compound").field("packets", &self.packets.len()).finish()
    }
}

impl Compound {
    /// How the streams we received fare. At most 31 blocks fit the count (RFC 3550 §6.4.1).
    pub fn receiver_report(&mut self, own: u32, mut reports: Vec<ReceptionReport>) -> &mut Self {
        reports.truncate(31);
        self.packets.push(Box::new(ReceiverReport { ssrc: own, reports, ..ReceiverReport::default() }));
        self
    }

    /// Where our stream `ssrc` is at wall-clock time `ntp`, and that its CNAME is the answer's.
    pub fn sender_report(&mut self, ssrc: u32, ntp: u64, info: SenderInfo) -> &mut Self {
        self.packets.push(Box::new(SenderReport {
            ssrc,
            ntp_time: ntp,
            rtp_time: info.timestamp,
            packet_count: info.packets,
            octet_count: info.octets,
            ..SenderReport::default()
        }));
        self.packets.push(Box::new(SourceDescription {
            chunks: vec![SourceDescriptionChunk {
                source: ssrc,
                items: vec![SourceDescriptionItem {
                    sdes_type: SdesType::SdesCname,
                    text: Bytes::from_static(b"relay"),
                }],
            }],
        }));
        self
    }

    pub fn key_frame(&mut self, own: u32, media: u32) -> &mut Self {
        self.packets.push(Box::new(PictureLossIndication { sender_ssrc: own, media_ssrc: media }));
        self
    }

    /// Asks for packets again. `sequences` ascend.
    pub fn nack(&mut self, own: u32, media: u32, sequences: &[u16]) -> &mut Self {
        let mut nacks: Vec<NackPair> = Vec::new();
        for &sequence in sequences {
            let behind = nacks.last().map(|pair| sequence.wrapping_sub(pair.packet_id));
            match (behind, nacks.last_mut()) {
                (Some(distance @ 1..=16), Some(pair)) => pair.lost_packets |= 1 << (distance - 1),
                _ => nacks.push(NackPair::new(sequence)),
            }
        }
        self.packets.push(Box::new(TransportLayerNack { sender_ssrc: own, media_ssrc: media, nacks }));
        self
    }

    /// The bytes, or `None` if there is nothing to say.
    pub fn finish(self) -> Option<BytesMut> {
        if self.packets.is_empty() { None } else { packet::marshal(&self.packets).ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feedback_is_read_back_as_it_was_written() {
        let mut compound = Compound::default();
        compound
            .sender_report(7, 0x0102_0304_0506_0708, SenderInfo { timestamp: 99, packets: 10, octets: 1000 })
            .nack(1, 5, &[65_534, 65_535, 0, 20, 36, 37])
            .key_frame(1, 6);
        let bytes = compound.finish().unwrap();
        assert_eq!(
            read(&bytes),
            [
                Report::Sent { ssrc: 7, ntp: 0x0102_0304_0506_0708, rtp: 99 },
                Report::Lost { ssrc: 5, sequences: vec![65_534, 65_535, 0, 20, 36, 37] },
                Report::KeyFrame { ssrc: 6 },
            ]
        );
    }

    #[test]
    fn malformed_parts_end_the_reading_and_nothing_else() {
        let mut good = Compound::default();
        good.key_frame(1, 6);
        let mut bytes = good.finish().unwrap().to_vec();
        let whole = bytes.clone();
        for cut in 0..whole.len() {
            assert_eq!(read(&whole[..cut]), [], "{cut} bytes");
        }
        bytes.extend([0x81, 205, 0, 1, 0, 0, 0, 0]); // a NACK with no room for its SSRCs
        assert_eq!(read(&bytes), [Report::KeyFrame { ssrc: 6 }]);
    }
}
