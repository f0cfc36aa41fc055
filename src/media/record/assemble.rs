//! Packets of one source back into frames: put in order, joined, and placed on the hearing's clock. What is lost is
//! not made up: it is a gap in time.

use std::collections::BTreeMap;

use super::clock::StreamClock;
use super::pictures::{Payload, Pictures};
use super::piece::{Part, Piece};
use super::tap::LED_BACK;
use crate::media::forward::frame::Codec;
use crate::media::forward::leg::StreamId;

/// A missing packet is waited for so long, milliseconds: two retransmissions over a slow line.
const PATIENCE: i64 = 250;
/// A picture larger than this is not one.
pub const LARGEST_FRAME: usize = 4 * 1024 * 1024;

/// A frame, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembled {
    /// UTC milliseconds.
    pub at: i64,
    pub key: bool,
    pub codec: Codec,
    pub data: Vec<u8>,
}

/// Of one source, one stream at a time: another stream begins anew.
#[derive(Debug, Default)]
pub struct Assembler {
    stream: Option<Stream>,
}

#[derive(Debug)]
struct Stream {
    id: StreamId,
    clock: StreamClock,
    /// The number that comes next, extended.
    next: u64,
    waiting: BTreeMap<u64, Piece>,
    frame: Option<Assembled>,
    /// Of H.264, VP9 and AV1.
    pictures: Option<Pictures>,
    /// A picture begins with a key frame.
    begun: bool,
}

impl Assembler {
    /// Takes a packet; what has become whole goes to `out`, in order.
    pub fn take(&mut self, piece: Piece, out: &mut Vec<Assembled>) {
        if self.stream.as_ref().is_none_or(|stream| stream.id != piece.stream) {
            self.flush(out);
            self.stream = Some(Stream::new(&piece));
        }
        if let Some(stream) = &mut self.stream {
            let now = piece.arrived;
            stream.take(piece);
            stream.drain(now - PATIENCE, out);
        }
    }

    /// Gives up what was waited for long enough.
    pub fn tick(&mut self, now: i64, out: &mut Vec<Assembled>) {
        if let Some(stream) = &mut self.stream {
            stream.drain(now - PATIENCE, out);
        }
    }

    /// Waits for nothing any more.
    pub fn flush(&mut self, out: &mut Vec<Assembled>) {
        if let Some(mut stream) = self.stream.take() {
            stream.drain(i64::MAX, out);
        }
    }
}

impl Stream {
    fn new(first: &Piece) -> Self {
        let ticks = if first.is_sound() { 48 } else { 90 };
        Self {
            id: first.stream,
            clock: StreamClock::new(ticks),
            next: 0x1_0000 + u64::from(first.sequence),
            waiting: BTreeMap::new(),
            frame: None,
            pictures: None,
            begun: false,
        }
    }

    fn take(&mut self, piece: Piece) {
        let ahead = i64::from(piece.sequence.wrapping_sub(self.next as u16).cast_signed());
        let number = self.next.saturating_add_signed(ahead);
        if number >= self.next {
            self.waiting.entry(number).or_insert(piece);
        }
    }

    /// Hands on what is in order, and skips what arrived before `patience` ended and still has a hole before it.
    fn drain(&mut self, patience: i64, out: &mut Vec<Assembled>) {
        while let Some(entry) = self.waiting.first_entry() {
            let number = *entry.key();
            if number != self.next {
                // Times may be ahead of a clock that was set back by a little; what seems to come from later still came
                // before it was set back by more.
                let early = patience.saturating_add(1)..=patience.saturating_add(LED_BACK + 2 * PATIENCE);
                if early.contains(&entry.get().arrived) {
                    return;
                }
                self.frame = None; // a picture with a hole is none
                self.pictures.iter_mut().for_each(Pictures::hole);
            }
            self.next = number + 1;
            let piece = entry.remove();
            self.place(piece, out);
        }
    }

    fn place(&mut self, piece: Piece, out: &mut Vec<Assembled>) {
        let (starts, key, codec) = match piece.part {
            Part::Nothing => return,
            Part::Sound => (true, true, Codec::Sound),
            Part::Picture { starts, key } => (starts, key, Codec::Vp8),
            Part::Coded(codec) => return self.place_coded(&piece, codec, out),
        };
        let at = self.clock.at(piece.timestamp, piece.arrived, piece.report);
        if starts {
            self.begun |= key;
            self.frame = self.begun.then_some(Assembled { at, key, codec, data: piece.data });
        } else if let Some(frame) = &mut self.frame {
            frame.data.extend(piece.data);
        }
        let whole = piece.ends || piece.part == Part::Sound;
        if whole || self.frame.as_ref().is_some_and(|frame| frame.data.len() > LARGEST_FRAME) {
            out.extend(self.frame.take().filter(|_| whole));
        }
    }

