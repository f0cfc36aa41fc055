//! A packet as one receiver gets it.

use super::frame::Frame;
use super::rtp::{Header, NoRoom, RtpView};
use super::vp8::Numbers;

/// What is different for the receiver; goes with the packet it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewritten {
    pub sequence: u16,
    pub timestamp: u32,
    /// VP8 only.
    pub numbers: Option<Numbers>,
}

/// The receiver's side of a leg, as negotiated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing {
    pub ssrc: u32,
    pub payload_type: u8,
}

impl Rewritten {
    /// Writes the packet for the receiver; returns its length. `frame` is what was read of its payload, `extensions`
    /// are (the receiver's id, value).
    pub fn write(
        &self,
        out: &mut [u8],
        (packet, frame): (&RtpView<'_>, &Frame),
        to: Outgoing,
        extensions: &[(u8, &[u8])],
    ) -> Result<usize, NoRoom> {
        let header = self.header(packet, to);
        let length = header.write(out, extensions, &[packet.payload()])?;
        self.renumber(&mut out[..length], packet, frame);
        Ok(length)
    }

    /// Writes the packet as a retransmission (RFC 4588 §4). `to` is the retransmission stream's.
    pub fn write_rtx(
        &self,
        out: &mut [u8],
        (packet, frame): (&RtpView<'_>, &Frame),
        to: Outgoing,
        rtx_sequence: u16,
        extensions: &[(u8, &[u8])],
    ) -> Result<usize, NoRoom> {
        let header = Header { sequence: rtx_sequence, ..self.header(packet, to) };
        let original = self.sequence.to_be_bytes();
        let length = header.write(out, extensions, &[&original, packet.payload()])?;
        self.renumber(&mut out[..length], packet, frame);
        Ok(length)
    }

    fn header(&self, packet: &RtpView<'_>, to: Outgoing) -> Header {
        Header {
            marker: packet.marker(),
            payload_type: to.payload_type,
            sequence: self.sequence,
            timestamp: self.timestamp,
            ssrc: to.ssrc,
        }
    }

    /// The payload lies at the end of what was written.
    fn renumber(&self, written: &mut [u8], packet: &RtpView<'_>, frame: &Frame) {
        let (Some(numbers), Frame::Vp8(frame)) = (self.numbers, frame) else { return };
        let start = written.len().saturating_sub(packet.payload().len());
        frame.renumber(&mut written[start..], numbers);
    }
}
