//! Counts by kind, such as milliseconds per rating, that add up and are stored as text.

use std::{
    collections::BTreeMap,
    fmt::{self, Display},
    str::FromStr,
};

/// How much of each kind: milliseconds, or times. Its text is `kind:count,kind:count`, nothing where nothing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<K: Ord>(BTreeMap<K, u64>);

/// A text that is no tally.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not kind:count")]
pub struct BadTally(String);

impl<K: Ord> Default for Tally<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Copy> Tally<K> {
    pub fn add(&mut self, kind: K, count: u64) {
        if count > 0 {
            let sum = self.0.entry(kind).or_default();
            *sum = sum.saturating_add(count);
        }
    }

    /// What was counted as one kind was another.
    pub fn take(&mut self, kind: K, count: u64) {
        if let Some(sum) = self.0.get_mut(&kind) {
            *sum = sum.saturating_sub(count);
        }
        self.0.retain(|_, sum| *sum > 0);
    }

    #[must_use]
    pub fn of(&self, kind: K) -> u64 {
        self.0.get(&kind).copied().unwrap_or_default()
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    pub fn iter(&self) -> impl Iterator<Item = (K, u64)> {
        self.0.iter().map(|(kind, count)| (*kind, *count))
    }

    /// The kind in the middle, were all that was counted laid in a row.
    #[must_use]
    pub fn median(&self) -> Option<K> {
        let half = self.total().div_ceil(2);
        let mut so_far = 0_u64;
        self.iter().find_map(|(kind, count)| {
            so_far = so_far.saturating_add(count);
            (so_far >= half).then_some(kind)
        })
    }

    /// The last kind in order.
    #[must_use]
    pub fn most(&self) -> Option<K> {
        self.0.keys().next_back().copied()
    }
}

impl<K: Ord + Display> Display for Tally<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (kind, count)) in self.0.iter().enumerate() {
            write!(f, "{}{kind}:{count}", if at == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl<K: Ord + FromStr> FromStr for Tally<K> {
    type Err = BadTally;

    fn from_str(text: &str) -> Result<Self, BadTally> {
        let pair = |text: &str| {
            let (kind, count) = text.split_once(':')?;
            Some((kind.parse().ok()?, count.parse().ok()?))
        };
        let pairs = text.split(',').filter(|pair| !pair.is_empty());
        pairs
            .map(|text| pair(text).ok_or_else(|| BadTally(text.to_owned())))
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quality::LineWord;

    #[test]
    fn a_tally_is_what_its_text_says() {
        let mut tally = Tally::default();
        assert_eq!(tally.to_string(), "");
        tally.add(LineWord::Poor, 3);
        tally.add(LineWord::Good, 5);
        tally.add(LineWord::Poor, 1);
        assert_eq!(tally.to_string(), "good:5,poor:4");
        assert_eq!(tally.to_string().parse(), Ok(tally.clone()));
        tally.take(LineWord::Poor, 4);
        assert_eq!((tally.to_string().as_str(), tally.total()), ("good:5", 5));
        for bad in ["good", "good:x", "best:1", "good:-1"] {
            assert_eq!(bad.parse::<Tally<LineWord>>(), Err(BadTally(bad.to_owned())));
        }
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        for (text, median, most) in [
            ("", None, None),
            ("40:1", Some(40), Some(40)),
            ("40:2,90:1,800:1", Some(40), Some(800)),
            ("40:1,90:1,800:1", Some(90), Some(800)),
        ] {
            let tally: Tally<u32> = text.parse().unwrap();
            assert_eq!((tally.median(), tally.most()), (median, most), "{text}");
        }
    }
}
