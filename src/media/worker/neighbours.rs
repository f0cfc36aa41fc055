//! What one worker hands another: datagrams that came to the wrong socket, and those that must leave by another's
//! connection. Gathered over a turn, then one message and one wake-up a neighbour.

use mio::Waker;
use std::sync::{Arc, mpsc};

use crate::media::parcels::Parcels;
use crate::media::peer::ice::{Path, WorkerId};

/// Batches that wait for a worker, and datagrams in one. More is lost, as on any line that is too slow; a turn takes
/// 5 ms at most, in which a neighbour makes a dozen turns.
const BATCHES: usize = 64;
const DATAGRAMS: usize = 512;

/// What a datagram is that came to one worker and is another's, with the path it came or leaves by.
#[derive(Debug, Clone, Copy)]
pub enum Handed {
    /// Came by a path of the sender's, or of somebody before it, for a peer of the receiver's.
    In(Path),
    /// Leaves by a connection or an allocation of the receiver's.
    Out(Path),
}

/// Those of a turn.
pub type Batch = Parcels<Handed>;

/// The way to one worker.
#[derive(Debug, Clone)]
pub struct Neighbour {
    batches: mpsc::SyncSender<Batch>,
    waker: Arc<Waker>,
}

impl Neighbour {
    pub fn new(waker: Arc<Waker>) -> (Self, mpsc::Receiver<Batch>) {
        let (batches, handed) = mpsc::sync_channel(BATCHES);
        (Self { batches, waker }, handed)
    }
}

/// All of them, and what is gathered for each.
#[derive(Debug)]
pub struct Neighbours(Vec<(Neighbour, Batch)>);

impl Neighbours {
    pub fn new(neighbours: impl Iterator<Item = Neighbour>) -> Self {
        Self(neighbours.map(|neighbour| (neighbour, Batch::default())).collect())
    }

    pub fn hand(&mut self, to: WorkerId, handed: Handed, datagram: &[u8]) {
        if let Some((_, batch)) = self.0.get_mut(usize::from(to.0))
            && batch.len() < DATAGRAMS
        {
            batch.push(handed, datagram);
        }
    }

    pub fn flush(&mut self) {
        for (neighbour, batch) in self.0.iter_mut().filter(|(_, batch)| !batch.is_empty()) {
            if neighbour.batches.try_send(batch.take()).is_ok() {
                // One that does not wake up looks within a second by itself.
                let _ = neighbour.waker.wake();
            }
        }
    }
}
