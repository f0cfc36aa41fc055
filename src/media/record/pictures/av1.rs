//! AV1 off the wire (RTP Payload Format for AV1 1.0), into temporal units as Matroska holds them: each OBU says how long
//! it is, and the sequence header is in the head of the file too (AV1 in ISOBMFF §2.3, in Matroska §4).

use super::bits::Bits;
use crate::media::record::webm::{LARGEST_PRIVATE, Picture};

const SEQUENCE: u8 = 1;
const DELIMITER: u8 = 2;
const FRAME_HEADER: u8 = 3;
const FRAME: u8 = 6;
const TILE_LIST: u8 = 8;
const PADDING: u8 = 15;
/// In the head of an OBU: it has a second byte; its length follows.
const EXTENDED: u8 = 0x04;
const SIZED: u8 = 0x02;

/// Whether a payload says of itself that a picture begins with it: a new sequence does, and nothing goes on in it.
pub fn begins(payload: &[u8]) -> bool {
    payload.first().is_some_and(|head| head & 0x88 == 0x08)
}

/// A picture's OBUs as they come.
#[derive(Debug, Default)]
pub struct TemporalUnit {
    data: Vec<u8>,
    /// One that goes on in the next packet.
    partial: Vec<u8>,
    sequence: bool,
    key: bool,
}

impl TemporalUnit {
    /// `None`: it cannot be put together.
    pub fn take(&mut self, payload: &[u8]) -> Option<()> {
        let (head, mut rest) = payload.split_first()?;
        let (continues, goes_on, count) = (head & 0x80 != 0, head & 0x40 != 0, usize::from(head >> 4 & 3));
        if continues == self.partial.is_empty() {
            return None;
        }
        let mut number = 0;
        while !rest.is_empty() {
            number += 1;
            let length = if number == count { rest.len() } else { leb128(&mut rest)? };
            let (part, behind) = rest.split_at_checked(length)?;
            rest = behind;
            self.partial.extend(part);
            if !(rest.is_empty() && goes_on) {
                let whole = std::mem::take(&mut self.partial);
                self.unit(&whole)?;
            }
        }
        Some(())
    }

    fn unit(&mut self, unit: &[u8]) -> Option<()> {
        let Some(&head) = unit.first() else { return Some(()) };
        let begins = if head & EXTENDED == 0 { 1 } else { 2 };
        let mut content = unit.get(begins..)?;
        if head & SIZED != 0 {
            let length = leb128(&mut content)?;
            content = content.get(..length)?;
        }
        match kind(head) {
            DELIMITER | TILE_LIST | PADDING => return Some(()),
            SEQUENCE => self.sequence = true,
            // Not one shown before, a key frame, and shown (AV1 §5.9.2).
            FRAME | FRAME_HEADER => self.key |= content.first().is_some_and(|first| first & 0xf0 == 0x10),
            _ => {}
        }
        self.data.push(head | SIZED);
        self.data.extend(unit.get(1..begins)?);
        put_leb128(&mut self.data, content.len());
        self.data.extend(content);
        Some(())
    }

    /// Bytes there are.
    pub fn size(&self) -> usize {
        self.data.len() + self.partial.len()
    }

    /// Whether one can begin to watch here, and the picture.
    pub fn finish(self) -> Option<(bool, Vec<u8>)> {
        let Self { data, partial, sequence, key } = self;
        (partial.is_empty() && !data.is_empty()).then_some((sequence && key, data))
    }
}

const fn kind(head: u8) -> u8 {
    head >> 3 & 0xf
}

/// A length of up to eight bytes (AV1 §4.10.5); takes it off.
pub fn leb128(from: &mut &[u8]) -> Option<usize> {
    let mut value = 0_u64;
    for at in 0..8 {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        value |= u64::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return usize::try_from(value).ok();
        }
    }
    None
}

