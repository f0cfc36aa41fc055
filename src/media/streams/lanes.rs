//! What waits to be written to one connection, in two lanes. Sound, reports and answers leave before pictures, however many of
//! those came first: a connection that stands still, or is slow, says what was said before it shows anything.

use bytes::BytesMut;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

use super::framing;

/// Datagrams that wait in each lane, at most: of sound, of eleven voices, for half a second; of pictures for a second of 2.5 Mbit/s.
const ROOM: usize = 256;
const _: () = assert!(2 * ROOM * framing::LONGEST <= 1 << 20, "a stalled receiver holds 1 MiB at most");
/// Bytes written at once, and as many of them when a picture is among them: what is said meanwhile waits until they are written.
const GATHERED: usize = 8 * 1024;
const OF_PICTURES: usize = 2 * 1024;
/// What waited longer behind a line that stood still is of no use to anybody: what is said now comes first. Pictures are of none
/// earlier.
const STALE: Duration = Duration::from_secs(1);
const STALE_PICTURE: Duration = Duration::from_millis(800);

/// A datagram in its frame, and since when it waits.
#[derive(Debug)]
pub struct Queued {
    pub since: Instant,
    pub framed: BytesMut,
    pub picture: bool,
}

impl Queued {
    /// Whether it is of use no more.
    pub fn is_stale(&self, now: Instant) -> bool {
        let useful = if self.picture { STALE_PICTURE } else { STALE };
        now.saturating_duration_since(self.since) >= useful
    }
}

/// The worker's end.
#[derive(Debug)]
pub struct Lanes {
    first: mpsc::Sender<Queued>,
    pictures: mpsc::Sender<Queued>,
}

impl Lanes {
    /// Has a datagram wait. A full lane is a line that is too slow: it is lost, as it would be anywhere.
    pub fn queue(&self, queued: Queued) {
        let lane = if queued.picture { &self.pictures } else { &self.first };
        let _ = lane.try_send(queued);
    }
}

/// The connection's end.
#[derive(Debug)]
pub struct Waiting {
    first: mpsc::Receiver<Queued>,
    pictures: mpsc::Receiver<Queued>,
}

impl Waiting {
    /// The next to be written, when there is one; `None` when there will be none any more.
    pub async fn next(&mut self) -> Option<Queued> {
        tokio::select! {
            biased;
            Some(queued) = self.first.recv() => Some(queued),
            Some(queued) = self.pictures.recv() => Some(queued),
            else => None,
        }
    }

    /// What is there already to be written with so many bytes at once.
    pub fn beside(&mut self, gathered: usize) -> Option<Queued> {
        let first = if gathered < GATHERED { self.first.try_recv().ok() } else { None };
        first.or_else(|| if gathered < OF_PICTURES { self.pictures.try_recv().ok() } else { None })
    }
}

/// Both ends of a connection's lanes.
pub fn lanes() -> (Lanes, Waiting) {
    let (first, said) = mpsc::channel(ROOM);
    let (pictures, shown) = mpsc::channel(ROOM);
    (Lanes { first, pictures }, Waiting { first: said, pictures: shown })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queued(number: u8, bytes: usize, picture: bool) -> Queued {
        Queued { since: Instant::now(), framed: BytesMut::from(&vec![number; bytes][..]), picture }
    }

    /// What is written at once, by the first byte of each datagram.
    async fn written(waiting: &mut Waiting) -> Vec<u8> {
        let (mut numbers, mut gathered, mut next) = (Vec::new(), 0, waiting.next().await);
        while let Some(queued) = next {
            numbers.extend(queued.framed.first());
            gathered += queued.framed.len();
            next = waiting.beside(gathered);
        }
        numbers
    }

    #[tokio::test]
    async fn sound_leaves_before_pictures_that_came_first() {
        let (lanes, mut waiting) = lanes();
        for number in 0..100 {
            lanes.queue(queued(number, 1200, true));
        }
        lanes.queue(queued(200, 120, false));
        lanes.queue(queued(201, 120, false));
        assert_eq!(written(&mut waiting).await, [200, 201, 0, 1], "and few pictures with it");
        lanes.queue(queued(202, 120, false));
        assert_eq!(written(&mut waiting).await, [202, 2, 3]);
        assert_eq!(written(&mut waiting).await, [4, 5]);
    }

    #[tokio::test]
    async fn pictures_that_find_no_room_cost_no_sound() {
        let (lanes, mut waiting) = lanes();
        for _ in 0..2 * ROOM {
            lanes.queue(queued(1, 1200, true));
        }
        lanes.queue(queued(2, 120, false));
        drop(lanes);
        let mut all = Vec::new();
        while let Some(queued) = waiting.next().await {
            all.extend(queued.framed.first());
        }
        assert_eq!((all.len(), all[0]), (ROOM + 1, 2));
    }

    #[test]
    fn pictures_are_let_go_of_before_sound() {
        let now = Instant::now();
        for (waited, picture, stale) in [
            (500, true, false),
            (600, true, true),
            (600, false, false),
            (999, false, false),
            (1000, false, true),
        ] {
            let queued = Queued { since: now, ..queued(0, 1, picture) };
            assert_eq!(queued.is_stale(now + Duration::from_millis(waited)), stale, "{waited} ms, {picture}");
        }
    }
}
