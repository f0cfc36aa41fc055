//! The cap on representatives (art. 20): at most five, fewer where a province says so.

use crate::domain::jurisdiction::DivisionCode;
use std::borrow::Cow;

/// Article 20: at most five representatives.
pub const NATIONAL_REPRESENTATIVES: u32 = 5;

/// A province's or city's own cap. Data: `[local_rules]` of the configuration brings others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepresentativeRule {
    /// Code of the division the rule holds in.
    pub division: Cow<'static, str>,
    /// Up to this many petitioners...
    pub few: u32,
    /// ...at most so many representatives.
    pub allowed_for_few: u32,
    /// For more petitioners than that.
    pub allowed: u32,
    pub source: Cow<'static, str>,
}

/// The local rules this build knows (docs/rules.md 1.5).
pub const SHIPPED_RULES: &[RepresentativeRule] = &[RepresentativeRule {
    division: Cow::Borrowed("33"),
    few: 10,
    allowed_for_few: 3,
    allowed: 5,
    source: Cow::Borrowed("浙江省信访条例 (2016)"),
}];

/// At most so many representatives of `petitioners` people with a matter at `place`. The deepest rule
/// holds; never more than the national cap.
#[must_use]
pub fn representatives_allowed(rules: &[RepresentativeRule], place: &DivisionCode, petitioners: u32) -> u32 {
    rules
        .iter()
        .filter(|rule| place.as_str().starts_with(&*rule.division))
        .max_by_key(|rule| rule.division.len())
        .map_or(NATIONAL_REPRESENTATIVES, |rule| {
            if petitioners <= rule.few { rule.allowed_for_few } else { rule.allowed }
        })
        .min(NATIONAL_REPRESENTATIVES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_may_speak_in_the_nation_and_three_for_a_small_group_in_zhejiang() {
        for (place, petitioners, allowed) in
            [("620103002", 66, 5), ("620103", 2, 5), ("33", 10, 3), ("330106", 11, 5), ("330106", 2, 3)]
        {
            let place = place.parse().unwrap();
            assert_eq!(representatives_allowed(SHIPPED_RULES, &place, petitioners), allowed, "{place}");
        }
    }

    #[test]
    fn no_local_rule_raises_the_national_cap() {
        let generous = RepresentativeRule {
            division: "62".into(),
            few: 0,
            allowed_for_few: 9,
            allowed: 9,
            source: "".into(),
        };
        assert_eq!(representatives_allowed(&[generous], &"6201".parse().unwrap(), 66), 5);
    }
}
