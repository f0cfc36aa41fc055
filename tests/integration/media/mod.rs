//! The media plane over real UDP, with peers that are not ours.

mod impaired;
mod meeting;
mod recording;
mod six;
mod through;
mod turned;
mod workers;

use crate::kit::participant::{PATIENCE, Participant, seat};
use lianjie::{
    media::{
        MediaConfig, Workers,
        plane::{MediaEvent, MediaPlane, MediaRoom, ReceiverPlan, RoutePlan, Source},
    },
    world::RealWorld,
};
use signaling::wire::SourceKind;
use std::{net::Ipv4Addr, sync::Arc};
use tokio::{sync::mpsc, time::timeout};
use uuid::Uuid;

/// A media plane with one open room.
pub struct Hall {
    pub media: Workers,
    pub room: MediaRoom,
    events: mpsc::Receiver<MediaEvent>,
}

impl Hall {
    pub fn open() -> Self {
        let localhost = Ipv4Addr::LOCALHOST;
        Self::open_with(MediaConfig::new((localhost, 0).into(), vec![localhost.into()], Arc::new(RealWorld)))
    }

    pub fn open_with(config: MediaConfig) -> Self {
        Self::over(lianjie::media::start(config).unwrap())
    }

    pub fn over(media: Workers) -> Self {
        let room = MediaRoom(Uuid::from_u128(7));
        let (sender, events) = mpsc::channel(64);
        media.open(room, sender);
        Self { media, room, events }
    }

    /// A participant who is connected.
    pub async fn join(&mut self, mark: u8) -> Participant {
        let participant = Participant::join(self.media.clone(), self.room, mark).await;
        self.hears_of(&MediaEvent::Connected(participant.key)).await;
        participant
    }

    /// Waits for an event, passing over others.
    pub async fn hears_of(&mut self, expected: &MediaEvent) {
        let waiting = async {
            while let Some(event) = self.events.recv().await {
                if event == *expected {
                    return;
                }
            }
            panic!("the media plane is gone");
        };
        timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("no {expected:?}"));
    }

    /// What it told that nobody has listened to yet.
    pub fn told(&mut self) -> Vec<MediaEvent> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }

    /// Routes: (whose slot, which slot, whose source).
    pub fn route(&self, routes: &[(&Participant, String, u8, SourceKind)]) {
        let receivers = routes.iter().map(|(to, mid, from, kind)| ReceiverPlan {
            seat: to.key.seat,
            slots: vec![(mid.clone(), Source { seat: seat(*from), kind: *kind })],
        });
        self.media.route(self.room, RoutePlan { receivers: receivers.collect() });
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.media.shutdown();
    }
}
