//! Opus frames of several packets put into one (RFC 6716 §3.2.5), without decoding them.
//!
//! On a narrow line the headers of fifty packets a second cost as much as what is said in them. Three frames of
//! 20 ms in one packet cost a third of that, and 40 ms.

/// Samples at 48 kHz in one packet: 60 ms. With more, a lost packet is a lost syllable.
const LONGEST: u32 = 2880;
const MOST_FRAMES: usize = 6;
/// Larger frames are no longer those of a voice.
const LARGEST_FRAME: usize = 200;
const ROOM: usize = MOST_FRAMES * LARGEST_FRAME;
/// Of what is written: the frames, TOC and count, and a length of one byte each (§3.2.1).
pub const LARGEST: usize = 2 + MOST_FRAMES + ROOM;
/// A frame of less says only that there is silence (DTX): nothing follows it for a while.
const SILENCE: usize = 2;
/// The last two bits of the TOC: one frame, and any number of them.
const CODE: u8 = 0b11;
/// Of the byte that follows: frames are of different lengths.
const VARIABLE: u8 = 0x80;
/// Lengths below this have one byte (§3.2.1).
const ONE_BYTE: usize = 252;

const _: () = assert!(LARGEST_FRAME < ONE_BYTE);

/// Frames of one voice that follow one another.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// Of the first packet: mode, bandwidth and duration, which all frames share.
    toc: u8,
    /// Samples of a frame.
    duration: u32,
    /// Timestamp of the frame that may follow.
    next: u32,
    count: usize,
    lengths: [u8; MOST_FRAMES],
    bytes: [u8; ROOM],
    end: usize,
}

impl Gathered {
    /// Begins with a packet; `None` if it is silence, holds other than one frame, or leaves no place for another.
    pub fn begin(timestamp: u32, payload: &[u8]) -> Option<Self> {
        let (toc, frame) = single(payload)?;
        let duration = duration(toc);
        let mut gathered = Self {
            toc,
            duration,
            next: timestamp,
            count: 0,
            lengths: [0; MOST_FRAMES],
            bytes: [0; ROOM],
            end: 0,
        };
        gathered.push(frame);
        (!gathered.is_full()).then_some(gathered)
    }

    /// Whether this packet holds the frame that follows, of the same kind; then it is taken.
    pub fn take(&mut self, timestamp: u32, payload: &[u8]) -> bool {
        match single(payload) {
            Some((toc, frame)) if toc == self.toc && timestamp == self.next && !self.is_full() => {
                self.push(frame);
                true
            }
            _ => false,
        }
    }

    /// Whether another frame would be too much.
    pub fn is_full(&self) -> bool {
        self.count == MOST_FRAMES || (self.count as u32 + 1) * self.duration > LONGEST
    }

    /// Bytes that [`Self::write`] writes: the frames, TOC and count, and a byte for each length but the last one's.
    pub fn length(&self) -> usize {
        if self.count > 1 { 1 + self.count + self.end } else { 1 + self.end }
    }

    /// Writes one payload of all frames; its length. `None` if `out` is shorter than [`LARGEST`] and too short.
    pub fn write(&self, out: &mut [u8]) -> Option<usize> {
        let frames = self.bytes.get(..self.end)?;
        let (count, lengths) = (u8::try_from(self.count).ok()?, self.lengths.get(..self.count)?);
        let (head, several) = ([self.toc | CODE, VARIABLE | count], self.count > 1);
        // The last frame's length is what is left.
        let parts: [&[u8]; 3] = match lengths.split_last() {
            Some((_, lengths)) if several => [&head, lengths, frames],
            _ => [&[self.toc], &[], frames],
        };
        let mut at = 0;
        for part in parts {
            out.get_mut(at..at + part.len())?.copy_from_slice(part);
            at += part.len();
        }
        Some(at)
    }

    fn push(&mut self, frame: &[u8]) {
        self.bytes[self.end..self.end + frame.len()].copy_from_slice(frame);
        self.lengths[self.count] = frame.len() as u8; // at most LARGEST_FRAME
        self.end += frame.len();
        self.count += 1;
        self.next = self.next.wrapping_add(self.duration);
    }
}

/// TOC and frame of a packet that holds one frame of a voice.
fn single(payload: &[u8]) -> Option<(u8, &[u8])> {
    let (&toc, frame) = payload.split_first()?;
    let fits = payload.len() > SILENCE && frame.len() <= LARGEST_FRAME;
    (fits && toc & CODE == 0).then_some((toc, frame))
}

