//! A seat's media that break while its page is there.

use super::table::{Guest, PETITIONER, Table, UNIT};
use crate::kit::participant::Participant;
use lianjie::{
    media::{
        MediaConfig, Workers,
        plane::{MediaError, MediaEvent, MediaPlane, MediaRoom, Offer, PeerStatistics, RoutePlan},
    },
    rooms::Rooms,
    world::RealWorld,
};
use netem::UdpRelay;
use signaling::wire::{ClientMessage, SeatId, ServerMessage, Tile};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{Mutex, mpsc};

/// Offers of a [`Participant`] go by the frames of its seat's connection; it finds the media plane `by` another address.
struct Seated {
    guest: Mutex<Guest>,
    media: Workers,
    by: SocketAddr,
    /// Peer connections count from there.
    above: u32,
}

impl std::fmt::Debug for Seated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seated")
    }
}

#[async_trait::async_trait]
impl MediaPlane for Seated {
    fn open(&self, _: MediaRoom, _: mpsc::Sender<MediaEvent>) {}
    fn route(&self, _: MediaRoom, _: RoutePlan) {}
    fn close(&self, _: MediaRoom, _: Option<SeatId>) {}
    fn show(&self, _: MediaRoom, _: SeatId, _: Vec<Tile>) {}

    async fn statistics(&self, _: MediaRoom) -> Vec<PeerStatistics> {
        Vec::new()
    }

    async fn negotiate(&self, offer: Offer) -> Result<String, MediaError> {
        let Offer { peer, sdp, sources, receivers, .. } = offer;
        let asked = ClientMessage::Offer { peer: self.above + peer.number, sdp, sources, receivers };
        let ServerMessage::Answer { sdp, .. } = self.guest.lock().await.ask(asked).await else {
            return Err(MediaError::Down);
        };
        let words = |at: SocketAddr| format!("{} {} typ host", at.ip(), at.port());
        Ok(sdp.replace(&words(self.media.address()), &words(self.by)))
    }
}

impl Seated {
    /// Waits until the page was told last that something comes to it, or nothing.
    async fn receives(&self, anything: bool) {
        let told = |message: &ServerMessage| match message {
            ServerMessage::Slots { slots } => Some(!slots.is_empty()),
            _ => None,
        };
        let mut guest = self.guest.lock().await;
        if guest.heard.iter().rev().find_map(told) != Some(anything) {
            guest.until(|message| told(message) == Some(anything)).await;
        }
    }
}

/// Petitioner (marked 1) and unit (2) at the table, hearing each other; whatever the petitioner's UDP comes by can be
/// blocked.
struct Scene {
    table: Table,
    rooms: Rooms,
    media: Workers,
    line: UdpRelay,
    far: Participant,
    near: Participant,
    pages: [Arc<Seated>; 2],
    _others: Vec<Guest>,
}

impl Scene {
    async fn set() -> Self {
        let table = Table::laid().await;
        let localhost = Ipv4Addr::LOCALHOST;
        let config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
        let media = lianjie::media::start(config).unwrap();
        let line = UdpRelay::start(media.address(), 5).await.unwrap();
        let rooms = table.rooms_over(Arc::new(media.clone()));
        let mut guests = table.ready(&rooms).await;
        let mut sit = |seat: usize, by| {
            let (guest, media) = (Mutex::new(guests.remove(seat)), media.clone());
            Arc::new(Seated { guest, media, by, above: 90_000_000 })
        };
        let pages = [sit(PETITIONER, line.address()), sit(UNIT, media.address())]; // the last of the four first
        let far = Participant::join_by(pages[0].clone(), MediaRoom(table.hearing.0), 1).await;
        let near = Participant::join_by(pages[1].clone(), MediaRoom(table.hearing.0), 2).await;
        let scene = Self { table, rooms, media, line, far, near, pages, _others: guests };
        scene.both_hear().await;
        scene
    }

    async fn both_hear(&self) {
        let since = Instant::now();
        self.near.hears_in_any(false, 1, since, 20).await;
        self.far.hears_in_any(false, 2, since, 20).await;
    }

    async fn both_receive(&self, anything: bool) {
        for page in &self.pages {
            page.receives(anything).await;
        }
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.media.shutdown();
    }
}

/// UDP that is blocked in the middle of a call and then is not, shorter than a browser takes to notice, or while its
/// restart fails: sound and picture go on by the connection there is.
#[tokio::test(flavor = "multi_thread")]
async fn who_was_not_heard_for_eight_seconds_is_heard_again_without_a_fresh_connection() {
    let scene = Scene::set().await;
    scene.both_receive(true).await;
    scene.line.black_out(Duration::from_secs(8));
    scene.both_receive(false).await;
    scene.both_receive(true).await;
    scene.both_hear().await;
}

/// The relay keeps a silent peer for its return; whoever takes the seat meanwhile need not count higher.
#[tokio::test(flavor = "multi_thread")]
async fn a_silent_peer_keeps_nobody_out_who_takes_its_seat() {
    let mut scene = Scene::set().await;
    scene.line.black_out(Duration::from_secs(60));
    scene.both_receive(false).await;
    let guest = scene.table.sit(&scene.rooms, PETITIONER).await;
    let (media, by) = (scene.media.clone(), scene.media.address());
    scene.pages[0] = Arc::new(Seated { guest: Mutex::new(guest), media, by, above: 1000 });
    scene.far = Participant::join_by(scene.pages[0].clone(), MediaRoom(scene.table.hearing.0), 1).await;
    scene.both_hear().await;
}
