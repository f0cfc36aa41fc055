//! Rooms without a socket and in virtual time: what a relay sends is handed to clients, and back.

mod carried;
mod client;
mod layers;
mod life;
mod lossy;
mod media;
mod moving;
mod narrow;
mod steady;

use super::*;
use crate::media::plane::{PeerKey, ReceiverPlan, RoutePlan, Source};
use crate::world::RealWorld;
use client::Client;
use signaling::wire::SourceKind;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

const ROOM: MediaRoom = MediaRoom(uuid::Uuid::from_u128(7));

/// A relay with one open room, and the time.
struct Hall {
    relay: Relay,
    now: Instant,
    events: mpsc::Receiver<MediaEvent>,
    out: Outbox,
}

impl Hall {
    fn open() -> Self {
        let now = Instant::now();
        let world: SharedWorld = Arc::new(RealWorld);
        let candidates = vec![SocketAddr::from(([192, 0, 2, 1], 3478)).into()];
        let mut relay = Relay::new(now, Identity::generate().unwrap(), world, candidates);
        let (sender, events) = mpsc::channel(64);
        let mut out = Outbox::default();
        relay.command(now, Command::Open(ROOM, sender), &mut out);
        Self { relay, now, events, out }
    }

    fn negotiate(&mut self, client: &Client) -> Result<String, MediaError> {
        self.answer(client.offer())
    }

    fn answer(&mut self, offer: Offer) -> Result<String, MediaError> {
        let (sender, mut answer) = oneshot::channel();
        let command = Command::Negotiate(offer, sender);
        self.relay.command(self.now, command, &mut self.out);
        answer.try_recv().unwrap()
    }

    /// A client who has been through ICE and DTLS.
    fn join(&mut self, mark: u8) -> Client {
        self.through(Client::new(ROOM, mark))
    }

    fn through(&mut self, mut client: Client) -> Client {
        let answer = self.negotiate(&client).unwrap();
        client.answered(&answer);
        self.check(&mut client);
        while !client.connected() {
            self.exchange(&mut client);
        }
        self.exchange(&mut client); // the client speaks as soon as it has said its last
        assert_eq!(self.event(), Some(MediaEvent::Connected(client.key)));
        client
    }

    /// One whose camera sends three layers.
    fn join_layered(&mut self, mark: u8) -> Client {
        let mut client = Client::new(ROOM, mark);
        client.layered = true;
        self.through(client)
    }

    /// One who tells when packets came.
    fn join_controlled(&mut self, mark: u8) -> Client {
        let mut client = Client::new(ROOM, mark);
        client.controlled = true;
        self.through(client)
    }

    /// The client's ICE check.
    fn check(&mut self, client: &mut Client) {
        let check = client.check();
        self.datagram(client, &check);
    }

    fn datagram(&mut self, client: &mut Client, datagram: &[u8]) {
        self.relay.datagram(self.now, client.path, &mut datagram.to_vec(), &mut self.out);
        self.deliver(&mut [client]);
    }

    /// One round of handshake datagrams.
    fn exchange(&mut self, client: &mut Client) {
        for datagram in client.handshake(self.now) {
            self.datagram(client, &datagram);
        }
    }

    /// Sends a packet of a client's, and hands what comes of it to everybody.
    fn sends(&mut self, from: &mut Client, packet: &[u8], others: &mut [&mut Client]) {
        let mut sealed = from.seal(packet);
        self.relay.datagram(self.now, from.path, &mut sealed, &mut self.out);
        let mut everybody = vec![from];
        everybody.extend(others.iter_mut().map(|client| &mut **client));
        self.deliver(&mut everybody);
    }

    fn deliver(&mut self, clients: &mut [&mut Client]) {
        for run in self.out.runs() {
            if let Some(client) = clients.iter_mut().find(|client| client.path == run.to()) {
                run.datagrams().for_each(|datagram| client.receive(self.now, datagram));
            }
        }
        self.out.clear();
    }

    /// Lets time pass, doing what falls due.
    fn pass(&mut self, time: Duration, clients: &mut [&mut Client]) {
        let end = self.now + time;
        while let Some(due) = self.relay.deadline().filter(|due| *due <= end) {
            self.now = self.now.max(due);
            self.relay.tick(self.now, &mut self.out);
            self.deliver(clients);
        }
        self.now = end;
    }

    /// What the room heard of comings, goings and voices.
    fn event(&mut self) -> Option<MediaEvent> {
        std::iter::from_fn(|| self.events.try_recv().ok())
            .find(|event| !matches!(event, MediaEvent::Wanted { .. } | MediaEvent::Pictures(..)))
    }

    /// Everything the room heard.
    fn all_events(&mut self) -> Vec<MediaEvent> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }

    /// Has one hear these, by section.
    fn seat(&mut self, ear: &Client, voices: &[(&str, &Client)]) {
        let slot = |(mid, from): &(&str, &Client)| {
            ((*mid).to_owned(), Source { seat: from.key.seat, kind: SourceKind::Microphone })
        };
        let plan = ReceiverPlan { seat: ear.key.seat, slots: voices.iter().map(slot).collect() };
        let plan = RoutePlan { receivers: vec![plan] };
        self.relay.command(self.now, Command::Route(ROOM, plan), &mut self.out);
    }

    /// Routes: (to, mid, from, kind).
    fn route(&mut self, routes: &[(&Client, &str, &Client, SourceKind)]) {
        let receivers = routes.iter().map(|(to, mid, from, kind)| ReceiverPlan {
            seat: to.key.seat,
            slots: vec![((*mid).to_owned(), Source { seat: from.key.seat, kind: *kind })],
        });
        let plan = RoutePlan { receivers: receivers.collect() };
        self.relay.command(self.now, Command::Route(ROOM, plan), &mut self.out);
    }
}
