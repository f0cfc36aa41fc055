//! The recorder's thread: takes copies of packets, makes frames of them and files of those. It alone writes.

use std::collections::HashMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;

use super::assemble::{Assembled, Assembler};
use super::coming::{Coming, UNKEPT_AFTER};
use super::file::OpenFile;
use super::finisher::Job;
use super::pictures;
use super::piece::{Part, Piece};
use super::tap::{Board, Health, Message, RecordConfig};
use crate::files::disk_of;
use crate::media::plane::{MediaRoom, RecordedFile, Source};
use crate::world::SharedWorld;
use signaling::wire::SourceKind;

const TICK: Duration = Duration::from_millis(100);
/// A clock that says so much more or less than went by between two ticks was set. Milliseconds.
const SET: i64 = 1_000;
/// Messages taken between two ticks at most, so that a flood does not keep files from being written.
const BATCH: usize = 4096;
/// Between two looks at the disk, milliseconds.
const LOOK_AT_DISK: i64 = 2_000;
/// After a failed write a source is tried again this much later, milliseconds.
const TRY_AGAIN: i64 = 1_000;

/// What the disk has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Budget {
    All,
    Sound,
    Nothing,
}

impl Budget {
    fn of(free: u64, keep_free: u64) -> Self {
        if free >= keep_free {
            Self::All
        } else if free >= keep_free / 4 {
            Self::Sound
        } else {
            Self::Nothing
        }
    }

    fn allows(self, kind: SourceKind) -> bool {
        self == Self::All || (self == Self::Sound && kind == SourceKind::Microphone)
    }
}

#[derive(Debug, Default)]
struct Track {
    assembler: Assembler,
    file: Option<OpenFile>,
    try_again_at: i64,
    coming: Option<Coming>,
}

/// What a recorder works with; another one that takes its place is given the same.
#[derive(Debug, Clone)]
pub struct Outfit {
    pub config: RecordConfig,
    pub world: SharedWorld,
    pub board: Arc<Board>,
    /// Held for one message at a time: a recorder that hangs over a file keeps none from the next.
    pub inbox: Arc<Mutex<mpsc::Receiver<Message>>>,
    pub news: UnboundedSender<RecordedFile>,
    pub finisher: mpsc::Sender<Job>,
}

/// Who writes: a source's packets become frames of its track, and those its file. Another one takes over when this one
/// gives no sign of life, by its turn.
pub struct Recorder {
    outfit: Outfit,
    turn: u64,
    tracks: HashMap<(MediaRoom, Source), Track>,
    frames: Vec<Assembled>,
    budget: Budget,
    look_at: i64,
    /// When it was last seen to be set, by what it says since.
    clock_set: i64,
}

impl Recorder {
    /// Starts a thread that writes from now on; who wrote before ends when it comes round.
    pub fn start(outfit: Outfit) -> io::Result<JoinHandle<()>> {
        outfit.board.beat(outfit.world.now().0);
        let mut recorder = Self::new(outfit);
        std::thread::Builder::new().name("recorder".to_owned()).spawn(move || {
            while catch_unwind(AssertUnwindSafe(|| recorder.run())).is_err() {
                recorder.give_up_files();
            }
        })
    }

    fn new(outfit: Outfit) -> Self {
        Self {
            turn: outfit.board.next_turn(),
            outfit,
            tracks: HashMap::new(),
            frames: Vec::new(),
            budget: Budget::All,
            look_at: 0,
            clock_set: 0,
        }
    }

    fn run(&mut self) {
        let (mut ticked, mut since) = (0, Instant::now());
        loop {
            let go_on = self.take_waiting();
            let now = self.now();
            if !go_on {
                return self.end(now, |_| true);
            }
            if (now - ticked).abs() >= TICK.as_millis() as i64 {
                if is_set(now - ticked, since.elapsed()) {
                    self.clock_was_set(now);
                }
                (ticked, since) = (now, Instant::now());
                self.tick(now);
            }
        }
    }