/// Samples at 48 kHz of each frame (RFC 6716 §3.1, table 2).
fn duration(toc: u8) -> u32 {
    match toc >> 3 {
        config @ 0..12 => [480, 960, 1920, 2880][usize::from(config % 4)],
        config @ 12..16 => [480, 960][usize::from(config % 2)],
        config => [120, 240, 480, 960][usize::from(config % 4)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A wideband SILK frame of 20 ms, alone in its packet.
    const WIDE_20: u8 = 9 << 3;

    fn written(gathered: &Gathered) -> Vec<u8> {
        let mut out = [0; LARGEST];
        let length = gathered.write(&mut out).unwrap();
        assert_eq!(length, gathered.length());
        out[..length].to_vec()
    }

    /// A decoder's view of a payload (RFC 6716 §3.2): its frames.
    fn frames(payload: &[u8]) -> Vec<&[u8]> {
        if payload[0] & CODE == 0 {
            return vec![&payload[1..]];
        }
        let count = usize::from(payload[1] & 0x3f);
        let (lengths, mut rest) = payload[2..].split_at(count - 1);
        let mut frames = Vec::new();
        for length in lengths {
            let (frame, after) = rest.split_at(usize::from(*length));
            frames.push(frame);
            rest = after;
        }
        frames.push(rest);
        frames
    }

    #[test]
    fn three_frames_of_20_ms_are_one_packet_of_60() {
        let mut gathered = Gathered::begin(960, &[WIDE_20, 1, 2]).unwrap();
        assert!(gathered.take(1920, &[WIDE_20, 3, 4, 5]) && !gathered.is_full());
        assert!(gathered.take(2880, &[WIDE_20, 6, 7]) && gathered.is_full());
        assert!(!gathered.take(3840, &[WIDE_20, 8, 9]), "it is full");
        assert_eq!(written(&gathered), [WIDE_20 | 3, 0x83, 2, 3, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn one_frame_alone_is_the_packet_it_came_in() {
        let gathered = Gathered::begin(0, &[WIDE_20, 1, 2, 3]).unwrap();
        assert_eq!(written(&gathered), [WIDE_20, 1, 2, 3]);
    }

    #[test]
    fn only_what_follows_and_is_of_the_same_kind_is_taken() {
        let mut gathered = Gathered::begin(u32::MAX - 959, &[WIDE_20, 1, 2]).unwrap();
        for (timestamp, payload, taken) in [
            (960, &[WIDE_20, 1, 2][..], false), // a packet between is lost
            (0, &[WIDE_20 | 4, 1, 2], false),   // stereo
            (0, &[10 << 3, 1, 2], false),       // 40 ms
            (0, &[WIDE_20 | 1, 1, 2], false),   // two frames
            (0, &[WIDE_20, 1], false),          // silence
            (0, &[], false),
            (0, &[WIDE_20, 1, 2], true),
        ] {
            assert_eq!(gathered.take(timestamp, payload), taken, "{payload:?}");
        }
    }

    #[test]
    fn what_leaves_no_place_for_another_is_not_begun() {
        for (config, begun) in
            [(0, true), (1, true), (2, false), (3, false), (13, true), (16, true), (31, true)]
        {
            assert_eq!(Gathered::begin(0, &[config << 3, 1, 2]).is_some(), begun, "{config}");
        }
        assert!(Gathered::begin(0, &[WIDE_20; 1 + LARGEST_FRAME]).is_some());
        assert!(Gathered::begin(0, &[WIDE_20; 2 + LARGEST_FRAME]).is_none());
        assert!(Gathered::begin(0, &[WIDE_20, 1]).is_none(), "silence is not kept back");
    }

    proptest! {
        #[test]
        fn a_decoder_finds_the_frames_that_were_put_in(
            config in 0_u8..32,
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 2..=LARGEST_FRAME), 1..9),
        ) {
            let payload = |frame: &[u8]| [&[config << 3], frame].concat();
            let Some(mut gathered) = Gathered::begin(0, &payload(&packets[0])) else { return Ok(()) };
            let mut taken = 1;
            for (frame, n) in packets[1..].iter().zip(1..) {
                taken += usize::from(gathered.take(n * duration(config << 3), &payload(frame)));
            }
            prop_assert!(taken as u32 * duration(config << 3) <= LONGEST);
            let written = written(&gathered);
            prop_assert_eq!(frames(&written), packets[..taken].iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
    }
}
