//! A compound packet in the making.

use super::{Block, DESCRIPTION, PAYLOAD, RECEIVER_REPORT, SENDER_REPORT, TRANSPORT};
use crate::media::forward::leg::SenderInfo;

/// Room for what one datagram takes on any way (RFC 8200 §5: 1,280 less IP, UDP and SRTCP).
const MOST: usize = 1200;
/// RFC 3550 §6.4.1: the count has five bits.
const MOST_BLOCKS: usize = 31;

/// Parts are appended as long as they fit; what does not is left out whole.
#[derive(Debug)]
pub struct Compound {
    bytes: [u8; MOST],
    length: usize,
}

impl Default for Compound {
    fn default() -> Self {
        Self { bytes: [0; MOST], length: 0 }
    }
}

impl Compound {
    /// How the streams we received fare.
    pub fn receiver_report(&mut self, own: u32, blocks: &[Block]) -> &mut Self {
        let blocks = blocks.get(..MOST_BLOCKS).unwrap_or(blocks);
        self.part(RECEIVER_REPORT, blocks.len() as u8, |part| {
            part.word(own);
            blocks.iter().flat_map(Block::words).for_each(|word| part.word(word));
        })
    }

    /// Where our stream `ssrc` is at wall-clock time `ntp`, and that its CNAME is the answer's.
    pub fn sender_report(&mut self, ssrc: u32, ntp: u64, info: SenderInfo) -> &mut Self {
        self.part(SENDER_REPORT, 0, |part| {
            let words = [ssrc, (ntp >> 32) as u32, ntp as u32, info.timestamp, info.packets, info.octets];
            words.into_iter().for_each(|word| part.word(word));
        });
        self.part(DESCRIPTION, 1, |part| {
            part.word(ssrc);
            // CNAME, five bytes, and the zeros that end the chunk on a word (RFC 3550 §6.5).
            part.put(b"\x01\x05relay\0");
        })
    }

    pub fn key_frame(&mut self, own: u32, media: u32) -> &mut Self {
        self.part(PAYLOAD, 1, |part| {
            part.word(own);
            part.word(media);
        })
    }

    /// Asks for packets again: ids with the bit mask of the sixteen packets after each.
    pub fn nack(&mut self, own: u32, media: u32, pairs: &[(u16, u16)]) -> &mut Self {
        self.part(TRANSPORT, 1, |part| {
            part.word(own);
            part.word(media);
            pairs.iter().for_each(|(id, mask)| part.word((u32::from(*id) << 16) | u32::from(*mask)));
        })
    }

    /// What a client may send by these streams together, in bits a second (draft-alvestrand-rmcat-remb-03 §2.2).
    pub fn estimate(&mut self, own: u32, rate: u64, streams: &[u32]) -> &mut Self {
        let streams = streams.get(..usize::from(u8::MAX)).unwrap_or(streams);
        let exponent = (u64::BITS - rate.leading_zeros()).saturating_sub(18);
        let mantissa = (rate >> exponent) as u32;
        self.part(PAYLOAD, 15, |part| {
            part.word(own);
            part.word(0);
            part.put(b"REMB");
            part.word(((streams.len() as u32) << 24) | (exponent << 18) | mantissa);
            streams.iter().for_each(|stream| part.word(*stream));
        })
    }

    /// The bytes, or `None` if there is nothing to say.
    pub fn finish(&self) -> Option<&[u8]> {
        self.bytes.get(..self.length).filter(|bytes| !bytes.is_empty())
    }

    fn part(&mut self, kind: u8, count: u8, write: impl FnOnce(&mut Part<'_>)) -> &mut Self {
        let free = self.bytes.get_mut(self.length..).unwrap_or_default();
        let mut part = Part { free, length: 4, full: false };
        write(&mut part);
        let (length, full) = (part.length, part.full);
        let words = (length / 4 - 1) as u16;
        if let (Some(head), false) = (free_head(&mut self.bytes, self.length), full) {
            *head = [0x80 | count, kind, words.to_be_bytes()[0], words.to_be_bytes()[1]];
            self.length += length;
        }
        self
    }
}

fn free_head(bytes: &mut [u8; MOST], at: usize) -> Option<&mut [u8; 4]> {
    bytes.get_mut(at..)?.first_chunk_mut()
}

struct Part<'a> {
    free: &'a mut [u8],
    length: usize,
    full: bool,
}

impl Part<'_> {
    fn word(&mut self, word: u32) {
        self.put(&word.to_be_bytes());
    }

    fn put(&mut self, bytes: &[u8]) {
        match self.free.get_mut(self.length..self.length + bytes.len()) {
            Some(place) => {
                place.copy_from_slice(bytes);
                self.length += bytes.len();
            }
            None => self.full = true,
        }
    }
}