    /// Takes what has come, or waits a tick for it. `false`: stop.
    fn take_waiting(&mut self) -> bool {
        let mut wait = TICK;
        for _ in 0..BATCH {
            if !self.outfit.board.is_turn(self.turn) {
                return false;
            }
            // What comes behind a stop is nobody's any more.
            let goes_on = match self.receive(wait) {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if !goes_on {
                return false;
            }
            wait = Duration::ZERO;
        }
        true
    }

    fn receive(&self, wait: Duration) -> Result<Message, RecvTimeoutError> {
        self.outfit.inbox.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(wait)
    }

    fn now(&self) -> i64 {
        self.outfit.world.now().0
    }

    /// After a panic: what was begun is made whole as far as it goes, and all begins anew.
    fn give_up_files(&mut self) {
        let now = self.now();
        tracing::error!("The recorder panicked; it begins anew");
        for health in self.outfit.board.rooms().values_mut() {
            health.failed = Some(now);
        }
        let tracks = std::mem::take(&mut self.tracks);
        tracks.into_values().filter_map(|track| track.file).for_each(|file| self.hand_in(file));
        self.frames.clear();
    }

    /// `false`: stop.
    fn take(&mut self, message: Message) -> bool {
        match message {
            Message::Piece(piece) => self.piece(piece),
            Message::Unkept(room, source) => {
                let now = self.now();
                Coming::go_on(&mut self.tracks.entry((room, source)).or_default().coming, now);
            }
            Message::Begin(room) => drop(self.outfit.board.rooms().insert(room, self.health())),
            Message::End(room) => {
                self.end(self.now(), |of| of == room);
                self.outfit.board.rooms().remove(&room);
            }
            Message::Stop => return false,
        }
        true
    }

    /// Of a room that begins to be recorded: a disk without room is known before anything is written.
    fn health(&self) -> Health {
        Health {
            unwritten_since: None,
            failed: (self.budget == Budget::Nothing).then(|| self.now()),
            sound_only: self.budget == Budget::Sound,
            unkept: Vec::new(),
        }
    }

    fn piece(&mut self, piece: Piece) {
        self.outfit.board.taken(&piece);
        let key = (piece.room, piece.source);
        if self.budget.allows(piece.source.kind) {
            let now = self.now();
            let track = self.tracks.entry(key).or_default();
            // What may be unreadable is said to be, and is no failure of the recorder.
            let is_readable = track.file.is_some() || !matches!(piece.part, Part::Coded(_));
            if is_readable && let Some(health) = self.outfit.board.rooms().get_mut(&piece.room) {
                health.unwritten_since.get_or_insert(piece.arrived.max(self.clock_set).min(now));
            }
            if !piece.is_sound() && piece.part != Part::Nothing {
                Coming::go_on(&mut track.coming, now);
            }
            track.assembler.take(piece, &mut self.frames);
            self.write_frames(key);
        }
    }

    /// Brings the frames that have become whole to their file.
    fn write_frames(&mut self, key: (MediaRoom, Source)) {
        let now = self.now();
        let mut frames = std::mem::take(&mut self.frames);
        for frame in frames.drain(..) {
            if let Err(error) = self.write(key, frame, now) {
                self.failed(key, now, &error);
            }
        }
        self.frames = frames;
    }

    fn write(&mut self, key: (MediaRoom, Source), frame: Assembled, now: i64) -> io::Result<()> {
        let Some(track) = self.tracks.get_mut(&key) else { return Ok(()) };
        if let Some(file) = track.file.as_mut().filter(|file| file.goes_on_with(&frame)) {
            track.coming = None;
            return file.add(frame, now);
        }
        if let Some(mut file) = track.file.take() {
            let closed = file.close(now);
            self.hand_in(file);
            closed?;
        }
        let Some(track) = self.tracks.get_mut(&key) else { return Ok(()) };
        if !frame.key || now < track.try_again_at {
            return Ok(());
        }
        let Some(head) = pictures::track(frame.codec, &frame.data) else { return Ok(()) };
        let about = (self.outfit.world.new_id(), key.0, key.1);
        let mut file = OpenFile::create(&self.outfit.config.reels, about, &frame, &head)?;
        // Without anybody to tell, the next start finds the file.
        let _ = self.outfit.news.send(file.about);
        file.add(frame, now)?;
        track.coming = None;
        track.file = Some(file);
        Ok(())
    }

    /// Nothing waits for longer than the clock says what it says.
    fn clock_was_set(&mut self, now: i64) {
        self.clock_set = now;
        for health in self.outfit.board.rooms().values_mut() {
            health.unwritten_since = health.unwritten_since.map(|_| now);
        }
    }

    fn tick(&mut self, now: i64) {
        self.outfit.board.beat(now);
        if (now - self.look_at).abs() >= LOOK_AT_DISK {
            self.look_at = now;
            self.look_at_disk(now);
        }
        self.tell_unkept(now);
        let keys: Vec<_> = self.tracks.keys().copied().collect();
        for key in keys {
            let Some(track) = self.tracks.get_mut(&key) else { continue };
            track.assembler.tick(now, &mut self.frames);
            self.write_frames(key);
            let Some(file) = self.tracks.get_mut(&key).and_then(|track| track.file.as_mut()) else {
                continue;
            };
            match file.tick(now) {
                Ok(true) => self.written(key.0),
                Ok(false) => {}
                Err(error) => self.failed(key, now, &error),
            }
        }
    }

    /// Says whose pictures come and are not recorded, while there is room for pictures and the recorder itself does not fail:
    /// what that leaves out goes on with the next key picture.
    fn tell_unkept(&self, now: i64) {
        let mut rooms = self.outfit.board.rooms();
        rooms.values_mut().for_each(|health| health.unkept.clear());
        for ((room, source), track) in &self.tracks {
            let unkept = self.budget.allows(source.kind) && track.coming.is_some_and(|it| it.is_unkept(now));
            let Some(health) = rooms.get_mut(room).filter(|_| unkept) else { continue };
            if health.failed.is_none_or(|failed| (now - failed).abs() >= UNKEPT_AFTER) {
                health.unkept.push(*source);
            }
        }
    }

    fn written(&self, room: MediaRoom) {
        metrics::counter!("lianjie_recording_fragments_total").increment(1);
        if let Some(health) = self.outfit.board.rooms().get_mut(&room) {
            health.unwritten_since = None;
        }
    }

    fn failed(&mut self, key: (MediaRoom, Source), now: i64, error: &io::Error) {
        tracing::error!(hearing.id = %key.0.0, %error, "A recording could not be written");
        metrics::counter!("lianjie_recording_failures_total").increment(1);
        if let Some(health) = self.outfit.board.rooms().get_mut(&key.0) {
            health.failed = Some(now);
        }
        if let Some(track) = self.tracks.get_mut(&key) {
            track.try_again_at = now + TRY_AGAIN;
            track.coming = None;
            if let Some(file) = track.file.take() {
                self.hand_in(file);
            }
        }
    }

    /// Pictures are left out before sound is.
    fn look_at_disk(&mut self, now: i64) {
        let free = disk_of(self.outfit.config.reels.folder()).map(|disk| disk.free);
        let budget = free.map_or(Budget::All, |free| Budget::of(free, self.outfit.config.keep_free));
        if budget != self.budget {
            tracing::warn!(?budget, ?free, "The room on the disk for recordings changed");
            self.budget = budget;
            let left_out: Vec<_> =
                self.tracks.keys().copied().filter(|(_, s)| !budget.allows(s.kind)).collect();
            left_out.into_iter().for_each(|key| self.close(key, now));
        }
        for health in self.outfit.board.rooms().values_mut() {
            health.sound_only = budget == Budget::Sound;
            health.failed = if budget == Budget::Nothing { Some(now) } else { health.failed };
        }
    }

    fn end(&mut self, now: i64, of: impl Fn(MediaRoom) -> bool) {
        let ending: Vec<_> = self.tracks.keys().copied().filter(|(room, _)| of(*room)).collect();
        ending.into_iter().for_each(|key| self.close(key, now));
    }

    fn close(&mut self, key: (MediaRoom, Source), now: i64) {
        if let Some(track) = self.tracks.get_mut(&key) {
            track.assembler.flush(&mut self.frames);
            self.write_frames(key);
        }
        let Some(mut file) = self.tracks.remove(&key).and_then(|track| track.file) else { return };
        if let Err(error) = file.close(now) {
            self.failed(key, now, &error);
        }
        self.hand_in(file);
    }

    fn hand_in(&self, file: OpenFile) {
        // A finisher that is gone: the next start finds the file.
        let _ =
            self.outfit.finisher.send(Job::Finish { path: file.path, about: file.about, interrupted: false });
    }
}

/// Whether a clock that says that so much went by was set meanwhile. A turn that a slow disk made long says what it took.
const fn is_set(said: i64, took: Duration) -> bool {
    (said - took.as_millis() as i64).abs() >= SET
}

#[cfg(test)]
mod tests;