    fn place_coded(&mut self, piece: &Piece, codec: Codec, out: &mut Vec<Assembled>) {
        let at = self.clock.at(piece.timestamp, piece.arrived, piece.report);
        // An offer anew may bring another codec under the same number.
        self.pictures.take_if(|pictures| !pictures.is_of(codec));
        let pictures = self.pictures.get_or_insert_with(|| Pictures::of(codec));
        let (timestamp, ends) = (piece.timestamp, piece.ends);
        pictures.take(Payload { at, timestamp, ends, bytes: &piece.data }, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::plane::{MediaRoom, Source};
    use signaling::wire::{SeatId, SourceKind};
    use uuid::Uuid;

    fn piece(kind: SourceKind, sequence: u16, part: Part, ends: bool) -> Piece {
        let sound = kind == SourceKind::Microphone;
        Piece {
            room: MediaRoom(Uuid::nil()),
            source: Source { seat: SeatId(Uuid::nil()), kind },
            stream: StreamId(1),
            sequence,
            timestamp: u32::from(sequence) * if sound { 960 } else { 3000 },
            ends,
            part,
            arrived: i64::from(sequence) * 20,
            report: None,
            data: vec![sequence as u8],
        }
    }

    fn sound(sequence: u16) -> Piece {
        piece(SourceKind::Microphone, sequence, Part::Sound, false)
    }

    /// `K` begins a key frame, `S` another one, `.` goes on, `/` goes on and ends, `!` is a frame of one packet.
    fn pictures(text: &str) -> Vec<Piece> {
        let one = |(at, c): (usize, char)| {
            let part = match c {
                'K' => Part::Picture { starts: true, key: true },
                'S' | '!' => Part::Picture { starts: true, key: false },
                '_' => Part::Nothing,
                _ => Part::Picture { starts: false, key: false },
            };
            piece(SourceKind::Camera, at as u16 + 1, part, matches!(c, '/' | '!'))
        };
        text.chars().enumerate().map(one).collect()
    }

    fn all(pieces: impl IntoIterator<Item = Piece>) -> Vec<Vec<u8>> {
        let (mut assembler, mut out) = (Assembler::default(), Vec::new());
        for piece in pieces {
            assembler.take(piece, &mut out);
        }
        assembler.flush(&mut out);
        out.into_iter().map(|frame| frame.data).collect()
    }

    #[test]
    fn packets_come_out_in_order_and_once() {
        assert_eq!(all([1, 3, 2, 2, 4].map(sound)), [[1], [2], [3], [4]]);
    }

    #[test]
    fn a_hole_is_waited_for_and_then_left() {
        let (mut assembler, mut out) = (Assembler::default(), Vec::new());
        assembler.take(sound(1), &mut out);
        assembler.take(sound(3), &mut out);
        assembler.tick(60 + PATIENCE - 1, &mut out);
        assert_eq!(out.len(), 1);
        assembler.tick(60 + PATIENCE, &mut out);
        assert_eq!(out.iter().map(|frame| frame.at).collect::<Vec<_>>(), [20, 60], "a gap in time stays one");
        assembler.take(sound(2), &mut out);
        assert_eq!(out.len(), 2, "too late");
    }

    #[test]
    fn a_hole_is_waited_for_while_times_are_ahead_of_the_clock() {
        let (mut assembler, mut out) = (Assembler::default(), Vec::new());
        for sequence in [1, 3] {
            assembler.take(sound(sequence), &mut out);
        }
        assembler.tick(60 - 10_000, &mut out);
        assembler.take(sound(2), &mut out);
        assert_eq!(out.len(), 3);
    }

    #[test]
    fn pictures_are_joined_from_their_packets() {
        assert_eq!(all(pictures("K./S/!")), [vec![1, 2, 3], vec![4, 5], vec![6]]);
    }

    #[test]
    fn nothing_is_shown_before_a_key_frame() {
        assert_eq!(all(pictures("S/!./K/!")), [vec![6, 7], vec![8]]);
    }

    #[test]
    fn a_picture_with_a_hole_is_left_out() {
        let mut pieces = pictures("K./S./!");
        pieces.remove(4);
        assert_eq!(all(pieces), [vec![1, 2, 3], vec![7]]);
    }

    #[test]
    fn padding_is_no_hole() {
        assert_eq!(all(pictures("K/_S/")), [vec![1, 2], vec![4, 5]]);
    }

    #[test]
    fn another_stream_begins_with_a_key_frame_of_its_own() {
        let mut pieces = pictures("K/S/K/");
        for piece in &mut pieces[2..] {
            piece.stream = StreamId(2);
        }
        assert_eq!(all(pieces), [vec![1, 2], vec![5, 6]]);
    }
}
