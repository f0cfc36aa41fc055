//! Whose pictures come and are not recorded: known within seconds, and said while there is time to send others.

use super::pick::{KEY_FRAME_EVERY, LOOKS_EVERY};

/// Pictures that come for so long, and none of them can be written, are not recorded: a key picture was asked for meanwhile,
/// however lately the last one came. What the recorder itself failed at in this time is told as its failure. Milliseconds.
pub const UNKEPT_AFTER: i64 = 12_000;
const _: () = assert!(UNKEPT_AFTER > (KEY_FRAME_EVERY.as_millis() + LOOKS_EVERY.as_millis()) as i64);
/// Nothing came for so long: the camera was off. Milliseconds.
const OFF: i64 = 5_000;

/// Pictures that come and are not written yet. UTC milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Coming {
    since: i64,
    last: i64,
}

impl Coming {
    /// One more came now.
    pub fn go_on(coming: &mut Option<Self>, now: i64) {
        let since = coming.filter(|coming| now - coming.last < OFF).map_or(now, |coming| coming.since);
        *coming = Some(Self { since, last: now });
    }

    /// They go on coming, and that for long enough.
    pub const fn is_unkept(self, now: i64) -> bool {
        self.last - self.since >= UNKEPT_AFTER && now - self.last < OFF
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When packets came, and whether their pictures are said to be missing then; in seconds.
    #[track_caller]
    fn check(came: &[i64], now: i64, unkept: bool) {
        let mut coming = None;
        for at in came {
            Coming::go_on(&mut coming, at * 1_000);
        }
        assert_eq!(coming.is_some_and(|it| it.is_unkept(now * 1_000)), unkept, "{came:?} at {now}");
    }

    #[test]
    fn a_picture_may_take_a_while_to_begin() {
        check(&[0, 3, 6, 9, 11], 11, false);
        check(&[0, 3, 6, 9, 12], 12, true);
    }

    #[test]
    fn a_camera_that_is_off_misses_nothing() {
        check(&[0, 3, 6, 9, 12], 17, false);
        check(&[0, 3, 6, 9, 12, 20, 24], 24, false);
        check(&[], 60, false);
    }
}
