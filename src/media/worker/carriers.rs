//! The worker's side of everything that is not plain UDP. What goes this way is copied; what comes and goes by
//! the media socket never gets here.

use bytes::BytesMut;
use std::collections::HashMap;
use std::time::Instant;
use tokio::sync::mpsc;

use crate::media::peer::ice::{Path, StreamId, Via};
use crate::media::peer::transport::Outbox;
use crate::media::relay::Relay;
use crate::media::streams::{Arrival, framing_of};

/// The connections there are, and the way into each.
#[derive(Debug, Default)]
pub struct Carriers {
    streams: HashMap<StreamId, mpsc::Sender<BytesMut>>,
}

impl Carriers {
    /// Takes what a connection tells.
    pub fn arrival(&mut self, now: Instant, arrival: Arrival, relay: &mut Relay, out: &mut Outbox) {
        match arrival {
            Arrival::Opened { path, out } => {
                if let Some(id) = stream_of(path) {
                    self.streams.insert(id, out);
                }
            }
            Arrival::Datagram { path, datagram, permit } => {
                relay.datagram(now, path, &datagram, out);
                drop(permit);
            }
            Arrival::Closed { path } => {
                if let Some(id) = stream_of(path) {
                    self.streams.remove(&id);
                }
                relay.stream_closed(path);
            }
        }
    }

    /// Sends a datagram whose path is not plain UDP. What comes back is for the media socket after all: a TURN
    /// client that is there by UDP.
    pub fn send(&self, now: Instant, relay: &Relay, to: Path, datagram: &[u8]) -> Option<(Path, BytesMut)> {
        let Via::Allocation(..) = to.via else {
            self.queue(to, datagram);
            return None;
        };
        let (client, wrapped) = relay.wrap(now, to, datagram)?;
        if client.via == Via::Udp {
            return Some((client, wrapped));
        }
        self.queue(client, &wrapped);
        None
    }

    /// A full queue is a line that is too slow: the datagram is lost, as it would be anywhere.
    fn queue(&self, to: Path, datagram: &[u8]) {
        let stream = stream_of(to).and_then(|id| self.streams.get(&id));
        if let (Some(stream), Some(framed)) = (stream, framing_of(to.via).wrap(datagram)) {
            let _ = stream.try_send(framed);
        }
    }
}

fn stream_of(path: Path) -> Option<StreamId> {
    match path.via {
        Via::Tcp(id) | Via::TurnTcp(id) | Via::TurnTls(id) => Some(id),
        Via::Udp | Via::Allocation(..) => None,
    }
}
