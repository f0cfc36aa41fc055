//! A seat's media that break while its page is there.

use super::table::{Guest, PETITIONER, Table, UNIT};
use crate::kit::participant::Participant;
use lianjie::{
    media::{
        MediaConfig, Workers,
        plane::{MediaError, MediaEvent, MediaPlane, MediaRoom, Offer, PeerStatistics, RoutePlan},
    },
    world::RealWorld,
};
use netem::UdpRelay;
use signaling::wire::{ClientMessage, SeatId, ServerMessage, SourceKind, Tile};
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
        let asked = ClientMessage::Offer { peer: peer.number, sdp, sources, receivers };
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

/// UDP that is blocked in the middle of a call and then is not, shorter than a browser takes to notice, or while its
/// restart fails: sound and picture go on by the connection there is.
#[tokio::test(flavor = "multi_thread")]
async fn who_was_not_heard_for_eight_seconds_is_heard_again_without_a_fresh_connection() {
    let table = Table::laid().await;
    let localhost = Ipv4Addr::LOCALHOST;
    let config = MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld));
    let media = lianjie::media::start(config).unwrap();
    let blocked = UdpRelay::start(media.address(), 5).await.unwrap();
    let rooms = table.rooms_over(Arc::new(media.clone()));
    let mut guests = table.ready(&rooms).await;
    let mut sit = async |seat: usize, mark, by| {
        let seated = Arc::new(Seated { guest: Mutex::new(guests.remove(seat)), media: media.clone(), by });
        let joined = Participant::join_by(seated.clone(), MediaRoom(table.hearing.0), mark).await;
        (joined, seated)
    };
    let (far, page) = sit(PETITIONER, 1, blocked.address()).await; // the last of the four
    let (near, other) = sit(UNIT, 2, media.address()).await;
    let both = async || {
        let since = Instant::now();
        near.hears_in_any(false, 1, since, 20).await;
        far.hears_in_any(false, 2, since, 20).await;
    };
    both().await;
    blocked.black_out(Duration::from_secs(8));
    for anything in [true, false, true] {
        page.receives(anything).await;
        other.receives(anything).await;
    }
    both().await;
    media.shutdown();
}
