//! One file of one source: begun with its first frame, written in whole fragments, synced every second.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use uuid::Uuid;

use super::assemble::Assembled;
use super::clock::LONGEST_WAY;
use super::opus;
use super::tap::LED_BACK;
use super::webm::{self, Block, Track};
use crate::media::forward::frame::Codec;
use crate::media::plane::{MediaRoom, RecordedFile, Source};
use crate::reels::{Reel, Reels, plain_name};
use signaling::wire::{SeatId, SourceKind};

/// A fragment is written once its first frame waited for so long, milliseconds.
const FRAGMENT: i64 = 400;
/// What was written is on the disk after so long at most, milliseconds.
const SYNC_EVERY: i64 = 900;
/// Times that go back by so little are held where they were, milliseconds. More than any timestamp can lead back
/// ([`LONGEST_WAY`]): only a clock of the server that was set begins another file, never what somebody sends.
const BACK: i64 = LONGEST_WAY + 1_000;
const _: () = assert!(LED_BACK > BACK, "a clock set back by less than this leads no time back");
/// Nobody is muted for so long, milliseconds: half a day.
const LONGEST_PAUSE: i64 = 12 * 60 * 60 * 1_000;
/// What a file is called until its row is written.
const PART: &str = "part";

/// A file that is being written, under its unfinished name.
#[derive(Debug)]
pub struct OpenFile {
    pub about: RecordedFile,
    pub path: PathBuf,
    codec: Codec,
    file: Reel,
    pending: Vec<Block>,
    pending_since: i64,
    last: i64,
    /// Where what is in the file so far ends.
    until: i64,
    /// Since when something written is not synced.
    unsynced: Option<i64>,
}

impl OpenFile {
    /// Begins with this frame, which for a picture is a key frame, and is read as `track`.
    pub fn create(
        reels: &Reels,
        (id, room, source): (Uuid, MediaRoom, Source),
        first: &Assembled,
        track: &Track,
    ) -> io::Result<Self> {
        let about = RecordedFile { id, room, source, began_at: first.at, done: None };
        let path = part_path(reels, &about);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = reels.create(&path, id)?;
        file.write_all(&webm::head(track, first.at).bytes)?;
        file.sync_data()?; // its row is written at once: without a head nothing behind it is ever found
        reels.keep_names(&path)?;
        Ok(Self {
            about,
            path,
            codec: first.codec,
            file,
            pending: Vec::new(),
            pending_since: 0,
            last: 0,
            until: 0,
            unsynced: None,
        })
    }

    /// Whether a frame can go on where the last one ended. Another file begins with another codec, and where a clock that
    /// was set leads elsewhere; that one with a key frame.
    pub fn goes_on_with(&self, frame: &Assembled) -> bool {
        let ahead = frame.at - self.about.began_at - self.last;
        frame.codec == self.codec && (!frame.key || (-BACK..LONGEST_PAUSE).contains(&ahead))
    }

    pub fn add(&mut self, frame: Assembled, now: i64) -> io::Result<()> {
        // A clock that was corrected must not turn time back.
        let at = (frame.at - self.about.began_at).max(self.last);
        if self.about.source.kind == SourceKind::Microphone {
            self.fill(at, now)?;
            self.until = at + opus::lasts(&frame.data);
        }
        self.put(at, frame, now)
    }

    /// Players run sound together over a gap, and everything behind it would be heard too early: silence fills it.
    fn fill(&mut self, to: i64, now: i64) -> io::Result<()> {
        while self.until + opus::SILENCE_LASTS <= to {
            let data = opus::SILENCE.to_vec();
            let silence = Assembled { at: 0, key: true, codec: Codec::Sound, data };
            self.put(self.until, silence, now)?;
            self.until += opus::SILENCE_LASTS;
        }
        Ok(())
    }

    fn put(&mut self, at: i64, frame: Assembled, now: i64) -> io::Result<()> {
        if self.pending.first().is_some_and(|first| at > first.at + 5_000) {
            self.write(now)?; // times within a fragment are 16 bits from its first
        }
        self.last = at;
        if self.pending.is_empty() {
            self.pending_since = now;
        }
        self.pending.push(Block { at, key: frame.key, data: frame.data });
        Ok(())
    }

    /// Writes and syncs what is due; whether a fragment was written.
    pub fn tick(&mut self, now: i64) -> io::Result<bool> {
        let due = !self.pending.is_empty() && (now - self.pending_since).abs() >= FRAGMENT;
        if due {
            self.write(now)?;
        }
        if self.unsynced.is_some_and(|since| (now - since).abs() >= SYNC_EVERY) {
            self.file.sync_data()?;
            self.unsynced = None;
        }
        Ok(due)
    }

    /// Writes what is left.
    pub fn close(&mut self, now: i64) -> io::Result<()> {
        self.write(now)
    }

    fn write(&mut self, now: i64) -> io::Result<()> {
        if !self.pending.is_empty() {
            let fragment = webm::cluster(&self.pending);
            self.pending.clear();
            self.file.write_all(&fragment)?;
            self.unsynced.get_or_insert(now);
        }
        Ok(())
    }
}

/// All that is known of it is in the name, for whoever finds it after a crash.
fn part_path(reels: &Reels, about: &RecordedFile) -> PathBuf {
    let RecordedFile { id, room, source, began_at, .. } = about;
    let name = format!("{id}.{}.{}.{began_at}.{PART}", source.seat, kind_text(source.kind));
    reels.place(room.0, &name)
}

/// What a file of [`part_path`] is about.
pub fn read_part(path: &Path) -> Option<RecordedFile> {
    let room = path.parent()?.file_name()?.to_str()?;
    let mut parts = plain_name(path)?.split('.');
    let (id, seat, kind, began_at) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let source = Source { seat: SeatId(Uuid::from_str(seat).ok()?), kind: kind_of(kind)? };
    (parts.next() == Some(PART) && parts.next().is_none()).then_some(())?;
    Some(RecordedFile {
        id: Uuid::from_str(id).ok()?,
        room: MediaRoom(Uuid::from_str(room).ok()?),
        source,
        began_at: began_at.parse().ok()?,
        done: None,
    })
}

const KINDS: [(SourceKind, &str); 3] =
    [(SourceKind::Microphone, "microphone"), (SourceKind::Camera, "camera"), (SourceKind::Screen, "screen")];

fn kind_text(kind: SourceKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, text)| text)
}

fn kind_of(text: &str) -> Option<SourceKind> {
    KINDS.iter().find(|(_, known)| *known == text).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_all_that_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let reels = [false, true].map(|lock| Reels::open(folder.path(), lock, |_| ()).unwrap());
        for (kind, reels) in KINDS.iter().flat_map(|(kind, _)| reels.iter().map(|reels| (*kind, reels))) {
            let about = RecordedFile {
                id: Uuid::from_u128(1),
                room: MediaRoom(Uuid::from_u128(2)),
                source: Source { seat: SeatId(Uuid::from_u128(3)), kind },
                began_at: 1_700_000_000_000,
                done: None,
            };
            assert_eq!(read_part(&part_path(reels, &about)), Some(about));
        }
        for strange in ["/x/y/z.part", "/x/00000000-0000-0000-0000-000000000002/a.webm", "z"] {
            assert_eq!(read_part(Path::new(strange)), None);
        }
    }
}
