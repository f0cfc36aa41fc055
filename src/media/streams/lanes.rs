//! What waits to be written to one connection, in two lanes. Sound, reports and answers leave before pictures, however many of
//! those came first: a connection that stands still, or is slow, says what was said before it shows anything. Buffers come back
//! when they are written: no datagram takes memory of its own.

use bytes::BytesMut;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::framing::{self, Framing};

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

/// Empty buffers kept for a connection: more than a turn sends by it. What a stall has made more is given up.
const SPENT: usize = 64;

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
    spent: mpsc::Receiver<BytesMut>,
    /// A buffer that was not queued after all.
    spare: Option<BytesMut>,
}

impl Lanes {
    /// Has a datagram wait, in its frame. A full lane is a line that is too slow: it is lost, as it would be anywhere.
    pub fn queue(&mut self, since: Instant, framing: Framing, datagram: &[u8], picture: bool) {
        let mut framed = self.spare.take().or_else(|| self.spent.try_recv().ok()).unwrap_or_default();
        if !framing.wrap(datagram, &mut framed) {
            self.spare = Some(framed);
            return;
        }
        let lane = if picture { &self.pictures } else { &self.first };
        if let Err(TrySendError::Full(lost) | TrySendError::Closed(lost)) =
            lane.try_send(Queued { since, framed, picture })
        {
            self.spare = Some(lost.framed);
        }
    }
}

/// The connection's end.
#[derive(Debug)]
pub struct Waiting {
    first: mpsc::Receiver<Queued>,
    pictures: mpsc::Receiver<Queued>,
    spent: mpsc::Sender<BytesMut>,
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

    /// A buffer that was written: for the worker's next, who may have enough.
    pub fn give_back(&self, framed: BytesMut) {
        let _ = self.spent.try_send(framed);
    }
}

/// Both ends of a connection's lanes.
pub fn lanes() -> (Lanes, Waiting) {
    let (first, said) = mpsc::channel(ROOM);
    let (pictures, shown) = mpsc::channel(ROOM);
    let (back, spent) = mpsc::channel(SPENT);
    (Lanes { first, pictures, spent, spare: None }, Waiting { first: said, pictures: shown, spent: back })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(lanes: &mut Lanes, number: u8, bytes: usize, picture: bool) {
        lanes.queue(Instant::now(), Framing::Turn, &vec![number; bytes], picture);
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
        let (mut lanes, mut waiting) = lanes();
        for number in 0..100 {
            queue(&mut lanes, number, 1200, true);
        }
        queue(&mut lanes, 200, 120, false);
        queue(&mut lanes, 201, 120, false);
        assert_eq!(written(&mut waiting).await, [200, 201, 0, 1], "and few pictures with it");
        queue(&mut lanes, 202, 120, false);
        assert_eq!(written(&mut waiting).await, [202, 2, 3]);
        assert_eq!(written(&mut waiting).await, [4, 5]);
    }

    #[tokio::test]
    async fn pictures_that_find_no_room_cost_no_sound() {
        let (mut lanes, mut waiting) = lanes();
        for _ in 0..2 * ROOM {
            queue(&mut lanes, 1, 1200, true);
        }
        queue(&mut lanes, 2, 120, false);
        drop(lanes);
        let mut all = Vec::new();
        while let Some(queued) = waiting.next().await {
            all.extend(queued.framed.first());
        }
        assert_eq!((all.len(), all[0]), (ROOM + 1, 2));
    }

    #[test]
    fn pictures_are_let_go_of_before_sound() {
        let since = Instant::now();
        for (waited, picture, stale) in
            [(799, true, false), (800, true, true), (999, false, false), (1000, false, true)]
        {
            let queued = Queued { since, framed: BytesMut::new(), picture };
            assert_eq!(
                queued.is_stale(since + Duration::from_millis(waited)),
                stale,
                "{waited} ms, {picture}"
            );
        }
    }

    #[test]
    fn a_written_buffer_carries_the_next_datagram() {
        let (mut lanes, mut waiting) = lanes();
        let mut places = Vec::new();
        for number in 0..100_u8 {
            lanes.queue(Instant::now(), Framing::Rfc4571, &[number; 200], false);
            let framed = waiting.beside(0).expect("it was queued").framed;
            assert_eq!(framed[..], [&[0, 200][..], &[number; 200]].concat());
            places.push(framed.as_ptr());
            waiting.give_back(framed);
        }
        places.dedup();
        assert_eq!(places.len(), 1, "one buffer for all of them");
    }

    #[test]
    fn what_finds_no_room_leaves_its_buffer_for_the_next() {
        let (mut lanes, mut waiting) = lanes();
        for _ in 0..=ROOM {
            queue(&mut lanes, 1, 200, true);
        }
        let spare = lanes.spare.as_ref().map(|spare| spare.as_ptr()).expect("the last one's");
        while waiting.beside(0).is_some() {}
        queue(&mut lanes, 2, 200, true);
        assert_eq!(waiting.beside(0).expect("there was room again").framed.as_ptr(), spare);
    }
}
