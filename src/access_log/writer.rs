//! The files of the access log, one a day.

use super::{Entry, Settings, lost};
use crate::{domain::Timestamp, files::lacks_room};
use serde::Serialize;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    os::unix::fs::OpenOptionsExt as _,
};
use time::{Date, format_description::well_known::Rfc3339};

/// How the file of a day is called: `access-2026-11-27.jsonl`. By name they are in the order of their days.
const NAME: &str = "access-";
const ENDING: &str = ".jsonl";
/// The disk is looked at once in so many bytes.
const LOOK_EVERY: u64 = 1024 * 1024;

pub struct Writer {
    settings: Settings,
    open: Option<Open>,
    /// The log of the service says so once, not for each line.
    failing: bool,
    /// The same of old files that cannot be removed.
    stuck: bool,
}

/// The file of a day.
struct Open {
    day: Date,
    file: File,
    bytes: u64,
    /// How long it was when its disk was last seen to have room; nothing where it has none.
    room_at: Option<u64>,
}

#[derive(Serialize)]
struct Line<'a> {
    at: String,
    #[serde(flatten)]
    entry: &'a Entry,
}

impl Settings {
    /// How long a day's file may become by `entry`: the last quarter is for what is of somebody.
    fn most(&self, entry: &Entry) -> u64 {
        if entry.is_of_somebody() { self.day_bytes } else { self.day_bytes - self.day_bytes / 4 }
    }
}

impl Writer {
    pub const fn new(settings: Settings) -> Self {
        Self { settings, open: None, failing: false, stuck: false }
    }

    pub fn put(&mut self, at: Timestamp, entry: &Entry) {
        match self.write(at, entry) {
            Ok(true) => self.failing = false,
            Ok(false) => lost(), // the day is full
            Err(error) => {
                lost();
                if !self.failing {
                    tracing::warn!(%error, "The access log cannot be written: requests are served without it");
                }
                self.failing = true;
            }
        }
    }

    /// Whether the day had room for it. A file that refuses is opened anew for the next line.
    fn write(&mut self, at: Timestamp, entry: &Entry) -> io::Result<bool> {
        let day = at.local_date();
        let mut open = match self.open.take().filter(|open| open.day == day) {
            Some(open) => open,
            None => self.begin(day)?,
        };
        let at = at.local().format(&Rfc3339).map_err(io::Error::other)?;
        let mut line = serde_json::to_vec(&Line { at, entry })?;
        line.push(b'\n');
        let bytes = open.bytes.saturating_add(line.len() as u64);
        let fits = bytes <= self.settings.most(entry);
        let bears = self.disk_bears(&mut open);
        if fits && bears {
            open.file.write_all(&line)?;
            open.bytes = bytes;
        }
        self.open = Some(open);
        if bears { Ok(fits) } else { Err(io::ErrorKind::StorageFull.into()) }
    }

    fn disk_bears(&self, open: &mut Open) -> bool {
        if open.room_at.is_none_or(|then| open.bytes - then >= LOOK_EVERY) {
            let lacks = lacks_room(&self.settings.folder, self.settings.keep_free);
            open.room_at = (!lacks).then_some(open.bytes);
        }
        open.room_at.is_some()
    }

    /// Goes on with the file of a day, or begins it; of those before as many stay as are kept.
    fn begin(&mut self, day: Date) -> io::Result<Open> {
        let folder = &self.settings.folder;
        fs::create_dir_all(folder)?;
        let name = format!("{NAME}{day}{ENDING}");
        let path = folder.join(&name);
        let mut file = OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)?;
        let mut bytes = file.metadata()?.len();
        if bytes > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?; // a crash or a full disk cut the line before
                bytes += 1;
            }
        }
        let failed = sweep(&self.settings, &name).err();
        if let Some(error) = failed.as_ref().filter(|_| !self.stuck) {
            tracing::warn!(%error, "An old file of the access log cannot be removed: it stays");
        }
        self.stuck = failed.is_some();
        Ok(Open { day, file, bytes, room_at: None })
    }
}

