//! The worker's side of everything that is not plain UDP. What goes this way is copied, into memory that is used again;
//! what comes and goes by the media socket never gets here.

use bytes::BytesMut;
use std::collections::HashMap;
use std::time::Instant;

use crate::media::outbox::Outbox;
use crate::media::peer::ice::{Path, StreamId, Via};
use crate::media::peer::ssrc::is_picture;
use crate::media::relay::Relay;
use crate::media::streams::{Arrival, Lanes, framing_of};

/// The connections there are, and the way into each.
#[derive(Debug, Default)]
pub struct Carriers {
    streams: HashMap<StreamId, Lanes>,
    /// What goes into an allocation, as its client is to get it.
    wrapped: BytesMut,
}

impl Carriers {
    /// Takes what a connection tells.
    pub fn arrival(&mut self, now: Instant, arrival: Arrival, relay: &mut Relay, out: &mut Outbox) {
        match arrival {
            Arrival::Opened { path, out: lanes } => {
                if let Some(id) = stream_of(path) {
                    self.streams.insert(id, lanes);
                }
            }
            Arrival::Datagram { path, mut datagram, permit } => {
                relay.datagram(now, path, &mut datagram, out);
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
    pub fn send(&mut self, now: Instant, relay: &Relay, to: Path, datagram: &[u8]) -> Option<(Path, &[u8])> {
        let picture = is_picture(datagram);
        let Via::Allocation(..) = to.via else {
            self.queue(now, to, datagram, picture);
            return None;
        };
        let mut wrapped = std::mem::take(&mut self.wrapped);
        let client = relay.wrap(now, to, datagram, &mut wrapped);
        if let Some(client) = client.filter(|client| client.via != Via::Udp) {
            self.queue(now, client, &wrapped, picture);
        }
        self.wrapped = wrapped;
        let by_udp = client.filter(|client| client.via == Via::Udp)?;
        Some((by_udp, &self.wrapped[..]))
    }

    fn queue(&mut self, now: Instant, to: Path, datagram: &[u8], picture: bool) {
        if let Some(lanes) = stream_of(to).and_then(|id| self.streams.get_mut(&id)) {
            lanes.queue(now, framing_of(to.via), datagram, picture);
        }
    }
}

fn stream_of(path: Path) -> Option<StreamId> {
    match path.via {
        Via::Tcp(id) | Via::TurnTcp(id) | Via::TurnTls(id) => Some(id),
        Via::Udp | Via::Allocation(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::peer::dtls::Identity;
    use crate::media::peer::ice::{AllocationId, Own, WorkerId};
    use crate::media::plane::Carrier;
    use crate::media::streams::lanes;
    use crate::media::turn::tests::{settle, setup};
    use crate::world::RealWorld;
    use std::sync::Arc;

    fn path(via: Via) -> Path {
        Path { remote: "198.51.100.1:5000".parse().unwrap(), local: None, via, at: WorkerId::default() }
    }

    #[test]
    fn a_stalled_receiver_loses_its_own_datagrams_and_no_others() {
        let mut carriers = Carriers::default();
        let ((stalled, mut never_read), (brisk, mut read)) = (lanes(), lanes());
        carriers.streams.extend([(StreamId(1), stalled), (StreamId(2), brisk)]);
        let now = Instant::now();
        for number in 0..1000_u16 {
            let [_, low] = number.to_be_bytes();
            carriers.queue(now, path(Via::Tcp(StreamId(1))), &[low], false);
            carriers.queue(now, path(Via::TurnTls(StreamId(2))), &[low], false);
            assert_eq!(read.beside(0).unwrap().framed, [low][..], "TURN frames itself");
        }
        let kept: Vec<Vec<u8>> = std::iter::from_fn(|| Some(never_read.beside(0)?.framed.to_vec())).collect();
        assert!(kept.len() < 1000, "{} wait", kept.len());
        let oldest = (0..kept.len()).map(|number| vec![0, 1, number as u8]);
        assert!(kept.iter().cloned().eq(oldest), "the oldest, in RFC 4571 frames");
    }

    /// A relay where this client has an allocation, and the way into that.
    fn allocated(now: Instant, client: Path) -> (Relay, Path) {
        let mut relay = Relay::new(now, Identity::generate().unwrap(), Arc::new(RealWorld), Vec::new());
        relay.open_ways(now, true, Some(setup()));
        let mut out = Outbox::default();
        settle(client, |mut asked: Vec<u8>| {
            out.clear();
            relay.datagram(now, client, &mut asked, &mut out);
            out.runs().next().expect("an answer").bytes().to_vec()
        });
        let via = Via::Allocation(AllocationId(0), Own(0), client.carrier());
        (relay, Path { via, ..client })
    }

    /// Wrapped, a picture looks like anything else: what it is was asked before.
    #[test]
    fn what_goes_into_an_allocation_waits_in_its_lane() {
        let now = Instant::now();
        for via in [Via::TurnTcp(StreamId(3)), Via::TurnTls(StreamId(3))] {
            let (relay, to) = allocated(now, path(via));
            let mut carriers = Carriers::default();
            let (lanes, mut waiting) = lanes();
            carriers.streams.insert(StreamId(3), lanes);
            let [picture, sound] = [2_u8, 0].map(|last| [&[0x80, 96][..], &[0; 9], &[last]].concat());
            for datagram in [&picture, &sound] {
                assert_eq!(carriers.send(now, &relay, to, datagram), None, "nothing for the media socket");
            }
            for (datagram, is_picture) in [(sound, false), (picture, true)] {
                let queued = waiting.beside(0).expect("both wait");
                assert_eq!(queued.picture, is_picture, "sound leaves first");
                let inside = queued.framed.windows(datagram.len()).any(|bytes| bytes == datagram);
                assert!(inside && queued.framed.len() > datagram.len(), "{queued:?}");
            }
        }
    }

    #[test]
    fn only_connections_have_a_stream() {
        let id = StreamId(7);
        let allocation = AllocationId(7);
        for (via, expected) in [
            (Via::Udp, None),
            (Via::Tcp(id), Some(id)),
            (Via::TurnTcp(id), Some(id)),
            (Via::TurnTls(id), Some(id)),
            (Via::Allocation(allocation, Own(0), Carrier::TurnTcp), None),
        ] {
            assert_eq!(stream_of(path(via)), expected, "{via:?}");
        }
    }
}
