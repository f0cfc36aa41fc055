//! Writes a slot's packets: first sending, retransmission, bundles, padding.

use super::Slot;
use crate::media::forward::opus;
use crate::media::forward::red;
use crate::media::forward::rewritten::{Outgoing, Rewritten};
use crate::media::forward::rtp::{Header, NoRoom};
use crate::media::peer::publication::Packet;

impl Slot {
    /// Writes a packet as the receiver gets it; its length.
    pub fn write(
        &self,
        buffer: &mut [u8],
        packet: &Packet<'_>,
        rewritten: Rewritten,
        transport_sequence: u16,
    ) -> Option<usize> {
        let format = self.format(packet.codec)?;
        let number = transport_sequence.to_be_bytes();
        let extensions = self.extensions(packet, &number);
        let to = |payload_type| Outgoing { ssrc: self.section.ssrc, payload_type };
        let written: Result<usize, NoRoom> = match (packet.red, format.red) {
            (false, _) => rewritten.write(buffer, packet.content(), to(format.media), &extensions),
            (true, Some(number)) => {
                let length = rewritten.write(buffer, packet.content(), to(number), &extensions);
                length.inspect(|length| {
                    let start = length - packet.view.payload().len();
                    red::relabel(buffer.get_mut(start..*length).unwrap_or_default(), format.media);
                })
            }
            (true, None) => rewritten.write(buffer, packet.alone()?.content(), to(format.media), &extensions),
        };
        written.ok()
    }

    /// Writes what waits, with the extensions of the packet that came last; its length.
    pub fn write_gathered(&mut self, buffer: &mut [u8], last: &Packet<'_>, number: u16) -> Option<usize> {
        let mut payload = [0; opus::LARGEST];
        let (rewritten, length) = self.gathering.finish(&mut payload)?;
        let view = last.view.with_payload(payload.get(..length)?);
        self.write(buffer, &Packet { view, red: false, ..*last }, rewritten, number)
    }

    /// Writes a kept packet again (RFC 4588), under the next number of the retransmissions, if the client takes
    /// any.
    pub fn write_again(
        &mut self,
        buffer: &mut [u8],
        packet: &Packet<'_>,
        as_sent: Rewritten,
        transport_sequence: u16,
    ) -> Option<usize> {
        let payload_type = self.format(packet.codec)?.rtx?;
        let to = Outgoing { ssrc: self.section.rtx_ssrc, payload_type };
        let number = transport_sequence.to_be_bytes();
        let sequence = self.leg.next_rtx_sequence();
        self.repeated += 1;
        let extensions = self.extensions(packet, &number);
        as_sent.write_rtx(buffer, packet.content(), to, sequence, &extensions).ok()
    }

    /// Writes padding of at most `bytes` into the retransmissions (RFC 3550 §5.1): one byte says how much there
    /// is of it.
    pub fn write_padding(
        &mut self,
        buffer: &mut [u8],
        bytes: usize,
        transport_sequence: u16,
    ) -> Option<usize> {
        let payload_type = self.section.formats.first()?.rtx?;
        let sequence = self.leg.next_rtx_sequence();
        let timestamp = self.leg.newest_timestamp();
        let header = Header { marker: false, payload_type, sequence, timestamp, ssrc: self.section.rtx_ssrc };
        let number = transport_sequence.to_be_bytes();
        let length = header.write(buffer, &[(self.section.ids.transport_sequence, &number)], &[]).ok()?;
        let padding = bytes.saturating_sub(length).clamp(1, 255);
        let place = buffer.get_mut(length..length + padding)?;
        place.fill(0);
        *place.last_mut()? = padding as u8;
        *buffer.first_mut()? |= 0x20;
        Some(length + padding)
    }

    fn extensions<'a>(&self, packet: &Packet<'a>, transport_sequence: &'a [u8; 2]) -> [(u8, &'a [u8]); 5] {
        let (ids, carried) = (&self.section.ids, &packet.carried);
        [
            (ids.transport_sequence, transport_sequence),
            (ids.audio_level, carried.audio_level),
            (ids.video_orientation, carried.video_orientation),
            (ids.playout_delay, carried.playout_delay),
            (ids.dependency_descriptor, carried.dependency_descriptor),
        ]
    }
}
