//! A relay with one room: an honest peer, one who sends authentic nonsense, and a stranger.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

use super::client::Client;
use super::{Repeatable, take};
use crate::media::outbox::Outbox;
use crate::media::peer::dtls::Identity;
use crate::media::peer::ice::Path;
use crate::media::plane::{MediaRoom, ReceiverPlan, RoutePlan, Source};
use crate::media::relay::Relay;
use crate::media::worker::inbox::Command;
use signaling::wire::SourceKind;

struct Hall {
    relay: Relay,
    now: Instant,
    out: Outbox,
    clients: [Client; 2],
    stranger: Path,
    from_stranger: usize,
    to_stranger: usize,
}

const HOSTILE: usize = 1;

/// Each step is a byte that says who does what, two of length, and so many bytes. Whatever they are, a stranger gets
/// no more than it gave, and the honest peer is still served.
pub fn media_datagram(mut input: &[u8]) {
    let mut hall = Hall::open().expect("two peers can connect");
    while let [step, rest @ ..] = input {
        input = rest;
        let length = take(&mut input, 2).iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        let bytes = take(&mut input, length % 2048);
        hall.step(*step, bytes);
    }
    assert!(hall.to_stranger <= hall.from_stranger, "a stranger got more than it gave");
    assert!(hall.serves_the_honest(), "the honest peer is not served any more");
}

impl Hall {
    fn open() -> Option<Self> {
        let now = Instant::now();
        let candidates = vec![SocketAddr::from(([192, 0, 2, 1], 3478)).into()];
        let relay = Relay::new(now, Identity::generate().ok()?, Arc::new(Repeatable::default()), candidates);
        let clients = [Client::new(1), Client::new(2)];
        let stranger = Path::udp(([203, 0, 113, 9], 9).into(), None);
        let (out, from_stranger, to_stranger) = Default::default();
        let mut hall = Self { relay, now, out, clients, stranger, from_stranger, to_stranger };
        let offers = [hall.clients[0].offer(), hall.clients[1].offer()];
        let room = offers[0].peer.room;
        let (events, _) = mpsc::channel(8);
        hall.relay.command(now, Command::Open(room, events), &mut hall.out);
        for (client, offer) in offers.iter().enumerate() {
            let (reply, mut answer) = oneshot::channel();
            hall.relay.command(now, Command::Negotiate(offer.clone(), reply), &mut hall.out);
            hall.clients[client].answered(&answer.try_recv().ok()?.ok()?);
            hall.connect(client)?;
        }
        hall.route(room, offers[0].peer.seat, offers[1].peer.seat);
        Some(hall)
    }

    /// ICE, then a handshake of at most four flights.
    fn connect(&mut self, client: usize) -> Option<()> {
        let check = self.clients[client].check();
        self.datagram(self.clients[client].path, &check);
        for _ in 0..8 {
            for datagram in self.clients[client].handshake(self.now) {
                self.datagram(self.clients[client].path, &datagram);
            }
        }
        self.clients[client].keys.as_ref().map(|_| ())
    }

    /// Each hears and sees the other.
    fn route(&mut self, room: MediaRoom, one: signaling::wire::SeatId, other: signaling::wire::SeatId) {
        let plan = |seat, from| ReceiverPlan {
            seat,
            slots: vec![
                ("2".to_owned(), Source { seat: from, kind: SourceKind::Microphone }),
                ("3".to_owned(), Source { seat: from, kind: SourceKind::Camera }),
            ],
        };
        let plan = RoutePlan { receivers: vec![plan(one, other), plan(other, one)] };
        self.relay.command(self.now, Command::Route(room, plan), &mut self.out);
        self.deliver();
    }

    fn step(&mut self, step: u8, bytes: &[u8]) {
        let hostile = self.clients[HOSTILE].path;
        match step % 6 {
            0 => {
                self.from_stranger += bytes.len();
                self.datagram(self.stranger, bytes);
            }
            1 => self.datagram(hostile, bytes),
            2 | 3 => {
                let sealed = self.clients[HOSTILE].seal(bytes, false);
                sealed.iter().for_each(|sealed| self.datagram(hostile, sealed));
            }
            4 => {
                let sealed = self.clients[HOSTILE].seal(bytes, true);
                sealed.iter().for_each(|sealed| self.datagram(hostile, sealed));
            }
            _ => self.pass(Duration::from_millis(bytes.len() as u64)),
        }
    }

    fn datagram(&mut self, from: Path, datagram: &[u8]) {
        self.relay.datagram(self.now, from, &mut datagram.to_vec(), &mut self.out);
        self.deliver();
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.relay.tick(self.now, &mut self.out);
        self.deliver();
    }

    fn deliver(&mut self) {
        for run in self.out.runs() {
            if run.to() == self.stranger {
                self.to_stranger += run.bytes().len();
            } else if let Some(client) = self.clients.iter_mut().find(|client| client.path == run.to()) {
                run.datagrams().for_each(|datagram| client.receive(self.now, datagram));
            }
        }
        self.out.clear();
    }

    /// Its check is answered.
    fn serves_the_honest(&mut self) -> bool {
        let (path, mut check) = (self.clients[0].path, self.clients[0].check());
        self.relay.datagram(self.now, path, &mut check, &mut self.out);
        let answered = |datagram: &[u8]| datagram.first() == Some(&1);
        self.out.runs().any(|run| run.to() == path && run.datagrams().any(answered))
    }
}
