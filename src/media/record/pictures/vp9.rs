//! VP9 off the wire (RFC 9628), into pictures as WebM holds them. The spatial layers of a picture are one superframe.

use super::bits::Bits;
use crate::media::record::webm::Picture;

/// As many frames an index of a superframe has room for (VP9 bitstream, annex B).
const MOST_LAYERS: usize = 8;

/// What stands before a frame's bytes (RFC 9628 §4.2).
#[derive(Debug, PartialEq, Eq)]
struct Descriptor<'a> {
    /// Of a frame, which is one layer of the picture.
    begins: bool,
    /// From another picture.
    predicted: bool,
    layer: u8,
    data: &'a [u8],
}

impl<'a> Descriptor<'a> {
    fn read(payload: &'a [u8]) -> Option<Self> {
        let mut rest = payload;
        let head = byte(&mut rest)?;
        let has = |bit: u8| head & bit != 0;
        let flexible = has(0x10);
        let mut layer = 0;
        if has(0x80) && byte(&mut rest)? & 0x80 != 0 {
            byte(&mut rest)?; // the picture's number has 15 bits
        }
        if has(0x20) {
            layer = byte(&mut rest)? >> 1 & 7;
            if !flexible {
                byte(&mut rest)?;
            }
        }
        if flexible && has(0x40) {
            let mut references = 1;
            while byte(&mut rest)? & 1 != 0 {
                references += 1;
                if references > 3 {
                    return None;
                }
            }
        }
        if has(0x02) {
            pass_structure(&mut rest)?;
        }
        let data = Some(rest).filter(|data| !data.is_empty())?;
        Some(Self { begins: has(0x08), predicted: has(0x40), layer, data })
    }
}

fn byte(from: &mut &[u8]) -> Option<u8> {
    let (first, rest) = from.split_first()?;
    *from = rest;
    Some(*first)
}

fn pass(from: &mut &[u8], count: usize) -> Option<()> {
    *from = from.get(count..)?;
    Some(())
}

/// The scalability structure: sizes of the layers, and how pictures of a group depend on each other.
fn pass_structure(rest: &mut &[u8]) -> Option<()> {
    let head = byte(rest)?;
    if head & 0x10 != 0 {
        pass(rest, (usize::from(head >> 5) + 1) * 4)?;
    }
    if head & 0x08 != 0 {
        for _ in 0..byte(rest)? {
            let references = byte(rest)? >> 2 & 3;
            pass(rest, references.into())?;
        }
    }
    Some(())
}

/// Whether a payload says of itself that a picture begins with it.
pub fn begins(payload: &[u8]) -> bool {
    Descriptor::read(payload).is_some_and(|read| read.begins && read.layer == 0)
}

/// A picture's layers as they come.
#[derive(Debug, Default)]
pub struct Layers {
    pub data: Vec<u8>,
    /// Where each begins.
    at: Vec<usize>,
    key: bool,
}

impl Layers {
    /// `None`: it cannot be put together.
    pub fn take(&mut self, payload: &[u8]) -> Option<()> {
        let Descriptor { begins, predicted, data, .. } = Descriptor::read(payload)?;
        if begins {
            self.key = if self.at.is_empty() { !predicted } else { self.key };
            self.at.push(self.data.len());
        }
        self.data.extend(data);
        (1..=MOST_LAYERS).contains(&self.at.len()).then_some(())
    }

    /// Whether one can begin to watch here, and the picture.
    pub fn finish(self) -> Option<(bool, Vec<u8>)> {
        let Self { mut data, at, key } = self;
        if at.len() > 1 {
            let mark = 0xc0 | 3 << 3 | u8::try_from(at.len() - 1).ok()?; // sizes of four bytes
            let ends = at.iter().skip(1).copied().chain([data.len()]);
            let sizes: Vec<usize> = at.iter().zip(ends).map(|(from, to)| to - from).collect();
            data.push(mark);
            for size in sizes {
                data.extend(u32::try_from(size).ok()?.to_le_bytes());
            }
            data.push(mark);
        }
        (!at.is_empty()).then_some((key, data))
    }
}

