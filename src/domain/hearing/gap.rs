//! A gap in a recording: a line of the minutes that says from when to when nothing was recorded.

use super::{Entry, EntryWrite, Hearing, ParticipantRole, Seat};
use crate::domain::{
    MINUTE_MS, Timestamp,
    ids::{EntryId, OpId},
};

/// A recorder that fails again so soon has not gone on: the minutes get no second line. Milliseconds.
const STILL_THE_SAME: i64 = MINUTE_MS;

// The words of a line, around its times.
const MARK: &str = "【录制中断】";
const STOPPED: &str = "起录音录像中断。";
const MENDED: &str = "未能录音录像，现已恢复。";
const RESTED: &str = "未能录音录像，此后按程序停止录制。";
const RESTARTED: &str = "服务器重新启动，录音录像中断，";
const BACK: &str = "恢复。";
/// Of [`clock`].
const CLOCK_LENGTH: usize = 8;

/// What was not recorded, as one line of the minutes tells it: written when recording stops, revised when it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Its line.
    entry: EntryId,
    when: When,
    /// Of the line, as this writes it: the next one after what this wrote last.
    revision: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Since(Timestamp),
    Between(Timestamp, Timestamp),
    /// The session rests, and with it the recording, be it mended by then or not.
    UntilRest(Timestamp, Timestamp),
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
                When::Between(..) | When::UntilRest(..) | When::Until(_) => {
                    (Some(Self::begins(entry(), now)), true)
                }
            },
            (None, true) => (Some(Self::begins(entry(), now)), true),
            (Some(Self { entry, when: When::Since(from), revision }), false) => {
                (Some(Self { entry, when: When::Between(from, now), revision: revision + 1 }), true)
            }
            (last, false) => (last, false),
        }
    }

    /// What the stage makes of a gap that is open when it stops the recording: nothing more was to be recorded.
    #[must_use]
    pub const fn at_rest(self, now: Timestamp) -> Option<Self> {
        match self.when {
            When::Since(from) => {
                Some(Self { when: When::UntilRest(from, now), revision: self.revision + 1, ..self })
            }
            When::Between(..) | When::UntilRest(..) | When::Until(_) => None,
        }
    }

    const fn begins(entry: EntryId, at: Timestamp) -> Self {
        Self { entry, when: When::Since(at), revision: 1 }
    }

    /// In the name of the clerk, or of who presides; none at a table where nobody keeps the minutes. What somebody wrote into
    /// the line meanwhile stays, and this comes below it.
    #[must_use]
    pub fn line(&self, hearing: &Hearing, minutes: &[Entry], op: OpId, now: Timestamp) -> Option<EntryWrite> {
        let keepers = || hearing.seats.iter().filter(|seat| seat.keeps_minutes());
        let clerk = |seat: &&Seat| seat.role == ParticipantRole::Clerk;
        let author = keepers().find(clerk).or_else(|| keepers().next())?.id;
        let line = minutes.iter().find(|one| one.id == self.entry);
        let theirs = line.and_then(|line| self.theirs(line));
        Some(EntryWrite {
            op,
            entry: self.entry,
            hearing: hearing.id,
            revision: line.map_or(self.revision, |line| self.revision.max(line.revision + 1)),
            phase: line.map_or_else(|| hearing.minutes_phase(), |line| line.phase),
            speaker: line.and_then(|line| line.speaker),
            text: theirs.map_or_else(|| self.words(), |theirs| format!("{theirs}\n{}", self.words())),
            at: now,
            struck: line.and_then(|line| line.struck.clone()),
            author,
        })
    }

    /// The line is written as this revision.
    #[must_use]
    pub const fn written(self, revision: u32) -> Self {
        Self { revision, ..self }
    }

    /// Whether this is its line.
    #[must_use]
    pub fn is_of(&self, entry: EntryId) -> bool {
        self.entry == entry
    }

    /// What somebody wrote into the line. Words of this gap make room, whoever wrote last: they may be on record already
    /// without the room having heard of it, or stand below what the clerk added since.
    fn theirs(&self, line: &Entry) -> Option<String> {
        let theirs: Vec<_> = line.text.split('\n').filter(|one| !self.is_own(one)).collect();
        Some(theirs.join("\n")).filter(|text| !text.trim().is_empty())
    }

    /// Whether this gap wrote it, whenever that was to end.
    fn is_own(&self, text: &str) -> bool {
        let until = |before: &str, after: &str| {
            let time = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            time.is_some_and(|time| {
                time.len() == CLOCK_LENGTH && time.bytes().all(|c| c == b':' || c.is_ascii_digit())
            })
        };
        match self.when {
            When::Since(from) | When::Between(from, _) | When::UntilRest(from, _) => {
                let before = format!("{MARK}{}至", clock(from));
                text == format!("{MARK}{}{STOPPED}", clock(from))
                    || until(&before, MENDED)
                    || until(&before, RESTED)
            }
            When::Until(_) => until(&format!("{MARK}{RESTARTED}"), BACK),
        }
    }

    fn words(&self) -> String {
        match self.when {
            When::Since(from) => format!("{MARK}{}{STOPPED}", clock(from)),
            When::Between(from, until) => format!("{MARK}{}至{}{MENDED}", clock(from), clock(until)),
            When::UntilRest(from, until) => format!("{MARK}{}至{}{RESTED}", clock(from), clock(until)),
            When::Until(until) => format!("{MARK}{RESTARTED}{}{BACK}", clock(until)),
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

    /// A presider pauses to have the recorder mended: the recess is no part of what is missing.
    #[test]
    fn a_recess_ends_the_stretch_and_a_recorder_that_fails_after_it_begins_another() {
        let at = |second: i64| EIGHT.plus_millis(second * 1000);
        let entry = || EntryId(Uuid::nil());
        let (open, _) = Gap::after_look(None, true, at(5), entry);
        let rests = open.and_then(|gap| gap.at_rest(at(20))).unwrap();
        assert_eq!(
            (rests.words().as_str(), rests.revision),
            ("【录制中断】08:00:05至08:00:20未能录音录像，此后按程序停止录制。", 2,)
        );
        assert_eq!(rests.at_rest(at(21)), None);
        assert_eq!(Gap::after_look(Some(rests), false, at(700), entry), (Some(rests), false));
        let (again, writes) = Gap::after_look(Some(rests), true, at(25), entry);
        assert_eq!(again.map(|gap| gap.words()).as_deref(), Some("【录制中断】08:00:25起录音录像中断。"));
        assert!(writes);
    }

    /// The clerk wrote the reason into the line while recording was stopped.
    #[test]
    fn what_the_clerk_wrote_into_the_line_stays() {
        let clerk = Seat::new(
            crate::domain::ids::SeatId(Uuid::nil()),
            ParticipantRole::Clerk,
            crate::domain::hearing::Occupant::Official {
                staff: crate::domain::ids::StaffId(Uuid::nil()),
                room: None,
            },
        );
        let hearing = Hearing { seats: vec![clerk], ..Hearing::blank() };
        let begun = Gap::begins(EntryId(Uuid::nil()), EIGHT);
        let (open, writes) = Gap::after_look(Some(begun), false, EIGHT.plus_millis(9_000), || begun.entry);
        assert!(writes);
        let first = begun.line(&hearing, &[], OpId(Uuid::nil()), EIGHT).unwrap();
        let entry = |revision, text: &str| Entry {
            id: first.entry,
            hearing: hearing.id,
            number: 1,
            revision,
            phase: first.phase,
            speaker: None,
            text: text.to_owned(),
            at: EIGHT,
            struck: None,
            author: first.author,
        };
        let closed = |minutes: &[Entry]| {
            let line = open.unwrap().line(&hearing, minutes, OpId(Uuid::nil()), EIGHT).unwrap();
            (line.revision, line.text)
        };
        let words = "【录制中断】08:00:00至08:00:09未能录音录像，现已恢复。";
        assert_eq!(closed(&[entry(1, &first.text)]), (2, words.to_owned()));
        let theirs = "【录制中断】08:00:00起录音录像中断：停电。";
        let below = format!("{theirs}\n{words}");
        assert_eq!(closed(&[entry(2, theirs)]), (3, below.clone()));

        // It stumbles once more: the words that were put below theirs are mended, not told twice.
        let at = |second: i64| EIGHT.plus_millis(second * 1000);
        let (again, _) = Gap::after_look(open.map(|gap| gap.written(3)), true, at(20), || begun.entry);
        let (ended, writes) = Gap::after_look(again, false, at(30), || begun.entry);
        assert!(writes);
        let line = |minutes: &[Entry]| {
            let line = ended.unwrap().line(&hearing, minutes, OpId(Uuid::nil()), at(30)).unwrap();
            (line.revision, line.text)
        };
        let longer = "【录制中断】08:00:00至08:00:30未能录音录像，现已恢复。";
        assert_eq!(line(&[entry(3, &below)]), (4, format!("{theirs}\n{longer}")));
        // She adds to the line, and with it writes the words below hers once more.
        assert_eq!(
            line(&[entry(7, &format!("{theirs}\n后备电源已接通。\n{words}"))]).1,
            format!("{theirs}\n后备电源已接通。\n{longer}")
        );
        // Its end was recorded, and nobody heard of it.
        assert_eq!(line(&[entry(4, words)]), (5, longer.to_owned()));
        // What is written and not known yet is not theirs to lose.
        assert_eq!(line(&[entry(2, theirs)]), (4, format!("{theirs}\n{longer}")));
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
