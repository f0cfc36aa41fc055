//! A worker's way into a connection. What is queued lies in buffers that come back when they are written: no datagram takes
//! memory of its own.

use bytes::BytesMut;
use std::time::Instant;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::framing::Framing;

/// Empty buffers kept for a connection: more than a turn sends by it. What a stall has made more is given up.
const SPENT: usize = 64;

/// A datagram in its frame, and when it was queued.
pub type Queued = (Instant, BytesMut);

/// The worker's end.
#[derive(Debug)]
pub struct Way {
    queue: mpsc::Sender<Queued>,
    spent: mpsc::Receiver<BytesMut>,
    /// One that was not queued after all.
    spare: Option<BytesMut>,
}

/// The connection's.
#[derive(Debug)]
pub struct Outgoing {
    pub queue: mpsc::Receiver<Queued>,
    pub spent: mpsc::Sender<BytesMut>,
}

/// A way for so many datagrams at a time.
pub fn open(most: usize) -> (Way, Outgoing) {
    let (queue, queued) = mpsc::channel(most);
    let (back, spent) = mpsc::channel(SPENT);
    (Way { queue, spent, spare: None }, Outgoing { queue: queued, spent: back })
}

impl Way {
    /// Queues a datagram. A full queue is a line that is too slow: the datagram is lost, as it would be anywhere.
    pub fn send(&mut self, now: Instant, framing: Framing, datagram: &[u8]) {
        let spare = self.spare.take().or_else(|| self.spent.try_recv().ok());
        let mut framed = spare.unwrap_or_default();
        if !framing.wrap(datagram, &mut framed) {
            self.spare = Some(framed);
            return;
        }
        if let Err(TrySendError::Full((_, framed)) | TrySendError::Closed((_, framed))) =
            self.queue.try_send((now, framed))
        {
            self.spare = Some(framed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_buffer_carries_the_next_datagram() {
        let (mut way, mut outgoing) = open(4);
        let mut places = Vec::new();
        for number in 0..100_u8 {
            way.send(Instant::now(), Framing::Rfc4571, &[number; 200]);
            let (_, framed) = outgoing.queue.try_recv().expect("it was queued");
            assert_eq!(framed[..], [&[0, 200][..], &[number; 200]].concat());
            places.push(framed.as_ptr());
            outgoing.spent.try_send(framed).expect("there is room");
        }
        places.dedup();
        assert_eq!(places.len(), 1, "one buffer for all of them");
    }

    #[test]
    fn what_finds_no_room_leaves_its_buffer_for_the_next() {
        let (mut way, mut outgoing) = open(1);
        way.send(Instant::now(), Framing::Turn, &[1; 200]);
        way.send(Instant::now(), Framing::Turn, &[2; 200]);
        let spare = way.spare.as_ref().map(|spare| spare.as_ptr());
        assert_eq!(outgoing.queue.try_recv().expect("the first").1[..], [1; 200]);
        way.send(Instant::now(), Framing::Turn, &[3; 200]);
        let (_, third) = outgoing.queue.try_recv().expect("there was room again");
        assert_eq!((third.as_ptr(), &third[..]), (spare.expect("the second's"), &[3; 200][..]));
    }
}
