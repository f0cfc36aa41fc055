//! What leads from the media workers to the recorder. A worker never waits: what the recorder cannot take in time is
//! dropped, pictures long before sound, and that is said.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

use super::piece::Piece;
use crate::media::plane::{MediaRoom, Recorder, Source};

/// Bytes that may wait before pictures are dropped: some seconds of a full house.
const PICTURES_WAIT: usize = 24 * 1024 * 1024;
/// Bytes that may wait at all.
const MOST_WAITING: usize = 32 * 1024 * 1024;
/// Nothing heard of the recorder, or nothing written of what came, for so long: it fails. Milliseconds.
const SILENT: i64 = 3_000;
/// A recorder gives a sign of life each tenth of a second. One that failed and gave none for so long hangs: another may
/// take its place. Milliseconds.
const HANGING: i64 = 1_000;
/// By so much a clock may be set back and is led back slowly, so that times of packets never stand still: meanwhile they are
/// ahead of the clock by as much. Milliseconds.
pub const LED_BACK: i64 = 20_000;

/// What the recorder is told.
#[derive(Debug)]
pub enum Message {
    Piece(Piece),
    /// Pictures of this source come, and none that one could begin with.
    Unkept(MediaRoom, Source),
    /// The room is recorded from now on.
    Begin(MediaRoom),
    /// The room's files are whole.
    End(MediaRoom),
    Stop,
}

/// How recording goes, for whoever asks.
#[derive(Debug, Default)]
pub struct Board {
    rooms: Mutex<HashMap<MediaRoom, Health>>,
    /// Bytes on their way.
    waiting: AtomicUsize,
    /// The recorder's last sign of life, UTC milliseconds.
    beat: AtomicI64,
    /// Which recorder writes: each that takes another's place has the next number.
    turn: AtomicU64,
    pictures_dropped: AtomicI64,
    sound_dropped: AtomicI64,
}

/// Of one room. Times are UTC milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Health {
    /// When what came first since the last fragment came.
    pub unwritten_since: Option<i64>,
    /// When a write failed last, or the disk was found to be full.
    pub failed: Option<i64>,
    pub sound_only: bool,
    /// Whose pictures come and cannot be written.
    pub unkept: Vec<Source>,
}

impl Board {
    pub fn rooms(&self) -> MutexGuard<'_, HashMap<MediaRoom, Health>> {
        // Each entry is written whole.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn beat(&self, now: i64) {
        self.beat.store(now, Ordering::Relaxed);
    }

    /// How long the recorder gave no sign of life.
    fn silence(&self, now: i64) -> i64 {
        now - self.beat.load(Ordering::Relaxed)
    }

    /// Whether the recorder hangs, so that only another would go on.
    pub fn hangs(&self, now: i64) -> bool {
        self.silence(now) >= HANGING
    }

    /// The number of a recorder that writes from now on instead of whatever wrote before.
    pub fn next_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Whether the recorder of this number still writes.
    pub fn is_turn(&self, turn: u64) -> bool {
        self.turn.load(Ordering::Acquire) == turn
    }

    pub fn taken(&self, piece: &Piece) {
        self.waiting.fetch_sub(piece.size(), Ordering::Relaxed);
    }

    /// Whose pictures come and are not recorded.
    pub fn unkept(&self, room: MediaRoom) -> Vec<Source> {
        self.rooms().get(&room).map(|health| health.unkept.clone()).unwrap_or_default()
    }

    /// How the recording of a room goes.
    pub fn state(&self, room: MediaRoom, now: i64) -> Recorder {
        let alive = self.silence(now) < SILENT;
        // Of a clock that was set back, what will have been is not lately; but packets may be ahead of it by a little.
        let lately = |at: i64| (now - at).abs() < SILENT;
        let dropped = |at: &AtomicI64| (-LED_BACK..SILENT).contains(&(now - at.load(Ordering::Relaxed)));
        let Some(health) = self.rooms().get(&room).cloned() else {
            // It was only just asked to, or has stopped.
            return if alive { Recorder::Writing } else { Recorder::Failing };
        };
        let behind = health.unwritten_since.is_some_and(|since| now - since > SILENT);
        let failed = health.failed.is_some_and(lately);
        if !alive || failed || behind || dropped(&self.sound_dropped) {
            Recorder::Failing
        } else if health.sound_only || dropped(&self.pictures_dropped) {
            Recorder::SoundOnly
        } else {
            Recorder::Writing
        }
    }
}