/// What the head of a file says that begins with this picture; `None`: it is no key picture (VP9 bitstream §6.2).
pub fn picture(data: &[u8]) -> Option<Picture> {
    let mut bits = Bits::new(data);
    let marked = bits.take(2)? == 2;
    let profile = u8::from(bits.flag()?) | u8::from(bits.flag()?) << 1;
    if profile == 3 {
        bits.flag()?;
    }
    let (shown_before, predicted) = (bits.flag()?, bits.flag()?);
    bits.skip(2)?;
    let synchronised = bits.take(24)? == 0x49_8342;
    if profile > 1 {
        bits.flag()?;
    }
    let (rgb, subsampled) = (bits.take(3)? == 7, profile % 2 == 1);
    bits.skip(match (rgb, subsampled) {
        (false, false) => 1,
        (false, true) => 4,
        (true, reserved) => reserved.into(),
    })?;
    let mut side = || u16::try_from(bits.take(16)? + 1).ok();
    let (width, height) = (side()?, side()?);
    let begins = marked && synchronised && !shown_before && !predicted;
    begins.then_some(Picture { codec: "V_VP9", width, height, private: Vec::new() })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The beginning of a key picture, 640 by 360, profile 0: then its bits in a row.
    pub const KEY: [u8; 9] = [0x82, 0x49, 0x83, 0x42, 0x00, 0x27, 0xf0, 0x16, 0x70];

    fn put_together(payloads: &[&[u8]]) -> Option<(bool, Vec<u8>)> {
        let mut picture = Layers::default();
        for payload in payloads {
            picture.take(payload)?;
        }
        picture.finish()
    }

    #[test]
    fn frames_are_joined_from_their_packets() {
        let table: &[(&[&[u8]], bool, &[u8])] = &[
            (&[&[0x0c, 1, 2]], true, &[1, 2]),
            (&[&[0x08, 1], &[0x00, 2], &[0x04, 3]], true, &[1, 2, 3]),
            (&[&[0xc8, 0x81, 5, 1], &[0xc4, 0x81, 5, 2]], false, &[1, 2]), // with a number of 15 bits
            (&[&[0x88, 0x01, 1]], true, &[1]),                             // of 7 bits
            (&[&[0x28, 0x20, 9, 1]], true, &[1]), // layers, and the base layer's number
            (&[&[0x78, 0x20, 0x03, 0x05, 0x02, 1]], false, &[1]), // flexible, three references
            (&[&[0x0a, 0x18, 0, 1, 0, 2, 1, 0x04, 9, 1]], true, &[1]), // with a structure
        ];
        for (payloads, key, data) in table {
            assert_eq!(put_together(payloads), Some((*key, data.to_vec())), "{payloads:x?}");
        }
    }

    #[test]
    fn layers_of_a_picture_are_a_superframe_with_an_index() {
        let (key, data) = put_together(&[&[0x2c, 0x00, 0, 1, 2], &[0x2c, 0x03, 0, 3]]).unwrap();
        assert!(key);
        assert_eq!(data, [1, 2, 3, 0xd9, 2, 0, 0, 0, 1, 0, 0, 0, 0xd9]);
        assert!(begins(&[0x28, 0x00, 0, 1]) && !begins(&[0x28, 0x02, 0, 1]), "with its lowest layer");
    }

    #[test]
    fn what_is_malformed_is_no_picture() {
        let malformed: &[&[u8]] = &[
            &[],
            &[0x0c],                            // nothing of a frame
            &[0x00, 1],                         // that nothing begins
            &[0x88, 0x81],                      // half a number
            &[0x78, 0x20, 0x03, 0x05, 0x03, 1], // four references
            &[0x0a, 0x18, 0, 1],                // a structure cut off
            &[0x0a, 0x08, 200, 0],
        ];
        for payload in malformed {
            assert_eq!(put_together(&[payload]), None, "{payload:x?}");
        }
        assert_eq!(put_together(&[&[0x2c, 0, 0, 1][..]; 9]), None, "more layers than there can be");
    }

    #[test]
    fn a_key_picture_says_how_large_it_is() {
        let Picture { codec, width, height, private } = picture(&KEY).unwrap();
        assert_eq!((codec, width, height, private.len()), ("V_VP9", 640, 360, 0));
        assert_eq!(picture(&[0x86, 0x49, 0x83, 0x42, 0x00, 0x27, 0xf0, 0x16, 0x70]), None, "predicted");
        for cut in 0..KEY.len() - 1 {
            assert_eq!(picture(&KEY[..cut]), None, "{cut}");
        }
    }
}
