//! One-time codes sent to phones: what those for a paper and those at the door share.

use crate::domain::{
    MINUTE_MS, Timestamp,
    event::{Change, EventKind},
    ids::{OpId, SeatId},
};
use std::fmt;

/// A code is good for so long. Milliseconds.
pub const CODE_LIVES: i64 = 10 * MINUTE_MS;
/// The next is sent so long after one at the soonest. Milliseconds.
pub const CODE_PAUSE: i64 = MINUTE_MS;
/// Other digits may be given so often; then the code is spent.
pub(super) const MAX_WRONG: u32 = 5;

/// Whether an event is that a message goes to a seat's phone at once, because it helps only now: a code, a call.
#[must_use]
pub const fn goes_at_once(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::HearingSigningCodeSent | EventKind::HearingCodeSent | EventKind::HearingSeatCalled
    )
}

/// Six digits. Not shown by `Debug`: logs know no secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Digits(String);

impl Digits {
    /// Of chance.
    #[must_use]
    pub fn of(chance: [u8; 8]) -> Self {
        Self(format!("{:06}", u64::from_le_bytes(chance) % 1_000_000))
    }

    /// As they were kept.
    #[must_use]
    pub const fn kept(text: String) -> Self {
        Self(text)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digits(..)")
    }
}

/// A code by which somebody shows that they hold the phone of a seat's person: who holds the seat, or comes for it by
/// number and query code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneCode {
    pub id: OpId,
    pub seat: SeatId,
    pub digits: Digits,
    pub sent_at: Timestamp,
    pub wrong: u32,
}

impl PhoneCode {
    /// Until when it is good.
    #[must_use]
    pub const fn good_until(&self) -> Timestamp {
        self.sent_at.plus_millis(CODE_LIVES)
    }

    /// Whether it can still be given back.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        now < self.good_until() && self.wrong < MAX_WRONG
    }

    /// Milliseconds until the next may be sent; none where it may be now.
    #[must_use]
    pub fn pause(&self, now: Timestamp) -> Option<i64> {
        let left = self.sent_at.plus_millis(CODE_PAUSE).0 - now.0;
        (left > 0).then_some(left)
    }

    /// Neither digits nor number: the log is never erased.
    #[must_use]
    pub fn change(&self) -> Change {
        Change::new(EventKind::HearingCodeSent).with("seat", self.seat).with("code", self.id)
    }

    /// What the phone is told; nothing of the matter.
    #[must_use]
    pub fn text(&self, number: &str) -> String {
        let minutes = CODE_LIVES / MINUTE_MS;
        format!(
            "验证码{}，用于入场或签到（接访编号{number}），{minutes}分钟内有效。请勿告诉他人。",
            self.digits.as_str()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_at_the_door_is_good_for_ten_minutes_and_five_wrong_ones_and_the_next_waits_one() {
        let nil = uuid::Uuid::nil();
        for (after, wrong, good, pause) in [
            (0, 0, true, Some(60_000)),
            (59_999, 4, true, Some(1)),
            (60_000, 4, true, None),
            (60_000, 5, false, None),
            (CODE_LIVES, 0, false, None),
        ] {
            let digits = Digits::kept("042917".into());
            let code = PhoneCode { id: OpId(nil), seat: SeatId(nil), digits, sent_at: Timestamp(9), wrong };
            let now = Timestamp(9 + after);
            assert_eq!((code.is_good(now), code.pause(now)), (good, pause), "{after} {wrong}");
        }
    }
}