fn put_leb128(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// What the head of a file says that begins with this picture; `None`: there is no sequence header, or it is unreadable.
pub fn picture(data: &[u8]) -> Option<Picture> {
    let (header, content) = sequence(data)?;
    let Sequence { profile, level, tier, width, height, colour } = Sequence::read(content)?;
    let mut private = vec![0x81, profile << 5 | level, u8::from(tier) << 7 | colour, 0];
    private.extend(header);
    let fits = private.len() <= LARGEST_PRIVATE;
    fits.then_some(Picture { codec: "V_AV1", width, height, private })
}

/// The first sequence header of a picture, whole, and its content.
fn sequence(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = data;
    loop {
        let begins = rest;
        let head = *rest.first()?;
        let after = if head & EXTENDED == 0 { 1 } else { 2 };
        rest = rest.get(after..)?;
        let length = leb128(&mut rest)?;
        let (content, behind) = rest.split_at_checked(length)?;
        if kind(head) == SEQUENCE {
            return Some((begins.get(..begins.len() - behind.len())?, content));
        }
        rest = behind;
    }
}

/// What is read of a sequence header (AV1 §5.5).
#[derive(Debug, PartialEq, Eq)]
struct Sequence {
    profile: u8,
    level: u8,
    tier: bool,
    width: u16,
    height: u16,
    /// As the head of a file repeats it: depth, subsampling and where samples lie.
    colour: u8,
}

impl Sequence {
    fn read(content: &[u8]) -> Option<Self> {
        let bits = &mut Bits::new(content);
        let profile = bits.take(3)? as u8;
        bits.flag()?;
        let reduced = bits.flag()?;
        let (level, tier) = if reduced { (bits.take(5)? as u8, false) } else { operating_point(bits)? };
        let (across, down) = (bits.take(4)? + 1, bits.take(4)? + 1);
        let width = u16::try_from(bits.take(across)? + 1).ok()?;
        let height = u16::try_from(bits.take(down)? + 1).ok()?;
        pass_tools(bits, reduced)?;
        Some(Self { profile, level, tier, width, height, colour: colour(bits, profile)? })
    }
}

/// Level and tier of the first operating point; the others are passed over.
fn operating_point(bits: &mut Bits<'_>) -> Option<(u8, bool)> {
    let mut delays = None; // how many bits a delay of the decoder's model has
    if bits.flag()? {
        bits.skip(64)?;
        if bits.flag()? {
            bits.golomb()?;
        }
        if bits.flag()? {
            delays = Some(bits.take(5)? + 1);
            bits.skip(32 + 5 + 5)?;
        }
    }
    let delayed = bits.flag()?;
    let mut first = None;
    for _ in 0..=bits.take(5)? {
        bits.skip(12)?;
        let level = bits.take(5)? as u8;
        let tier = level > 7 && bits.flag()?;
        if let Some(length) = delays
            && bits.flag()?
        {
            bits.skip(2 * length + 1)?;
        }
        if delayed && bits.flag()? {
            bits.skip(4)?;
        }
        first.get_or_insert((level, tier));
    }
    first
}

/// What the encoder may use, up to the colours.
fn pass_tools(bits: &mut Bits<'_>, reduced: bool) -> Option<()> {
    if !reduced && bits.flag()? {
        bits.skip(4 + 3)?;
    }
    bits.skip(3)?;
    if !reduced {
        bits.skip(4)?;
        let ordered = bits.flag()?;
        bits.skip(if ordered { 2 } else { 0 })?;
        let screen = bits.flag()? || bits.flag()?; // chosen picture by picture, or for all
        if screen && !bits.flag()? {
            bits.skip(1)?;
        }
        bits.skip(if ordered { 3 } else { 0 })?;
    }
    bits.skip(3)
}

/// Depth, subsampling and where samples lie (AV1 §5.5.2), as the third byte of `av1C` has them.
fn colour(bits: &mut Bits<'_>, profile: u8) -> Option<u8> {
    let high = bits.flag()?;
    let twelve = profile == 2 && high && bits.flag()?;
    let grey = profile != 1 && bits.flag()?;
    let described = bits.flag()?;
    let rgb = described && bits.take(24)? == 0x01_0d_00;
    let (mut across, mut down, mut place) = (grey, grey, 0);
    if !grey && !rgb {
        bits.skip(1)?;
        (across, down) = match profile {
            0 => (true, true),
            1 => (false, false),
            _ if twelve => {
                let across = bits.flag()?;
                (across, across && bits.flag()?)
            }
            _ => (true, false),
        };
        if across && down {
            place = bits.take(2)? as u8;
        }
    }
    let mark = |set: bool, bit: u32| u8::from(set) << bit;
    Some(mark(high, 6) | mark(twelve, 5) | mark(grey, 4) | mark(across, 3) | mark(down, 2) | place)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A sequence header, 640 by 360, main profile, level 3.0, as an OBU without its length.
    pub const SEQUENCE_HEADER: [u8; 12] =
        [0x08, 0x00, 0x00, 0x00, 0x24, 0xc4, 0xff, 0x67, 0x00, 0x9e, 0x00, 0x10];

    fn put_together(payloads: &[&[u8]]) -> Option<(bool, Vec<u8>)> {
        let mut unit = TemporalUnit::default();
        for payload in payloads {
            unit.take(payload)?;
        }
        unit.finish()
    }

    #[test]
    fn units_come_counted_measured_and_in_fragments() {
        let two: &[u8] = &[0x0a, 1, 9, 0x32, 2, 0x10, 7];
        let table: &[(&[&[u8]], bool, &[u8])] = &[
            (&[&[0x10, 0x30, 0x30, 7]], false, &[0x32, 2, 0x30, 7]),
            (&[&[0x28, 2, 0x08, 9, 0x30, 0x10, 7]], true, two), // two, the last without its length
            (&[&[0x08, 2, 0x08, 9, 3, 0x30, 0x10, 7]], true, two), // each with its length
            (&[&[0x68, 2, 0x08, 9, 0x30, 0x10], &[0x90, 7]], true, two), // the second in two packets
            (&[&[0x28, 3, 0x0a, 1, 9, 0x32, 2, 0x10, 7]], true, two), // that say their length themselves
            (&[&[0x38, 1, 0x10, 2, 0x08, 9, 0x30, 0x10, 7]], true, two), // behind a delimiter
            (&[&[0x10, 0x34, 0x48, 0x30]], false, &[0x36, 0x48, 1, 0x30]), // of a layer
        ];
        for (payloads, key, data) in table {
            assert_eq!(put_together(payloads), Some((*key, data.to_vec())), "{payloads:x?}");
        }
    }

    #[test]
    fn what_is_malformed_is_no_picture() {
        let malformed: &[&[&[u8]]] = &[
            &[&[]],
            &[&[0x10]],                         // nothing in it
            &[&[0x90, 7]],                      // goes on with what nothing began
            &[&[0x50, 0x30, 7]],                // goes on in what does not come
            &[&[0x50, 0x30, 7], &[0x10, 0x30]], // nor in what comes
            &[&[0x00, 9, 0x30]],                // longer than it is
            &[&[0x00, 0xff, 0xff, 0xff]],       // a length that does not end
            &[&[0x10, 0x32, 9, 1]],             // of itself too
            &[&[0x10, 0x34]],                   // half a head
            &[&[0x10, 0x10]],                   // a delimiter alone
        ];
        for payloads in malformed {
            assert_eq!(put_together(payloads), None, "{payloads:x?}");
        }
    }

    #[test]
    fn lengths_are_written_as_they_are_read() {
        for length in [0, 1, 127, 128, 16_383, 16_384, 70_000] {
            let mut bytes = Vec::new();
            put_leb128(&mut bytes, length);
            let mut rest = &bytes[..];
            assert_eq!((leb128(&mut rest), rest.len()), (Some(length), 0));
        }
    }

    #[test]
    fn a_key_picture_says_how_large_it_is() {
        let packet = [&[0x28, 12][..], &SEQUENCE_HEADER, &[0x30, 0x10, 7]].concat();
        let (key, data) = put_together(&[&packet]).unwrap();
        assert!(key && begins(&packet) && !begins(&[0x98]));
        let Picture { codec, width, height, private } = picture(&data).unwrap();
        assert_eq!((codec, width, height), ("V_AV1", 640, 360));
        let header = [&[0x0a, 11][..], &SEQUENCE_HEADER[1..]].concat();
        assert_eq!(private, [&[0x81, 0x04, 0x0c, 0][..], &header[..]].concat());
        for cut in 0..header.len() - 1 {
            assert_eq!(picture(&header[..cut]), None, "{cut}");
        }
    }
}
