//! 网络日志: a line of JSON for each request, page connection and media connection, with where it came from. The law asks for
//! six months of them (网络安全法 art. 21(3)), and without a proxy in front nobody else keeps any.
//!
//! **Invariant:** nobody waits for it, and nothing fails by it: what it cannot take is counted and lost.
//! **Invariant:** nothing in it was typed or sent by a client: no path as it was asked for, no query, no header.

use crate::{domain::Timestamp, world::SharedWorld};
use serde::Serialize;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    net::{IpAddr, SocketAddr},
    os::unix::fs::OpenOptionsExt as _,
    path::PathBuf,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};
use time::{Date, format_description::well_known::Rfc3339};
use uuid::Uuid;

/// Lines that wait for the disk; what comes on top is lost.
const WAITING: usize = 8192;
/// How the file of a day is called: `access-2026-11-27.jsonl`. By name they are in the order of their days.
const NAME: &str = "access-";
const ENDING: &str = ".jsonl";

/// Where it is kept, and how much of it.
#[derive(Debug, Clone)]
pub struct Settings {
    pub folder: PathBuf,
    /// As many files as this, of a day each. Days without a line count for nothing, so it reaches back so far at least; and a
    /// clock that leaps costs one file, not all.
    pub keep_days: usize,
    /// A day's file grows no larger: whoever asks without end fills no disk.
    pub day_bytes: u64,
}

/// What is written of one. `account` is who was signed in, or the program whose token was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Entry {
    Request {
        from: Option<IpAddr>,
        method: &'static str,
        /// As the server has it: `/api/petitions/{id}`.
        route: String,
        status: u16,
        took_ms: u64,
        account: Option<Uuid>,
    },
    /// A page's connection, when it ended.
    Socket { from: IpAddr, hearing: Option<Uuid>, seat: Option<Uuid>, account: Option<Uuid>, took_ms: u64 },
    /// A seat's sound and picture, when they ended. By TURN it has no address but that of its page.
    Media { from: Option<SocketAddr>, hearing: Uuid, seat: Uuid, took_ms: u64 },
}

/// Where lines are handed in. Cheap to clone; its thread ends with the last of them.
#[derive(Debug, Clone)]
pub struct AccessLog {
    lines: SyncSender<(Timestamp, Entry)>,
    world: SharedWorld,
}

impl AccessLog {
    /// # Errors
    /// The system starts no thread.
    pub fn start(settings: Settings, world: SharedWorld) -> io::Result<Self> {
        let (lines, waiting) = sync_channel(WAITING);
        thread::Builder::new().name("access-log".into()).spawn(move || keep(settings, &waiting))?;
        Ok(Self { lines, world })
    }

    pub fn note(&self, entry: Entry) {
        if self.lines.try_send((self.world.now(), entry)).is_err() {
            lost();
        }
    }
}

fn lost() {
    metrics::counter!("access_log_lines_lost_total").increment(1);
}

fn keep(settings: Settings, waiting: &Receiver<(Timestamp, Entry)>) {
    let mut writer = Writer { settings, open: None, failing: false };
    for (at, entry) in waiting {
        writer.put(at, &entry);
    }
}

struct Writer {
    settings: Settings,
    open: Option<Open>,
    /// The log of the service says so once, not for each line.
    failing: bool,
}

/// The file of a day.
struct Open {
    day: Date,
    file: File,
    bytes: u64,
}

#[derive(Serialize)]
struct Line<'a> {
    at: String,
    #[serde(flatten)]
    entry: &'a Entry,
}

impl Writer {
    fn put(&mut self, at: Timestamp, entry: &Entry) {
        match self.write(at, entry) {
            Ok(true) => self.failing = false,
            Ok(false) => lost(), // the day is full
            Err(error) => {
                lost();
                self.open = None;
                if !self.failing {
                    tracing::warn!(%error, "The access log cannot be written: requests are served without it");
                }
                self.failing = true;
            }
        }
    }

    /// Whether there was room for it.
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
        let fits = bytes <= self.settings.day_bytes;
        if fits {
            open.file.write_all(&line)?;
            open.bytes = bytes;
        }
        self.open = Some(open);
        Ok(fits)
    }

    /// Goes on with the file of a day, or begins it; of those before as many stay as are kept.
    fn begin(&self, day: Date) -> io::Result<Open> {
        let folder = &self.settings.folder;
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{NAME}{day}{ENDING}"));
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
        self.sweep()?;
        Ok(Open { day, file, bytes })
    }

    fn sweep(&self) -> io::Result<()> {
        let folder = &self.settings.folder;
        let ours = |name: &String| name.starts_with(NAME) && name.ends_with(ENDING);
        let names = fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = names.filter(ours).collect();
        names.sort_unstable();
        let over = names.len().saturating_sub(self.settings.keep_days);
        names.iter().take(over).try_for_each(|name| fs::remove_file(folder.join(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DAY_MS;
    use std::{os::unix::fs::PermissionsExt as _, path::Path};

    const MORNING: Timestamp = Timestamp(1_795_395_600_000);

    fn writer(folder: &Path, keep_days: usize, day_bytes: u64) -> Writer {
        let settings = Settings { folder: folder.to_owned(), keep_days, day_bytes };
        Writer { settings, open: None, failing: false }
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
}
