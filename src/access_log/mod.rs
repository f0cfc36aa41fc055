//! 网络日志: a line of JSON for each request, page connection and media connection, with where it came from. The law asks for
//! six months of them (网络安全法：留存网络日志不少于六个月), and without a proxy in front nobody else keeps any.
//!
//! **Invariant:** nobody waits for it, and nothing fails by it: what it cannot take is counted and lost.
//! **Invariant:** nothing in it was typed or sent by a client: no path as it was asked for, no query, no header.

mod writer;

use crate::{domain::Timestamp, world::SharedWorld};
use serde::Serialize;
use std::{
    io,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    thread,
    time::Duration,
};
use uuid::Uuid;
use writer::Writer;

/// Lines that wait for the disk; what comes on top is lost.
const WAITING: usize = 8192;
/// So long the end of the server waits for the disk.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where it is kept, and how much of it.
#[derive(Debug, Clone)]
pub struct Settings {
    pub folder: PathBuf,
    /// As many files as this, of a day each. Days without a line count for nothing, so it reaches back so far at least; and a
    /// clock that leaps costs one file, not all.
    pub keep_days: usize,
    /// A day's file grows no larger.
    pub day_bytes: u64,
    /// Bytes of its disk that it leaves free: whoever asks without end fills no disk.
    pub keep_free: u64,
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
        /// 0: whoever asked hung up before there was an answer.
        status: u16,
        took_ms: u64,
        account: Option<Uuid>,
    },
    /// A page's connection, when it ended.
    Socket { from: IpAddr, hearing: Option<Uuid>, seat: Option<Uuid>, account: Option<Uuid>, took_ms: u64 },
    /// A seat's sound and picture, when they ended. By TURN it has no address but that of its page.
    Media { from: Option<SocketAddr>, hearing: Uuid, seat: Uuid, took_ms: u64 },
}

impl Entry {
    /// Of somebody who is known, or tries to be: the last of a day's room is theirs, whatever strangers ask for.
    fn is_of_somebody(&self) -> bool {
        match self {
            Self::Request { account, route, .. } => account.is_some() || route.starts_with("/api/session"),
            Self::Socket { .. } | Self::Media { .. } => true,
        }
    }
}

/// Where lines are handed in. Cheap to clone; its thread ends with the last of them.
#[derive(Debug, Clone)]
pub struct AccessLog {
    lines: SyncSender<Told>,
    world: SharedWorld,
}

/// What its thread is told.
#[derive(Debug)]
enum Told {
    Line(Timestamp, Entry),
    /// To say so when all before is written.
    End(SyncSender<()>),
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
        if self.lines.try_send(Told::Line(self.world.now(), entry)).is_err() {
            lost();
        }
    }

    /// Waits until what was handed in is written, two seconds at most: its thread ends with the program.
    pub fn end(&self) {
        let until = self.world.steady() + PATIENCE;
        let left = || until.saturating_sub(self.world.steady());
        let (done, written) = sync_channel(1);
        let mut end = Told::End(done);
        while let Err(TrySendError::Full(back)) = self.lines.try_send(end) {
            if left().is_zero() {
                break;
            }
            end = back;
            thread::sleep(Duration::from_millis(5));
        }
        if written.recv_timeout(left()).is_err() {
            tracing::warn!("The last lines of the access log were not written");
        }
    }
}

fn lost() {
    metrics::counter!("access_log_lines_lost_total").increment(1);
}

fn keep(settings: Settings, waiting: &Receiver<Told>) {
    let mut writer = Writer::new(settings);
    for told in waiting {
        match told {
            Told::Line(at, entry) => writer.put(at, &entry),
            Told::End(done) => drop(done.try_send(())), // whoever waited may have gone
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::RealWorld;
    use std::{fs, sync::Arc};

    #[test]
    fn what_was_handed_in_before_the_end_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let settings =
            Settings { folder: folder.path().to_owned(), keep_days: 9, day_bytes: 10_000_000, keep_free: 0 };
        let log = AccessLog::start(settings, Arc::new(RealWorld)).unwrap();
        for _ in 0..5000 {
            let from = IpAddr::from([192, 0, 2, 7]);
            log.note(Entry::Socket { from, hearing: None, seat: None, account: None, took_ms: 1 });
        }
        log.end();
        let files = fs::read_dir(folder.path()).unwrap();
        let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        assert_eq!(texts.map(|text| text.lines().count()).sum::<usize>(), 5000);
    }
}
