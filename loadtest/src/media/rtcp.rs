//! Reports and feedback (RFC 3550 §6, RFC 4585 §6, RFC 5104 §4.3.1): as much as a participant reads and writes.

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

/// What the relay tells us that we act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Middle 32 bits of its clock, of stream `ssrc`.
    Clock {
        ssrc: u32,
        middle: u32,
    },
    Lost {
        ssrc: u32,
        sequences: Vec<u16>,
    },
    KeyFrame {
        ssrc: u32,
    },
    /// Transport-wide feedback came.
    Arrivals,
}

/// Reads a compound packet up to its first malformed part.
#[must_use]
pub fn read(packet: &[u8]) -> Vec<Told> {
    let mut told = Vec::new();
    let mut rest = packet;
    while let Some(head) = rest.first_chunk::<4>() {
        let length = 4 + 4 * usize::from(u16::from_be_bytes([head[2], head[3]]));
        let Some((mut part, after)) = rest.split_at_checked(length) else { break };
        rest = after;
        match (head[1], head[0] & 0x1f) {
            (205, 15) => told.push(Told::Arrivals),
            (200, _) | (205, 1) | (206, 1 | 4) => {
                let Ok(parsed) = packet::unmarshal(&mut part) else { break };
                for one in &parsed {
                    read_one(one.as_ref(), &mut told);
                }
            }
            _ => {}
        }
    }
    told
}

fn read_one(packet: &dyn Packet, told: &mut Vec<Told>) {
    let any = packet.as_any();
    if let Some(sent) = any.downcast_ref::<SenderReport>() {
        told.push(Told::Clock { ssrc: sent.ssrc, middle: (sent.ntp_time >> 16) as u32 });
    } else if let Some(nack) = any.downcast_ref::<TransportLayerNack>() {
        let sequences = nack.nacks.iter().flat_map(|pair| pair.packet_list()).take(512).collect();
        told.push(Told::Lost { ssrc: nack.media_ssrc, sequences });
    } else if let Some(pli) = any.downcast_ref::<PictureLossIndication>() {
        told.push(Told::KeyFrame { ssrc: pli.media_ssrc });
    } else if let Some(fir) = any.downcast_ref::<FullIntraRequest>() {
        told.extend(fir.fir.iter().map(|entry| Told::KeyFrame { ssrc: entry.ssrc }));
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
    pub fn receiver_report(&mut self, own: u32, reports: Vec<ReceptionReport>) {
        self.packets.push(Box::new(ReceiverReport { ssrc: own, reports, ..ReceiverReport::default() }));
    }

    pub fn sender_report(&mut self, ssrc: u32, ntp: u64, timestamp: u32, packets: u32, octets: u32) {
        self.packets.push(Box::new(SenderReport {
            ssrc,
            ntp_time: ntp,
            rtp_time: timestamp,
            packet_count: packets,
            octet_count: octets,
            ..SenderReport::default()
        }));
        let name =
            SourceDescriptionItem { sdes_type: SdesType::SdesCname, text: Bytes::from_static(b"loadtest") };
        let chunk = SourceDescriptionChunk { source: ssrc, items: vec![name] };
        self.packets.push(Box::new(SourceDescription { chunks: vec![chunk] }));
    }

    pub fn key_frame(&mut self, own: u32, media: u32) {
        self.packets.push(Box::new(PictureLossIndication { sender_ssrc: own, media_ssrc: media }));
    }

    /// Asks for packets again. `sequences` ascend.
    pub fn nack(&mut self, own: u32, media: u32, sequences: &[u16]) {
        let mut nacks: Vec<NackPair> = Vec::new();
        for &sequence in sequences {
            let behind = nacks.last().map(|pair| sequence.wrapping_sub(pair.packet_id));
            match (behind, nacks.last_mut()) {
                (Some(distance @ 1..=16), Some(pair)) => pair.lost_packets |= 1 << (distance - 1),
                _ => nacks.push(NackPair::new(sequence)),
            }
        }
        self.packets.push(Box::new(TransportLayerNack { sender_ssrc: own, media_ssrc: media, nacks }));
    }

    /// The bytes, or `None` if there is nothing to say.
    #[must_use]
    pub fn finish(self) -> Option<BytesMut> {
        if self.packets.is_empty() { None } else { packet::marshal(&self.packets).ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feedback_reads_back_as_it_was_written() {
        let mut compound = Compound::default();
        compound.sender_report(7, 0x0102_0304_0506_0708, 99, 10, 1000);
        compound.nack(1, 5, &[65_534, 65_535, 0, 20, 36, 37]);
        compound.key_frame(1, 6);
        let bytes = compound.finish().unwrap();
        let all = [
            Told::Clock { ssrc: 7, middle: 0x0304_0506 },
            Told::Lost { ssrc: 5, sequences: vec![65_534, 65_535, 0, 20, 36, 37] },
            Told::KeyFrame { ssrc: 6 },
        ];
        assert_eq!(read(&bytes), all);
        for cut in 0..bytes.len() {
            assert!(all.starts_with(&read(&bytes[..cut])), "{cut} bytes");
        }
    }
}
