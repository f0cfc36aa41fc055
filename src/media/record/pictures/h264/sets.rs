//! Parameter sets of H.264, kept for key pictures that do not bring them all along.

use super::{AccessUnit, MOST_SETS, PICTURE, SEQUENCE, kind, unescaped, units};
use crate::media::record::pictures::bits::Bits;
use crate::media::record::webm::LARGEST_PRIVATE;
use std::collections::{BTreeMap, BTreeSet};

/// Parameter sets that came last, by kind and number: sequences before pictures, as a decoder must have them.
#[derive(Debug, Default)]
pub struct Sets(BTreeMap<(u8, u32), Vec<u8>>);

impl Sets {
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Keeps a unit that is one, instead of what had its number.
    pub fn take(&mut self, unit: &[u8]) {
        let Some(name) = set_name(unit) else { return };
        self.0.remove(&name);
        let size: usize = self.0.values().map(Vec::len).sum();
        if size + unit.len() <= LARGEST_PRIVATE && self.0.len() < MOST_SETS {
            self.0.insert(name, unit.to_vec());
        }
    }

    /// A key picture, behind all sets if it does not bring them all along.
    pub fn lead(&self, data: Vec<u8>) -> Option<Vec<u8>> {
        let brought: BTreeSet<_> = units(&data).filter_map(set_name).collect();
        if self.0.keys().all(|name| brought.contains(name)) {
            return Some(data);
        }
        let mut led = AccessUnit::default();
        for set in self.0.values() {
            led.unit(set)?;
        }
        led.data.extend(data);
        Some(led.data)
    }
}

/// Kind and number of a parameter set (H.264 §7.3.2); `None` of other units.
fn set_name(unit: &[u8]) -> Option<(u8, u32)> {
    let at = match kind(unit) {
        SEQUENCE => 4,
        PICTURE => 1,
        _ => return None,
    };
    let bytes = unescaped(&unit[..unit.len().min(16)]);
    Some((kind(unit), Bits::new(bytes.get(at..)?).golomb()?))
}

#[cfg(test)]
mod tests {
    use super::super::picture;
    use super::super::tests::{PPS, SPS};
    use super::*;

    /// The head of a file that the last of these pictures begins.
    fn head_of_last(pictures: &[&[&[u8]]]) -> Vec<u8> {
        let (mut sets, mut last) = (Sets::default(), Vec::new());
        for payloads in pictures {
            let mut unit = AccessUnit::default();
            payloads.iter().for_each(|payload| unit.take(payload).unwrap());
            last = unit.finish(&mut sets).unwrap().1;
        }
        picture(&last).unwrap().private
    }

    #[test]
    fn sets_that_are_repeated_in_part_are_kept_by_kind_and_number() {
        const KEY: &[u8] = &[0x65, 7];
        const OTHER: &[u8] = &[0x68, 0x5e, 0x3c, 0x80]; // number 1
        const AGAIN: &[u8] = &[0x68, 0xce, 0x38, 0x80]; // number 0, with other content
        let (sps, pps) = (&SPS[..], &PPS[..]);
        let head = |sets: &[u8]| {
            [&[1, 0x42, 0xc0, 0x1e, 0xff, 0xe1, 0, 10][..], sps, &[(sets.len() / 6) as u8], sets].concat()
        };
        let listed = |set: &[u8]| [&[0, 4][..], set].concat();
        let one = head(&listed(pps));
        assert_eq!(head_of_last(&[&[sps, pps, KEY], &[sps, KEY], &[sps, KEY]]), one, "PPS once");
        assert_eq!(head_of_last(&[&[sps, KEY, pps, KEY], &[KEY]]), one, "in any order");
        let (first, next) = ([sps, pps, KEY], [pps, pps, KEY]);
        let mut repeated = vec![&next[..]; 41];
        repeated[0] = &first;
        assert_eq!(head_of_last(&repeated), one, "PPS each time");
        let two = head(&[listed(pps), listed(OTHER)].concat());
        assert_eq!(head_of_last(&[&[sps, pps, OTHER, KEY], &[pps, KEY]]), two);
        let replaced = head(&listed(AGAIN));
        assert_eq!(head_of_last(&[&[sps, pps, KEY], &[AGAIN, KEY], &[KEY]]), replaced);
    }
}
