//! Device and network test before a hearing: the real media plane with a room for one seat, which hears itself.

use super::{Rooms, SeatOffer};
use crate::{
    domain::ids,
    media::plane::{MediaError, MediaPlane, MediaRoom, Offer, PeerKey, ReceiverPlan, RoutePlan, Source},
};
use signaling::{
    limits,
    wire::{IceServer, OfferedReceiver, OfferedSource, SeatId},
};
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::sync::mpsc;

/// Long enough for ICE over a bad line and some seconds of sound.
const LASTS: Duration = Duration::from_secs(45);
/// What the plane tells of it is not looked at.
const EVENTS: usize = 8;

/// The room of one seat's trials: a seat's id is no hearing's.
const fn room_of(seat: ids::SeatId) -> MediaRoom {
    MediaRoom(seat.0)
}

impl Rooms {
    /// Ways round a firewall for a trial of this seat.
    #[must_use]
    pub fn trial_ice(&self, seat: ids::SeatId, from: Option<IpAddr>) -> Vec<IceServer> {
        self.parts.media.ice_servers(room_of(seat), seat.into(), from)
    }

    /// Answers an offer; the line ends by itself.
    ///
    /// # Errors
    /// The offer cannot be answered, or nothing answers.
    pub async fn trial(&self, seat: ids::SeatId, offer: SeatOffer) -> Result<String, MediaError> {
        let SeatOffer { from, peer: number, sdp, sources, receivers } = offer;
        limits::offer(&sdp, &sources, &receivers)
            .map_err(|refusal| MediaError::BadOffer(refusal.detail.unwrap_or_default()))?;
        let (room, media) = (room_of(seat), self.parts.media.clone());
        let (events, told) = mpsc::channel(EVENTS);
        media.open(room, events);
        tokio::spawn(end_later(media.clone(), room, told));
        let peer = PeerKey { room, seat: seat.into(), number };
        let plan = back_to_itself(seat.into(), &sources, &receivers);
        let answer = media.negotiate(Offer { peer, from, sdp, sources, receivers }).await?;
        media.route(room, plan);
        Ok(answer)
    }
}

/// What it sends comes back to it, so that both ways of the line are measured.
fn back_to_itself(seat: SeatId, sources: &[OfferedSource], receivers: &[OfferedReceiver]) -> RoutePlan {
    let slots = sources.iter().filter_map(|source| {
        let video = source.kind != signaling::wire::SourceKind::Microphone;
        let section = receivers.iter().find(|section| section.video == video)?;
        Some((section.mid.clone(), Source { seat, kind: source.kind }))
    });
    RoutePlan { receivers: vec![ReceiverPlan { seat, slots: slots.collect() }] }
}

/// Another trial of the seat takes the room over, and with it the end.
async fn end_later(
    media: Arc<dyn MediaPlane>,
    room: MediaRoom,
    mut told: mpsc::Receiver<crate::media::plane::MediaEvent>,
) {
    let listening = async { while told.recv().await.is_some() {} };
    if tokio::time::timeout(LASTS, listening).await.is_err() {
        media.close(room, None);
    }
}