/// Days beyond those that are kept go. Today's stays, whatever its date: clocks leap back.
fn sweep(settings: &Settings, today: &str) -> io::Result<()> {
    let folder = &settings.folder;
    let ours = |name: &String| name.starts_with(NAME) && name.ends_with(ENDING) && name.as_str() != today;
    let names = fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(ours).collect();
    names.sort_unstable();
    let over = (names.len() + 1).saturating_sub(settings.keep_days);
    // One that cannot be removed holds no other up.
    names.iter().take(over).map(|name| fs::remove_file(folder.join(name))).fold(Ok(()), Result::and)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DAY_MS;
    use std::{net::IpAddr, os::unix::fs::PermissionsExt as _, path::Path};

    const MORNING: Timestamp = Timestamp(1_795_395_600_000);

    fn writer(folder: &Path, keep_days: usize, day_bytes: u64) -> Writer {
        Writer::new(Settings { folder: folder.to_owned(), keep_days, day_bytes, keep_free: 0 })
    }

    fn asked() -> Entry {
        let (from, route) = (Some(IpAddr::from([192, 0, 2, 7])), "/api/petitions/{id}".to_owned());
        Entry::Request { from, method: "GET", route, status: 200, took_ms: 3, account: None }
    }

    fn files(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn each_day_has_a_file_and_as_many_stay_as_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes.txt"), "not ours").unwrap();
        let mut writer = writer(folder.path(), 2, 10_000);
        for day in 0..4 {
            writer.put(MORNING.plus_millis(day * DAY_MS), &asked());
        }
        let names = files(folder.path());
        assert_eq!(names, ["access-2026-11-25.jsonl", "access-2026-11-26.jsonl", "notes.txt"]);
        let path = folder.path().join(&names[0]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let line: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        assert_eq!(line["at"].as_str().map(|at| &at[..10]), Some("2026-11-25"));
        assert_eq!(
            (line["what"].as_str(), line["from"].as_str(), line["status"].as_u64()),
            (Some("request"), Some("192.0.2.7"), Some(200))
        );
    }

    #[test]
    fn a_day_has_its_fill_and_the_next_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path(), 9, 500);
        for _ in 0..50 {
            writer.put(MORNING, &asked());
        }
        writer.put(MORNING.plus_millis(DAY_MS), &asked());
        let sizes: Vec<u64> = files(folder.path())
            .iter()
            .map(|name| fs::metadata(folder.path().join(name)).unwrap().len())
            .collect();
        assert!(matches!(sizes[..], [full, next] if full <= 500 && full > next && next > 0), "{sizes:?}");
    }

    #[test]
    fn a_disk_that_refuses_costs_lines_and_a_cut_one_stays_alone() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("access");
        fs::write(&folder, "a file has the name").unwrap();
        let mut writer = writer(&folder, 9, 10_000);
        writer.put(MORNING, &asked());
        assert!(writer.failing);
        fs::remove_file(&folder).unwrap();
        writer.put(MORNING, &asked());
        assert!(!writer.failing);
        let path = folder.join(&files(&folder)[0]);
        fs::write(&path, "{\"at\":\"2026-").unwrap();
        writer.open = None;
        writer.put(MORNING, &asked());
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(serde_json::from_str::<serde_json::Value>(text.lines().last().unwrap()).is_ok());
    }

    #[test]
    fn a_clock_that_leaps_back_costs_no_day_that_is_being_written() {
        let folder = tempfile::tempdir().unwrap();
        for keep_days in [1, 2] {
            let mut writer = writer(folder.path(), keep_days, 10_000);
            for at in [MORNING, MORNING.plus_millis(DAY_MS), Timestamp(946_690_000_000)] {
                writer.put(at, &asked());
            }
            let names = files(folder.path());
            assert_eq!((names.len(), &*names[0]), (keep_days, "access-2000-01-01.jsonl"), "{names:?}");
        }
    }

    #[test]
    fn an_old_one_that_cannot_be_removed_holds_nothing_up() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("access-2020-01-01.jsonl")).unwrap();
        fs::write(folder.path().join("access-2020-01-02.jsonl"), "{}\n").unwrap();
        let mut writer = writer(folder.path(), 1, 10_000);
        writer.put(MORNING, &asked());
        assert!(!writer.failing && writer.stuck);
        let names = files(folder.path());
        assert!(names.len() == 2 && names[1].starts_with("access-2026-"), "{names:?}");
    }

    #[test]
    fn it_leaves_the_disk_what_is_to_stay_free_and_goes_on_when_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path(), 9, 10_000);
        writer.settings.keep_free = u64::MAX;
        let written = || fs::read(folder.path().join(&files(folder.path())[0])).unwrap().len();
        writer.put(MORNING, &asked());
        assert!(writer.failing && written() == 0);
        writer.settings.keep_free = 0;
        writer.put(MORNING, &asked());
        assert!(!writer.failing && written() > 0);
    }

    #[test]
    fn strangers_leave_room_in_a_day_for_who_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = writer(folder.path(), 9, 4000);
        let written = || fs::read_to_string(folder.path().join(&files(folder.path())[0])).unwrap();
        for _ in 0..50 {
            writer.put(MORNING, &asked());
        }
        let full = written().len();
        assert!(full <= 3000, "{full}");
        let (from, account) = (Some(IpAddr::from([192, 0, 2, 7])), Some(uuid::Uuid::from_u128(7)));
        for (route, account) in [("/api/petitions", account), ("/api/session", None)] {
            let (method, route) = ("POST", route.to_owned());
            writer.put(MORNING, &Entry::Request { from, method, route, status: 200, took_ms: 3, account });
            assert!(written().lines().last().unwrap().contains("POST"));
        }
        assert_eq!(written().matches("POST").count(), 2);
    }
}
