//! A participant on a bad line, and one whose address changes under way.

use super::Hall;
use crate::kit::participant::Participant;
use async_trait::async_trait;
use lianjie::media::{
    Workers,
    plane::{MediaError, MediaEvent, MediaPlane, MediaRoom, Offer, PeerStatistics, RoutePlan},
};
use netem::{Conditions, Direction, Loss, UdpRelay};
use signaling::wire::{SeatId, SourceKind::Microphone, Tile};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::mpsc;

/// The worker, found by another address than its own.
#[derive(Debug)]
pub struct Detour {
    pub media: Workers,
    pub by: SocketAddr,
}

#[async_trait]
impl MediaPlane for Detour {
    fn open(&self, room: MediaRoom, events: mpsc::Sender<MediaEvent>) {
        self.media.open(room, events);
    }

    async fn negotiate(&self, offer: Offer) -> Result<String, MediaError> {
        let words = |at: SocketAddr| format!("{} {} typ host", at.ip(), at.port());
        let answer = self.media.negotiate(offer).await?;
        Ok(answer.replace(&words(self.media.address()), &words(self.by)))
    }

    fn route(&self, room: MediaRoom, plan: RoutePlan) {
        self.media.route(room, plan);
    }

    fn show(&self, room: MediaRoom, seat: SeatId, tiles: Vec<Tile>) {
        self.media.show(room, seat, tiles);
    }

    async fn statistics(&self, room: MediaRoom) -> Vec<PeerStatistics> {
        self.media.statistics(room).await
    }

    fn close(&self, room: MediaRoom, seat: Option<SeatId>) {
        self.media.close(room, seat);
    }
}

/// A hall with one who is there directly (2) and one who comes by a relay (1), each heard by the other.
async fn hall_with_a_relay() -> (Hall, Participant, Participant, UdpRelay) {
    hall_on_a_line(0).await
}

/// The same, on a line that takes so many milliseconds each way from the beginning.
async fn hall_on_a_line(delay_ms: u32) -> (Hall, Participant, Participant, UdpRelay) {
    let mut hall = Hall::open();
    let relay = UdpRelay::start(hall.media.address(), 5).await.unwrap();
    for direction in [Direction::Up, Direction::Down] {
        relay.set(direction, Conditions { delay_ms, ..Conditions::default() });
    }
    let detour = Detour { media: hall.media.clone(), by: relay.address() };
    let far = Participant::join_by(Arc::new(detour), hall.room, 1).await;
    hall.hears_of(&MediaEvent::Connected(far.key)).await;
    let near = hall.join(2).await;
    hall.route(&[(&near, near.slot(false, 0), 1, Microphone), (&far, far.slot(false, 0), 2, Microphone)]);
    both_hear(&near, &far, 10).await;
    (hall, near, far, relay)
}

async fn both_hear(near: &Participant, far: &Participant, packets: usize) {
    let since = Instant::now();
    near.hears(&near.slot(false, 0), 1, since, packets).await;
    far.hears(&far.slot(false, 0), 2, since, packets).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_thirty_per_cent_loss_nobody_is_disconnected() {
    let (_hall, near, far, relay) = hall_with_a_relay().await;
    for direction in [Direction::Up, Direction::Down] {
        let conditions = Conditions { loss: Loss::Random(0.3), delay_ms: 20, ..Conditions::default() };
        relay.set(direction, conditions);
    }
    both_hear(&near, &far, 150).await;
}

/// docs/threats.md F9: a satellite's line. Five checks' time, in which nobody is called silent or gone.
#[tokio::test(flavor = "multi_thread")]
async fn at_half_a_second_each_way_people_join_and_are_not_called_gone() {
    let (mut hall, near, far, _relay) = hall_on_a_line(500).await;
    both_hear(&near, &far, 600).await;
    let gone: Vec<MediaEvent> = hall
        .told()
        .into_iter()
        .filter(|event| matches!(event, MediaEvent::Silent(_) | MediaEvent::Lost(..)))
        .collect();
    assert_eq!(gone, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_black_out_is_outlived() {
    let (_hall, near, far, relay) = hall_with_a_relay().await;
    relay.black_out(Duration::from_secs(2));
    both_hear(&near, &far, 20).await;
}

/// A router that gives its client another port, or another address. The client does not notice; its next check shows
/// the way from it. The way to it moves only when it says so: by a nomination, here after an ICE restart.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_is_followed_by_a_check_and_a_nomination() {
    let (hall, near, mut far, relay) = hall_with_a_relay().await;
    let server = hall.media.address();
    for from in ["127.0.0.1:0", "127.0.0.2:0"] {
        relay.move_to(from.parse().unwrap(), server).await.unwrap();
        near.hears(&near.slot(false, 0), 1, Instant::now(), 20).await;
        far.restart_ice().await;
        both_hear(&near, &far, 20).await;
    }
}
