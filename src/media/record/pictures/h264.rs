//! H.264 off the wire (RFC 6184: single units, STAP-A, FU-A), into access units as Matroska holds them: each unit
//! behind its length in four bytes, parameter sets in the head of the file too (ISO/IEC 14496-15 §5.3).

mod sets;

pub use sets::Sets;

use super::bits::Bits;
use crate::media::record::webm::{LARGEST_PRIVATE, Picture};

const KEY: u8 = 5;
const SEQUENCE: u8 = 7;
const PICTURE: u8 = 8;
const DELIMITER: u8 = 9;
/// More are in no head of a file.
const MOST_SETS: usize = 32;
const STAP_A: u8 = 24;
const FU_A: u8 = 28;
/// Profiles whose sequence parameters say more of colour (H.264 §7.3.2.1.1).
const HIGH: [u8; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

fn kind(unit: &[u8]) -> u8 {
    unit.first().map_or(0, |head| head & 0x1f)
}

/// Whether a payload says of itself that a picture begins with it: others only follow the end of the one before.
pub fn begins(payload: &[u8]) -> bool {
    let at = |at: usize| kind(payload.get(at..).unwrap_or_default());
    let first = match at(0) {
        STAP_A => at(3),
        FU_A if payload.get(1).is_some_and(|head| head & 0x80 != 0) => at(1),
        single => single,
    };
    matches!(first, SEQUENCE | DELIMITER)
}

/// A picture's units as they come.
#[derive(Debug, Default)]
pub struct AccessUnit {
    pub data: Vec<u8>,
    /// Where the length of a unit stands that is not whole yet.
    fragment: Option<usize>,
}

impl AccessUnit {
    /// `None`: it cannot be put together.
    pub fn take(&mut self, payload: &[u8]) -> Option<()> {
        let (head, rest) = payload.split_first()?;
        match (kind(payload), self.fragment) {
            (1..=23, None) => self.unit(payload),
            (STAP_A, None) => self.aggregate(rest),
            (FU_A, _) => self.fragment(*head, rest),
            _ => None, // the interleaved mode, which nobody agreed to, among others
        }
    }

    fn unit(&mut self, unit: &[u8]) -> Option<()> {
        let length = u32::try_from(unit.len()).ok().filter(|length| *length > 0)?;
        self.data.extend(length.to_be_bytes());
        self.data.extend(unit);
        Some(())
    }

    fn aggregate(&mut self, mut rest: &[u8]) -> Option<()> {
        while !rest.is_empty() {
            let (length, behind) = rest.split_first_chunk()?;
            let (unit, behind) = behind.split_at_checked(u16::from_be_bytes(*length).into())?;
            self.unit(unit)?;
            rest = behind;
        }
        Some(())
    }

    fn fragment(&mut self, indicator: u8, rest: &[u8]) -> Option<()> {
        let (head, data) = rest.split_first()?;
        match (head & 0x80 != 0, self.fragment) {
            (true, None) => {
                self.fragment = Some(self.data.len());
                self.data.extend([0, 0, 0, 0, indicator & 0xe0 | head & 0x1f]);
            }
            (false, Some(_)) => {}
            _ => return None,
        }
        self.data.extend(data);
        if head & 0x40 != 0 {
            let at = self.fragment.take()?;
            let length = u32::try_from(self.data.len() - at - 4).ok()?;
            self.data.get_mut(at..at + 4)?.copy_from_slice(&length.to_be_bytes());
        }
        Some(())
    }

    /// Whether one can begin to watch here, and the picture. `sets` came last: an encoder that does not repeat them all has a key
    /// picture carry them all the same.
    pub fn finish(self, sets: &mut Sets) -> Option<(bool, Vec<u8>)> {
        let Self { data, fragment } = self;
        let has = |wanted: u8| units(&data).any(|unit| kind(unit) == wanted);
        if has(SEQUENCE) && has(PICTURE) {
            sets.clear(); // by an encoder that counts its sets on, too many would gather
        }
        units(&data).for_each(|unit| sets.take(unit));
        let key = has(KEY);
        let shows = units(&data).any(|unit| (1..=KEY).contains(&kind(unit)));
        let picture = if key { sets.lead(data)? } else { data };
        (shows && fragment.is_none()).then_some((key, picture))
    }
}

/// The units of a picture.
fn units(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = data;
    std::iter::from_fn(move || {
        let (length, behind) = rest.split_first_chunk()?;
        let (unit, behind) = behind.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        rest = behind;
        Some(unit)
    })
}

/// What the head of a file says that begins with this picture; `None`: its parameters are not there, or unreadable.
pub fn picture(data: &[u8]) -> Option<Picture> {
    let of = |wanted: u8| {
        let mut found = Vec::new();
        for unit in units(data).filter(|unit| kind(unit) == wanted) {
            if found.len() < MOST_SETS && !found.contains(&unit) {
                found.push(unit);
            }
        }
        found
    };
    let (sequences, pictures) = (of(SEQUENCE), of(PICTURE));
    let first = Parameters::read(sequences.first()?)?;
    let [_, profile, constraints, level] = *sequences.first()?.first_chunk::<4>()?;
    let mut private = vec![1, profile, constraints, level, 0xff]; // lengths of four bytes
    for (mark, sets) in [(0xe0, sequences), (0, pictures)] {
        let count = u8::try_from(sets.len()).ok().filter(|count| *count > 0 && sets.len() < MOST_SETS)?;
        private.push(mark | count);
        for set in sets {
            private.extend(u16::try_from(set.len()).ok()?.to_be_bytes());
            private.extend(set);
        }
    }
    private.extend(first.colour.into_iter().flatten());
    let fits = private.len() <= LARGEST_PRIVATE;
    let (width, height) = (first.width, first.height);
    fits.then_some(Picture { codec: "V_MPEG4/ISO/AVC", width, height, private })
}

/// What is read of sequence parameters (H.264 §7.3.2.1.1).
#[derive(Debug, PartialEq, Eq)]
struct Parameters {
    width: u16,
    height: u16,
    /// As the head of a file repeats it, of profiles that say it.
    colour: Option<[u8; 4]>,
}

impl Parameters {
    fn read(unit: &[u8]) -> Option<Self> {
        let bytes = unescaped(unit);
        let profile = *bytes.get(1)?;
        let mut bits = Bits::new(bytes.get(4..)?);
        bits.golomb()?; // its number
        let (mut chroma, mut planes, mut colour) = (1, 1, None);
        if HIGH.contains(&profile) {
            chroma = u8::try_from(bits.golomb()?).ok().filter(|chroma| *chroma < 4)?;
            planes = if chroma == 3 && bits.flag()? { 3 } else { 1 };
            let mut depth = || u8::try_from(bits.golomb()?).ok().filter(|depth| *depth < 7);
            colour = Some([0xfc | chroma, 0xf8 | depth()?, 0xf8 | depth()?, 0]);
            bits.flag()?;
            if bits.flag()? {
                pass_scaling(&mut bits, chroma)?;
            }
        }
        pass_order(&mut bits)?;
        let across = bits.golomb()?.checked_add(1)?.checked_mul(16)?;
        let rows = bits.golomb()?.checked_add(1)?.checked_mul(16)?;
        let fields = if bits.flag()? { 1 } else { 2 };
        if fields == 2 {
            bits.flag()?;
        }
        bits.flag()?;
        let mut cut = [0; 4];
        if bits.flag()? {
            for side in &mut cut {
                *side = bits.golomb()?;
            }
        }
        let [left, right, top, bottom] = cut;
        let halved = |when: bool| if when && planes == 1 { 2 } else { 1 };
        let aside = left.checked_add(right)?.checked_mul(halved(matches!(chroma, 1 | 2)))?;
        let above = top.checked_add(bottom)?.checked_mul(halved(chroma == 1) * fields)?;
        let width = u16::try_from(across.checked_sub(aside)?).ok()?;
        let height = u16::try_from(rows.checked_mul(fields)?.checked_sub(above)?).ok()?;
        Some(Self { width, height, colour })
    }
}

/// How pictures are numbered and ordered.
fn pass_order(bits: &mut Bits<'_>) -> Option<()> {
    bits.golomb()?;
    match bits.golomb()? {
        0 => {
            bits.golomb()?;
        }
        1 => {
            bits.flag()?;
            bits.signed_golomb()?;
            bits.signed_golomb()?;
            for _ in 0..bits.golomb()?.min(255) {
                bits.signed_golomb()?;
            }
        }
        _ => {}
    }
    bits.golomb()?;
    bits.skip(1)
}

fn pass_scaling(bits: &mut Bits<'_>, chroma: u8) -> Option<()> {
    let lists = if chroma == 3 { 12 } else { 8 };
    for list in 0..lists {
        let (mut last, mut next) = (8_i32, 8_i32);
        let length = if list < 6 { 16 } else { 64 };
        for _ in 0..if bits.flag()? { length } else { 0 } {
            if next != 0 {
                next = last.wrapping_add(bits.signed_golomb()?).rem_euclid(256);
                last = if next == 0 { last } else { next };
            }
        }
    }
    Some(())
}

/// Without the bytes that keep a start code from appearing within (H.264 §7.4.1.1).
fn unescaped(unit: &[u8]) -> Vec<u8> {
    let (mut bytes, mut zeros) = (Vec::with_capacity(unit.len()), 0);
    for &byte in unit {
        if byte == 3 && zeros >= 2 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        bytes.push(byte);
    }
    bytes
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// 640 by 360, baseline.
    pub const SPS: [u8; 10] = [0x67, 0x42, 0xc0, 0x1e, 0xda, 0x02, 0x80, 0xbf, 0xe5, 0x40];
    pub const PPS: [u8; 4] = [0x68, 0xce, 0x3c, 0x80];

    fn put_together(payloads: &[&[u8]]) -> Option<(bool, Vec<u8>)> {
        let mut unit = AccessUnit::default();
        for payload in payloads {
            unit.take(payload)?;
        }
        unit.finish(&mut Sets::default())
    }

    #[test]
    fn units_come_alone_together_and_in_fragments() {
        let slice = &[0x41, 1, 2, 3][..];
        let whole = Some((false, vec![0, 0, 0, 4, 0x41, 1, 2, 3]));
        let ways: &[&[&[u8]]] = &[
            &[slice],
            &[&[0x78, 0, 4, 0x41, 1, 2, 3]],
            &[&[0x5c, 0x81, 1], &[0x5c, 0x01, 2], &[0x5c, 0x41, 3]],
            &[&[0x5c, 0xc1, 1, 2, 3]], // begun and ended at once: not allowed, and harmless
        ];
        for payloads in ways {
            assert_eq!(put_together(payloads), whole, "{payloads:x?}");
        }
        let two = put_together(&[&[0x78, 0, 2, 0x65, 9, 0, 1, 0x41]]);
        assert_eq!(two, Some((true, vec![0, 0, 0, 2, 0x65, 9, 0, 0, 0, 1, 0x41])));
    }

    #[test]
    fn what_is_malformed_is_no_picture() {
        let malformed: &[&[&[u8]]] = &[
            &[&[]],
            &[&[0x5c]],                            // a fragment of nothing
            &[&[0x5c, 0x01, 2]],                   // that nothing begins
            &[&[0x5c, 0x81, 1]],                   // that nothing ends
            &[&[0x5c, 0x81, 1], &[0x5c, 0x81, 1]], // begun twice
            &[&[0x5c, 0x81, 1], &[0x41, 1]],       // with another unit within
            &[&[0x78, 0]],                         // cut off
            &[&[0x78, 0, 9, 0x41]],                // longer than it is
            &[&[0x78, 0, 0]],                      // a unit of nothing
            &[&[0x79, 0, 1, 0x41], &[0x41, 1]],    // the interleaved mode
            &[&[0x67, 1, 2]],                      // shows nothing
        ];
        for payloads in malformed {
            assert_eq!(put_together(payloads), None, "{payloads:x?}");
        }
    }

    #[test]
    fn a_key_picture_carries_its_parameters_whether_they_are_repeated_or_not() {
        let mut sets = Sets::default();
        let mut alone = AccessUnit::default();
        alone.take(&SPS).unwrap();
        alone.take(&PPS).unwrap();
        assert_eq!(alone.finish(&mut sets), None, "parameters show nothing");
        for repeated in [false, true] {
            let mut unit = AccessUnit::default();
            if repeated {
                unit.take(&SPS).unwrap();
                unit.take(&PPS).unwrap();
            }
            unit.take(&[0x65, 7]).unwrap();
            let (key, data) = unit.finish(&mut sets).unwrap();
            assert!(key);
            let Picture { codec, width, height, private } = picture(&data).unwrap();
            assert_eq!((codec, width, height), ("V_MPEG4/ISO/AVC", 640, 360));
            let expected = [&[1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 10][..], &SPS, &[1, 0, 4], &PPS].concat();
            assert_eq!(private, expected);
        }
        assert_eq!(picture(&[0, 0, 0, 2, 0x65, 7]), None);
    }

    #[test]
    fn parameters_are_read_without_their_escapes() {
        assert_eq!(unescaped(&[0, 0, 3, 1, 0, 0, 3, 3, 3]), [0, 0, 1, 0, 0, 3, 3]);
        for cut in 0..SPS.len() - 2 {
            assert_eq!(Parameters::read(&SPS[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn only_some_payloads_say_that_a_picture_begins() {
        for (payload, expected) in [
            (&SPS[..], true),
            (&[0x09, 0xf0], true),
            (&[0x78, 0, 2, 0x09, 0xf0], true),
            (&[0x7c, 0x87, 0x42], true),
            (&[0x7c, 0x07, 0x42], false),
            (&[0x65, 1], false),
            (&[], false),
        ] {
            assert_eq!(begins(payload), expected, "{payload:x?}");
        }
    }
}
