//! Hostile peers against a real worker over UDP (docs/threats.md T2, T4–T8). In each case the attacker gets no media, two
//! people of its room go on talking, and so do two of another room.

mod insiders;
mod races;
mod raw;
mod strangers;

use crate::{
    kit::participant::{Participant, seat},
    media::Hall,
};
use lianjie::media::plane::{MediaPlane, MediaRoom, ReceiverPlan, RoutePlan, Source};
use raw::RawPeer;
use signaling::wire::SourceKind::{Camera, Microphone};
use std::{net::UdpSocket, time::Instant};
use tokio::sync::mpsc;
use uuid::Uuid;

/// Packets that show that it goes on: a tenth of a second of sound.
const GOING_ON: usize = 5;
const ATTACKER: u8 = 9;
/// The streams it has announced.
const SOUND: u32 = 91;
const PICTURE: u32 = 92;
/// A VP8 frame of one packet: descriptor, key frame, and the mark of whoever sends it.
const KEY_FRAME: [u8; 8] = [0x90, 0x80, 0x80, 1, 0, ATTACKER, ATTACKER, ATTACKER];

/// Two rooms of a worker with two people talking in each.
struct Stage {
    hall: Hall,
    /// (who talks, who listens); of the attacked room, and of the other.
    attacked: (Participant, Participant),
    other: (Participant, Participant),
}

impl Stage {
    async fn open() -> Self {
        Self::over(Hall::open()).await
    }

    async fn over(mut hall: Hall) -> Self {
        let attacked = (hall.join(1).await, hall.join(2).await);
        let room = MediaRoom(Uuid::from_u128(8));
        let (events, mut heard) = mpsc::channel(64);
        hall.media.open(room, events);
        let join = async |mark| Participant::join(hall.media.clone(), room, mark).await;
        let other = (join(3).await, join(4).await);
        tokio::spawn(async move { while heard.recv().await.is_some() {} });
        let listens = |to: &Participant, from| ReceiverPlan {
            seat: to.key.seat,
            slots: vec![(to.slot(false, 0), Source { seat: seat(from), kind: Microphone })],
        };
        let plan = RoutePlan { receivers: vec![listens(&other.1, 3)] };
        hall.media.route(room, plan);
        let stage = Self { hall, attacked, other };
        stage.route(&[]);
        stage.goes_on("before the attack").await;
        stage
    }

    /// The listener hears the talker; and, when there is one, the attacker in its other slots.
    fn route(&self, more: &[(&Participant, String, u8, signaling::wire::SourceKind)]) {
        let (_, listener) = &self.attacked;
        let mut routes = vec![(listener, listener.slot(false, 0), 1, Microphone)];
        routes.extend(more.iter().cloned());
        self.hall.route(&routes);
    }

    /// An attacker with a seat, connected, whom the listener is given to hear and see. Nothing is routed to it.
    async fn insider(&mut self, announced: [u32; 2]) -> RawPeer {
        let mut peer = RawPeer::new(self.hall.room, ATTACKER, self.hall.media.address());
        peer.negotiate(&self.hall.media, announced).await;
        peer.connect();
        let (_, listener) = &self.attacked;
        let slots = [(false, Microphone), (true, Camera)];
        self.route(&slots.map(|(video, kind)| (listener, listener.slot(video, 1), ATTACKER, kind)));
        peer
    }

    /// Both rooms talk on, and nobody speaks in another's name.
    async fn goes_on(&self, after: &str) {
        let since = Instant::now();
        for (mark, (_, listener)) in [(1, &self.attacked), (3, &self.other)] {
            let slot = listener.slot(false, 0);
            listener.hears(&slot, mark, since, GOING_ON).await;
            let heard = listener.heard(&slot);
            assert!(heard.iter().all(|heard| heard.mark == mark), "{after}: {mark} is not alone in its slot");
        }
    }

    fn stranger(&self) -> UdpSocket {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        socket.connect(self.hall.media.address()).unwrap();
        socket
    }
}

/// What was answered on a socket, in bytes.
fn answered(socket: &UdpSocket) -> usize {
    let mut buffer = [0; 2048];
    std::iter::from_fn(|| socket.recv(&mut buffer).ok()).sum()
}

/// Reproducible noise (xorshift).
fn noise(seed: u32, length: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        Some(state.to_be_bytes()[0])
    };
    std::iter::from_fn(next).take(length).collect()
}
