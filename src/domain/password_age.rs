//! 口令定期更换: whether a password is old enough to be replaced at the next sign-in.

use super::{DAY_MS, Timestamp};

/// Days that an official's password may stand (`[accounts] password_days`); none: as long as they like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PasswordAge(pub u16);

impl PasswordAge {
    /// One that nobody knows the age of is over: it was set before ages were written down, or while the clock was ahead.
    #[must_use]
    pub fn is_over(self, set_at: Option<Timestamp>, now: Timestamp) -> bool {
        let Self(days) = self;
        let stood_for = |at: Timestamp| now.0.saturating_sub(at.0);
        days > 0 && set_at.is_none_or(|at| at > now || stood_for(at) >= i64::from(days) * DAY_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_stands_for_its_days_and_without_a_rule_for_ever() {
        let now = Timestamp(1000 * DAY_MS);
        let ago = |days: i64| Some(Timestamp(now.0 - days * DAY_MS));
        for (days, set_at, over) in [
            (90, ago(89), false),
            (90, ago(90), true),
            (90, None, true),
            (90, ago(-1), true),
            (0, ago(900), false),
            (0, None, false),
            (u16::MAX, ago(0), false),
        ] {
            assert_eq!(PasswordAge(days).is_over(set_at, now), over, "{days} {set_at:?}");
        }
    }
}
