//! A gap in a recording: a line of the minutes that says from when to when nothing was recorded.

use super::{EntryWrite, Hearing, ParticipantRole, Seat};
use crate::domain::{
    MINUTE_MS, Timestamp,
    ids::{EntryId, OpId},
};

/// A recorder that fails again so soon has not gone on: the minutes get no second line. Milliseconds.
const STILL_THE_SAME: i64 = MINUTE_MS;

/// What was not recorded, as one line of the minutes tells it: written when recording stops, revised when it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Its line.
    entry: EntryId,
    when: When,
    revision: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Since(Timestamp),
    Between(Timestamp, Timestamp),
    /// The server died over it, and nothing tells when.
    Until(Timestamp),
}

impl Gap {
    /// The server died over the file `entry` is called after; recording goes on now.
    #[must_use]
    pub const fn of_a_restart(entry: EntryId, from: Option<Timestamp>, until: Timestamp) -> Self {
        let when = match from {
            Some(from) => When::Between(from, until),
            None => When::Until(until),
        };
        Self { entry, when, revision: 1 }
    }

    /// What a look at the recorder makes of the last gap, and whether its line is to be written.
    #[must_use]
    pub fn after_look(
        last: Option<Self>,
        fails: bool,
        now: Timestamp,
        entry: impl FnOnce() -> EntryId,
    ) -> (Option<Self>, bool) {
        match (last, fails) {
            (Some(gap), true) => match gap.when {
                When::Since(_) => (last, false),
                // Its line is right as it stands until it ends.
                When::Between(from, until) if now < until.plus_millis(STILL_THE_SAME) => {
                    (Some(Self { when: When::Since(from), ..gap }), false)
                }
                When::Between(..) | When::Until(_) => (Some(Self::begins(entry(), now)), true),
            },
            (None, true) => (Some(Self::begins(entry(), now)), true),
            (Some(Self { entry, when: When::Since(from), revision }), false) => {
                (Some(Self { entry, when: When::Between(from, now), revision: revision + 1 }), true)
            }
            (last, false) => (last, false),
        }
    }

    const fn begins(entry: EntryId, at: Timestamp) -> Self {
        Self { entry, when: When::Since(at), revision: 1 }
    }

    /// In the name of the clerk, or of who presides; none at a table where nobody keeps the minutes.
    #[must_use]
    pub fn line(&self, hearing: &Hearing, op: OpId, now: Timestamp) -> Option<EntryWrite> {
        let keepers = || hearing.seats.iter().filter(|seat| seat.keeps_minutes());
        let clerk = |seat: &&Seat| seat.role == ParticipantRole::Clerk;
        let author = keepers().find(clerk).or_else(|| keepers().next())?.id;
        Some(EntryWrite {
            op,
            entry: self.entry,
            hearing: hearing.id,
            revision: self.revision,
            phase: hearing.minutes_phase(),
            speaker: None,
            text: self.words(),
            at: now,
            author,
        })
    }

    fn words(&self) -> String {
        match self.when {
            When::Since(from) => format!("【录制中断】{}起录音录像中断。", clock(from)),
            When::Between(from, until) => {
                format!("【录制中断】{}至{}未能录音录像，现已恢复。", clock(from), clock(until))
            }
            When::Until(until) => {
                format!("【录制中断】服务器重新启动，录音录像中断，{}恢复。", clock(until))
            }
        }
    }
}

/// Time of the day in China.
fn clock(at: Timestamp) -> String {
    let at = at.local();
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// 08:00:00 in China.
    const EIGHT: Timestamp = Timestamp(1_795_392_000_000);

    #[test]
    fn a_recorder_that_stumbles_has_one_line_and_one_that_fails_later_another() {
        let mut next = 0;
        let (mut gap, mut lines) = (None, Vec::new());
        for (second, fails) in [
            (0, false),
            (5, true),
            (6, true),
            (20, false),
            (40, true),
            (50, false),
            (111, true),
            (112, false),
        ] {
            let now = EIGHT.plus_millis(second * 1000);
            let entry = || {
                next += 1;
                EntryId(Uuid::from_u128(next))
            };
            let (seen, writes) = Gap::after_look(gap, fails, now, entry);
            gap = seen;
            let line = seen.filter(|_| writes);
            lines.extend(line.map(|gap| (gap.entry.0.as_u128(), gap.revision, gap.words())));
        }
        let expected = [
            (1, 1, "【录制中断】08:00:05起录音录像中断。"),
            (1, 2, "【录制中断】08:00:05至08:00:20未能录音录像，现已恢复。"),
            (1, 3, "【录制中断】08:00:05至08:00:50未能录音录像，现已恢复。"),
            (2, 1, "【录制中断】08:01:51起录音录像中断。"),
            (2, 2, "【录制中断】08:01:51至08:01:52未能录音录像，现已恢复。"),
        ];
        assert_eq!(lines, expected.map(|(entry, revision, words)| (entry, revision, words.to_owned())));
    }

    #[test]
    fn a_restart_says_from_when_if_a_file_tells() {
        let entry = EntryId(Uuid::nil());
        for (from, words) in [
            (Some(EIGHT), "【录制中断】08:00:00至08:00:09未能录音录像，现已恢复。"),
            (None, "【录制中断】服务器重新启动，录音录像中断，08:00:09恢复。"),
        ] {
            assert_eq!(Gap::of_a_restart(entry, from, EIGHT.plus_millis(9_000)).words(), words);
        }
    }
}