/// A worker's end.
#[derive(Debug, Clone)]
pub struct Tap {
    pub messages: mpsc::Sender<Message>,
    pub board: Arc<Board>,
}

impl Tap {
    pub fn tell(&self, message: Message) {
        // Without a recorder its beat is missed.
        let _ = self.messages.send(message);
    }

    pub fn put(&self, piece: Piece) {
        let limit = if piece.is_sound() { MOST_WAITING } else { PICTURES_WAIT };
        let size = piece.size();
        if self.board.waiting.load(Ordering::Relaxed) + size > limit {
            let dropped =
                if piece.is_sound() { &self.board.sound_dropped } else { &self.board.pictures_dropped };
            dropped.store(piece.arrived, Ordering::Relaxed);
            return;
        }
        self.board.waiting.fetch_add(size, Ordering::Relaxed);
        self.tell(Message::Piece(piece));
    }
}

/// Where files go, and what must stay free beside them.
#[derive(Debug, Clone)]
pub struct RecordConfig {
    pub reels: crate::reels::Reels,
    /// With less than this free on the disk pictures are left out; with a quarter of it, sound too. Bytes.
    pub keep_free: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::forward::leg::StreamId;
    use crate::media::record::piece::Part;
    use signaling::wire::{SeatId, SourceKind};
    use uuid::Uuid;

    fn piece(kind: SourceKind, size: usize) -> Piece {
        Piece {
            room: MediaRoom(Uuid::nil()),
            source: Source { seat: SeatId(Uuid::nil()), kind },
            stream: StreamId(1),
            sequence: 1,
            timestamp: 1,
            ends: true,
            part: Part::Sound,
            arrived: 10_000,
            report: None,
            data: vec![0; size],
        }
    }

    #[test]
    fn pictures_are_dropped_long_before_sound() {
        let (messages, inbox) = mpsc::channel();
        let tap = Tap { messages, board: Arc::default() };
        tap.board.beat(10_000);
        let room = MediaRoom(Uuid::nil());
        let megabyte = 1024 * 1024 - 1024; // and what a piece takes besides
        for _ in 0..30 {
            tap.put(piece(SourceKind::Camera, megabyte));
        }
        assert_eq!(inbox.try_iter().count(), 24);
        tap.board.rooms().insert(room, Health::default());
        assert_eq!(tap.board.state(room, 10_100), Recorder::SoundOnly);
        for _ in 0..10 {
            tap.put(piece(SourceKind::Microphone, megabyte));
        }
        assert_eq!(inbox.try_iter().count(), 8);
        assert_eq!(tap.board.state(room, 10_100), Recorder::Failing);
    }

    #[test]
    fn what_is_dropped_is_said_while_times_are_ahead_of_the_clock() {
        let board = Board::default();
        let room = MediaRoom(Uuid::nil());
        board.rooms().insert(room, Health::default());
        board.pictures_dropped.store(1_000_000, Ordering::Relaxed);
        for (now, state) in
            [(990_000, Recorder::SoundOnly), (1_003_000, Recorder::Writing), (900_000, Recorder::Writing)]
        {
            board.beat(now);
            assert_eq!(board.state(room, now), state, "{now}");
        }
    }

    #[test]
    fn packets_that_say_nothing_fill_the_backlog_too() {
        let (messages, inbox) = mpsc::channel();
        let tap = Tap { messages, board: Arc::default() };
        let most = PICTURES_WAIT / size_of::<Piece>();
        for _ in 0..most + 100 {
            tap.put(piece(SourceKind::Camera, 0));
        }
        let pieces: Vec<_> = inbox.try_iter().collect();
        assert_eq!(pieces.len(), most);
        for message in pieces {
            let Message::Piece(piece) = message else { panic!("no piece") };
            tap.board.taken(&piece);
        }
        assert_eq!(tap.board.waiting.load(Ordering::Relaxed), 0, "and leave it again");
    }

    #[test]
    fn a_recorder_that_is_stuck_is_missed_within_three_seconds() {
        let board = Board::default();
        let room = MediaRoom(Uuid::nil());
        board.beat(10_000);
        board.rooms().insert(room, Health::default());
        assert_eq!(board.state(room, 12_900), Recorder::Writing);
        assert_eq!(board.state(room, 13_000), Recorder::Failing);
        board.beat(20_000);
        board.rooms().insert(room, Health { unwritten_since: Some(16_000), ..Health::default() });
        assert_eq!(board.state(room, 20_000), Recorder::Failing, "alive, and writes nothing");
    }
}
