//! Whether two titles speak of the same matter.

use std::collections::BTreeSet;

/// Half of the shorter title's pairs of characters stand in the other one. A hint for a person, no proof.
#[must_use]
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (pairs(one), pairs(other));
    let least = one.len().min(other.len());
    least > 0 && one.intersection(&other).count() * 2 >= least
}

fn pairs(title: &str) -> BTreeSet<(char, char)> {
    let letters: Vec<_> = title.chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn titles_of_one_matter_are_alike() {
        for (one, other, same) in [
            ("小区电梯长期停运", "小区电梯停运", true),
            ("小区电梯长期停运", "电梯长期停运，无人修", true),
            ("小区电梯长期停运", "夜间施工扰民", false),
            ("", "夜间施工扰民", false),
        ] {
            assert_eq!(super::alike(one, other), same, "{one} / {other}");
            assert_eq!(super::alike(other, one), same, "{other} / {one}");
        }
    }
}
